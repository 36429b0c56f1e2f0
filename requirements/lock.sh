#!/usr/bin/env bash
# Write base.txt and dev.txt anew from pyproject.toml: one resolution for both, exact versions,
# hashes of every wheel and source archive, no addresses. Needs `uv`. The lock file that uv keeps
# for itself records download addresses, so it lives in a temporary folder and is thrown away.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/../pyproject.toml" "$work/"

cd "$work"
uv lock --quiet --python 3.11
export_flags=(--quiet --frozen --no-annotate --no-header --no-emit-project)
uv export "${export_flags[@]}" --no-dev --output-file base.txt
uv export "${export_flags[@]}" --only-group dev --output-file dev.txt

if grep -nE '://|^-' base.txt dev.txt; then
  echo "an address or an option got into the lock files: nothing was written" >&2
  exit 1
fi
cp base.txt dev.txt "$here/"
