#!/usr/bin/env bash
# What setting up needs from the system, brought when it is missing:
#
#   tools/system.sh venv FOLDER   a virtual environment of Python 3.11 or newer
#   tools/system.sh chromium      a Chromium for the browser tests, what their driver needs, and
#                                 poppler-utils, which draws the PDFs that tests look at
#   tools/system.sh postgis       a PostgreSQL server with PostGIS, which the tests start themselves
#
# Missing Debian packages are installed as root or through sudo without a password; where neither is
# possible the script stops with the command to run.
set -euo pipefail

fail() {
    printf 'tools/system.sh: %s\n' "$1" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    local command="apt-get update && apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null || fail "$* is missing; install it with this system's packages and run the same command again"
    as_root true 2>/dev/null || fail "$* is missing; run as root: $command"
    printf '== installing %s\n' "$*"
    as_root apt-get update -q || fail "the package lists cannot be read; check the network and run the same command again"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
        || fail "$* could not be installed; run as root: $command"
}

find_python() {
    local name
    for name in "${PYTHON:-}" python3.11 python3 python3.14 python3.13 python3.12; do
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    if ! python=$(find_python); then
        install_packages python3 python3-venv
        python=$(find_python) || fail "no Python 3.11 or newer was found; install one and name it: make setup PYTHON=/path/to/python3"
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        case "$python" in
            /usr/bin/*) install_packages "$(basename "$python")-venv" ;;
            *) fail "$python has no venv or ensurepip; install them, or name another Python: make setup PYTHON=/usr/bin/python3" ;;
        esac
    fi
    "$python" -m venv --clear "$1" || fail "'$python -m venv $1' failed; remove $1 and run the same command again"
}

driver_can_run() {
    local python
    python=$(find_python) || return 1
    "$python" -c 'import ctypes, sys; sys.platform == "linux" and ctypes.CDLL("libatomic.so.1")' 2>/dev/null
}

need_chromium() {
    local -a missing=()
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
        || missing+=(chromium)
    driver_can_run || missing+=(libatomic1)
    command -v pdftoppm >/dev/null || missing+=(poppler-utils)
    [ "${#missing[@]}" = 0 ] || install_packages "${missing[@]}"
}

# Debian makes and starts a server with the package; the tests need none but their own.
CLUSTERS="${SYSTEM_ROOT:-}/etc/postgresql-common/createcluster.d"

need_postgis() {
    local control version
    for control in "${SYSTEM_ROOT:-}"/usr/share/postgresql/*/extension/postgis.control; do
        version=${control%/extension/*}
        [ ! -x "${SYSTEM_ROOT:-}/usr/lib/postgresql/${version##*/}/bin/initdb" ] || return 0
    done
    if [ -d "$CLUSTERS" ] || ! as_root mkdir -p "$CLUSTERS" 2>/dev/null; then
        install_packages postgresql-postgis
        return
    fi
    as_root tee "$CLUSTERS/tapal.conf" <<<'create_main_cluster = false' >/dev/null
    (install_packages postgresql-postgis) || { as_root rm -r "$CLUSTERS"; exit 1; }
    as_root rm "$CLUSTERS/tapal.conf"
}

case "${1:-}" in
    venv) make_venv "$2" ;;
    chromium) need_chromium ;;
    postgis) need_postgis ;;
    *) fail "use: tools/system.sh venv FOLDER, tools/system.sh chromium, or tools/system.sh postgis" ;;
esac
