#!/bin/sh
# Install a wheel where nothing else is, and use it beside files that could stand in its way:
#   clean_install.sh WHEEL [PYTHON [EXTRA]]      (python3, no extra)
# EXTRA is web, dask, sktime or docs; each is tried at what it is for.
set -eu
wheel=$(realpath "$1")
python=${2:-python3}
extra=${3:-}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
unset PYTHONPATH
"$python" -m venv env
env/bin/pip install -q --disable-pip-version-check "$wheel${extra:+[$extra]}"
bin=$place/env/bin

# A folder of one's own holds names that the package uses too.
mkdir -p here/data here/report && cd here
for name in models cli scenarios forecast data/__init__ report/__init__; do
    echo 'raise SystemExit("the wrong module")' >"$name.py"
done
"$bin/plancast" --version
"$bin/python" -m cli --version 2>/dev/null && { echo "python -m cli took the folder's cli.py"; exit 1; }
rm cli.py
"$bin/python" -m cli --version >/dev/null
"$bin/plancast" plan validate ordos-14fyp-ip >/dev/null
"$bin/plancast" assess ordos-14fyp-ip --paths 200 --format json --out out >verdicts.json
"$bin/plancast" memo ordos-14fyp-ip --paths 200 --kind baseline --format pdf --format docx --out out >/dev/null
printf 'unique_id,ds,y\n' >h.csv
for year in 2015 2016 2017 2018 2019 2020; do echo "a,$year,$((year - 1900))" >>h.csv; done
printf 'unique_id,target_id,year,value,sense\na,t,2023,140,at_least\n' >t.csv
"$bin/plancast" batch h.csv --targets t.csv --out batch >/dev/null
case $extra in
    dask) "$bin/plancast" batch h.csv --targets t.csv --engine dask --out dask >/dev/null ;;
    docs) "$bin/python" -P -c "import sphinx, myst_parser, furo" ;;
    sktime) "$bin/python" -P -c "
import forecast, pandas
y = pandas.Series([100.0, 118, 131, 160], index=range(2017, 2021))
print(forecast.PlancastForecaster(kind='flow').fit(y, fh=[1]).predict())" ;;
    web) "$bin/python" -P -c "
import subprocess, sys, urllib.error, urllib.request
page = subprocess.Popen(['$bin/plancast', 'serve', '--port', '0', 'ordos-14fyp-ip'],
                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
try:
    where = next(word for line in page.stdout for word in line.split() if '127.0.0.1' in word)
    print(urllib.request.urlopen(where, timeout=60).status, 'at the page')
finally:
    page.terminate()" ;;
    '')
        for command in "serve ordos-14fyp-ip" "batch h.csv --targets t.csv --engine dask --out dask"; do
            code=0
            "$bin/plancast" $command >told 2>&1 || code=$?
            { [ "$code" = 2 ] && grep -q "plancast\[" told; } || { cat told; exit 1; }
        done
        "$bin/python" -P -c "
import forecast
try:
    forecast.PlancastForecaster
except ModuleNotFoundError as absent:
    print(absent)" | grep -q "plancast\[sktime\]" ;;
esac
echo "$("$bin/python" --version), extra: ${extra:-none}: works"
