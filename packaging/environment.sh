#!/bin/sh
# environment.sh FOLDER: make FOLDER a Python environment with exactly what requirements.lock says
# (.venv: all of it; .venv-core: without Qt) and the program itself, installed in place.
# Nothing leaves the clone: uv, which does the work, and its cache lie in .uv.
set -eu
folder=$1
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

bring_uv() {
    # The stamp is a copy of what was asked for, so another version in the lock brings another uv.
    cmp -s packaging/uv-requirements.txt .uv/made && [ -x .uv/bin/uv ] && return
    echo 'bringing uv, which makes the environment'
    rm -rf .uv
    "$python" -m venv .uv || fail "This Python cannot make an environment: $python"
    .uv/bin/python -m pip --disable-pip-version-check --quiet --no-cache-dir install \
        --require-hashes --only-binary :all: -r packaging/uv-requirements.txt ||
        fail 'uv could not be installed (is there a way to the package index?)'
    cp packaging/uv-requirements.txt .uv/made
}

without_qt() {
    # Each entry of the lock begins in the first column and goes on in lines set in.
    awk '/^[a-z]/ { qt = /^(pyside6|shiboken6|pytest-qt)/ } !qt'
}

python=$(packaging/find-python.sh) || fail 'Cramp Coach needs Python 3.11, 3.12, 3.13 or 3.14, and none is here.
On Debian 12, Ubuntu 24.04 and newer: sudo apt-get install python3 python3-venv'
bring_uv
export UV_CACHE_DIR=.uv/cache UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# An office network may sign with a certificate that only the system's own list knows.
[ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
uv() { .uv/bin/uv --quiet "$@"; }

mkdir -p build
lock=requirements.lock
if [ "$folder" = .venv-core ]; then
    lock=build/requirements-core.lock
    without_qt <requirements.lock >"$lock"
fi

echo "making $folder"
if [ ! -x "$folder/bin/python" ] || [ "$(cat "$folder/.made" 2>&1)" != "$PWD" ]; then
    uv venv --clear --python "$python" "$folder"
fi
rm -f "$folder/.made"
uv pip sync --python "$folder" --require-hashes --compile-bytecode "$lock"
uv pip install --python "$folder" --no-deps --no-build-isolation --editable .
pwd >"$folder/.made"
