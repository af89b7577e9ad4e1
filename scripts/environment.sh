#!/bin/sh
# Make a virtual environment and install the project into it: environment.sh VENV WHAT
# Where Debian's venv module is missing it is installed if we may, else the one line that does it is printed.
set -eu
venv=$1
what=$2
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "plancast needs Python 3.11 or newer and found no '$python'."
    say "Run: sudo apt-get install -y python3 python3-venv"
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "plancast needs Python 3.11 or newer; '$python' is $("$python" -c 'import platform; print(platform.python_version())')."
    say "Name a newer one: make PYTHON=python3.12 ..."
    exit 1
fi

# ensurepip is the part that Debian and Ubuntu split off into python3-venv.
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $package (Python's venv module is missing) ..."
        apt-get update -qq >&2
        apt-get install -y -qq "$package" >&2 || apt-get install -y -qq python3-venv >&2
    else
        say "Python's venv module is missing. Run: sudo apt-get install -y $package"
        exit 1
    fi
fi

# A half-made environment (an interrupted first run) has no working pip: make it anew.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    say "Creating the environment in $venv ..."
    "$python" -m venv "$venv"
fi
say "Installing plancast and what it needs (a minute or two on first use) ..."
log=$venv/install.log
if ! "$venv/bin/python" -m pip install --disable-pip-version-check -q -e "$what" >"$log" 2>&1; then
    cat "$log" >&2
    say "The installation failed; the full log is in $log."
    exit 1
fi
