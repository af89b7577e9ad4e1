#!/bin/sh
# The whole suite with what the usual run leaves out (marked `nightly`), and with more and other
# examples of every property: nightly.sh [PYTEST ARGUMENT ...]
set -eu
cd "$(dirname "$0")/.."
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 PLANCAST_TESTS=nightly
make env
exec .venv/bin/python -m pytest -n 2 --dist loadgroup -q -m "nightly or not nightly" "$@"
