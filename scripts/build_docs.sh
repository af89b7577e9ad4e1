#!/bin/sh
# Make what the documentation shows: the Ordos baseline memo as of 2020 and the mid-term one as of 2023
# (part-year figures only; without a year of the plan a final review is refused), Xianning's baseline,
# and the mid-term and final memos of an invented plan with figures of every year.
# build_docs.sh OUT [BIN]: files go to OUT, plancast is taken from BIN (default: the PATH).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:?usage: build_docs.sh OUT [BIN]}
plancast=${2:+$2/}plancast
examples=$here/data/bundled/examples

rm -rf "$out/ordos-ledger" "$out/invented-ledger"
mkdir -p "$out"
"$plancast" ledger add-actuals "$out/ordos-ledger" "$examples/ordos-actuals.csv" >/dev/null

memo() { # folder, then plan and options
    folder=$1
    shift
    "$plancast" memo "$@" --lang both --page-one \
        --format docx --format pdf --format html --format md --out "$out/$folder"
}
ordos() { # kind, as-of year
    memo "ordos-$1" ordos-14fyp-ip --kind "$1" --as-of "$2" --ledger "$out/ordos-ledger" \
        --history "$examples/ordos-earlier.csv"
}
invented() { # kind, as-of year
    memo "invented-$1" "$examples/invented-full-life.yaml" --kind "$1" --as-of "$2" \
        --ledger "$out/invented-ledger"
}
ordos baseline 2020
ordos midterm 2023
"$plancast" ledger diff "$out/ordos-ledger" --format markdown >"$out/ordos-what-moved.md"
"$plancast" ledger verify "$out/ordos-ledger"
memo xianning-baseline xianning-14fyp-ip --kind baseline
"$plancast" assess "$examples/invented-full-life.yaml" --as-of 2021 --ledger "$out/invented-ledger" >/dev/null
invented midterm 2023
invented final 2025
