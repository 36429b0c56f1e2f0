#!/usr/bin/env bash
# Prepare this checkout: setup.sh base (to run), setup.sh dev (to run and to test).
# Debian packages that are missing, .venv, hashed requirements, the compiled catalogue.
# Each part leaves a stamp of what it was made from, so that a second run changes nothing.
set -euo pipefail

level=${1:-base}
case $level in
  base) levels=(base) ;;
  dev) levels=(base dev) ;;
  *) echo "usage: requirements/setup.sh base|dev" >&2; exit 2 ;;
esac

cd "$(dirname "$0")/.."
venv=.venv
python=$venv/bin/python

say() { echo "setup: $*"; }

installed() {
  dpkg-query --show --showformat '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# A package may be had another way: a Python from elsewhere brings its own venv.
needed() {
  if [ "$1" = python3-venv ] && python3 -c 'import venv, ensurepip' 2>/dev/null; then
    return 1
  fi
  ! installed "$1"
}

missing_packages() {
  for name in "${levels[@]}"; do
    while read -r package; do
      if needed "$package"; then echo "$package"; fi
    done <"requirements/system-$name.txt"
  done
}

# Debian starts a server as soon as it is installed unless this file says no; the tests start
# their own, on sockets. A policy that was there before is left as it is.
install_packages() {
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    trap "rm -f $policy" EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

system_packages() {
  local packages
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian: please install what these packages hold, by the system's own means:"
    for name in "${levels[@]}"; do sed 's/^/  /' "requirements/system-$name.txt"; done
    return
  fi
  mapfile -t packages < <(missing_packages)
  if [ ${#packages[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" -ne 0 ]; then
    say "Debian packages are missing. Please have an administrator run:" >&2
    say "  apt-get update && apt-get install --no-install-recommends ${packages[*]}" >&2
    exit 1
  fi
  say "installing Debian packages: ${packages[*]}"
  install_packages "${packages[@]}"
}

virtual_environment() {
  if [ -x $python ] && $python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then return; fi
  if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "python3 is older than 3.11: please install a newer one and put it first in PATH" >&2
    exit 1
  fi
  say "making $venv with $(python3 --version)"
  python3 -m venv --clear $venv
}

# $1 the stamp's name, the rest what it is made from; true if nothing changed since the stamp.
fresh() {
  local stamp=$venv/.stamp-$1
  shift
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(cat "$@" | sha256sum)" ]
}

stamp() {
  local name=$1
  shift
  cat "$@" | sha256sum >"$venv/.stamp-$name"
}

python_packages() {
  for name in "${levels[@]}"; do
    local file=requirements/$name.txt
    if fresh "$name" "$file"; then continue; fi
    say "installing $file"
    $python -m pip install -qq --disable-pip-version-check --require-hashes -r "$file"
    stamp "$name" "$file"
  done
}

catalogue() {
  local source=locale/th/LC_MESSAGES/django.po
  local compiled=${source%.po}.mo
  if [ ! -f $source ]; then return; fi
  if [ -f $compiled ] && fresh catalogue $source; then return; fi
  say "compiling $source"
  $venv/bin/pybabel --quiet compile --domain django --directory locale --locale th
  stamp catalogue $source
}

system_packages
virtual_environment
python_packages
catalogue
