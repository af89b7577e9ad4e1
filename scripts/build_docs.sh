#!/bin/sh
# Make what the documentation shows: the Ordos mid-term memo as of 2023 and the final one as of 2025.
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
review midterm 2023
review final 2025
"$plancast" ledger diff "$out/ordos-ledger" --format markdown >"$out/ordos-what-moved.md"
"$plancast" ledger verify "$out/ordos-ledger"
