#!/usr/bin/env bash
# Installs what building, testing and running locally need beside Swift: Debian packages, Python packages, samples.
# Does only what is not done yet, so that every make target can call it. Arguments are further Debian packages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=${VENV:-.local/venv}
# Libraries that the Swift package and as-lambda link, tools that pack the functions, Python for the local stack, and a
# voice.
packages=(
    libcurl4-openssl-dev libssl-dev libpoppler-glib-dev poppler-data libarchive-dev libxml2-dev
    libseccomp-dev libcmark-dev libuchardet-dev
    pkg-config
    patchelf zip unzip
    python3 python3-venv shellcheck
    espeak-ng
    "$@"
)

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

command -v swift >/dev/null || fail "swift is not on PATH; install Swift 6.3 first (https://www.swift.org/install)"

if command -v dpkg-query >/dev/null; then
    missing=()
    for package in "${packages[@]}"; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    if ((${#missing[@]} > 0)); then
        command -v apt-get >/dev/null || fail "apt-get is not here; install by hand: ${missing[*]}"
        as_root=()
        if ((EUID != 0)); then
            command -v sudo >/dev/null || fail "run as root: apt-get install ${missing[*]}"
            as_root=(sudo)
        fi
        say "installing ${missing[*]}"
        "${as_root[@]}" apt-get update -qq
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
            "${missing[@]}" >/dev/null
    fi
else
    say "this is no Debian: the equivalents of ${packages[*]} must be there already"
fi

stamp="$venv/.requirements.sha256"
wanted=$(sha256sum local/requirements.txt | cut -d' ' -f1)
if [[ ! -x "$venv/bin/python" || "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]]; then
    say "installing Python packages into $venv"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "python3 must be 3.11 or newer"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement local/requirements.txt
    printf '%s' "$wanted" >"$stamp"
fi

# Programs of C: what every function is run behind, static so that it starts in a root without libraries; and what the
# tests of child processes start.
compile() { # output sources... -- further arguments
    local output=.local/bin/$1 sources=()
    shift
    while (($# > 0)) && [[ $1 != -- ]]; do sources+=("$1") && shift; done
    local source
    for source in "${sources[@]}"; do
        [[ $source -nt $output ]] || continue
        say "building $output"
        mkdir -p "${output%/*}"
        "${CC:-clang}" -std=gnu11 -Wall -Wextra -O2 "${sources[@]}" "${@:2}" -o "$output.$$"
        mv "$output.$$" "$output"
        return
    done
}
compile as-lambda local/as_lambda/as-lambda.c -- -static -lseccomp
compile isolation-subject Tests/IsolationSubject/main.c Sources/CIsolation/*.c -- -O0 -ISources/CIsolation/include -lpthread

PYTHONPATH=local "$venv/bin/python" -m bandup_local.samples
