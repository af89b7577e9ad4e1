#!/bin/sh
# The page is tested in a real browser: install Debian's chromium where we may. Without it those tests skip.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    printf '%s\n' "Installing chromium (for the tests of the local page) ..." >&2
    { apt-get update -qq && apt-get install -y -qq chromium; } >&2 ||
        printf '%s\n' "chromium could not be installed: the browser tests will skip." >&2
else
    printf '%s\n' "No chromium: the browser tests will skip. Run: sudo apt-get install -y chromium" >&2
fi
