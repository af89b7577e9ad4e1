#!/bin/sh
# Make what the documentation shows: the Ordos baseline memo as of 2020 and the mid-term one as of 2023
# (part-year figures only; without a year of the plan a final review is refused).
# build_docs.sh OUT [BIN]: files go to OUT, plancast is taken from BIN (default: the PATH).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:?usage: build_docs.sh OUT [BIN]}
plancast=${2:+$2/}plancast
examples=$here/data/bundled/examples

rm -rf "$out/ordos-ledger"
mkdir -p "$out"
"$plancast" ledger add-actuals "$out/ordos-ledger" "$examples/ordos-actuals.csv" >/dev/null

review() { # kind, as-of year
    "$plancast" memo ordos-14fyp-ip --kind "$1" --as-of "$2" --ledger "$out/ordos-ledger" \
        --history "$examples/ordos-earlier.csv" --lang both \
        --format docx --format pdf --format html --format md --out "$out/ordos-$1"
}
review baseline 2020
review midterm 2023
"$plancast" ledger diff "$out/ordos-ledger" --format markdown >"$out/ordos-what-moved.md"
"$plancast" ledger verify "$out/ordos-ledger"
