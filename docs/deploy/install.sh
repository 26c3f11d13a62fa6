#!/usr/bin/env bash
# Installs Protokollant from this unpacked bundle; needs no network, no compiler, and root only where the target does.
#
#   ./install.sh [TARGET]        (/opt/protokollant)
#
# Every version lies in a folder of its own, and `current` points to the one in use: an upgrade is a new folder and
# a moved link, going back is moving the link back (docs/operations.md).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/protokollant}
wheel=$(cd "$here/wheels" && ls protokollant-*-py3-none-any.whl)
version=$(sed -E 's/^protokollant-([^-]+)-.*/\1/' <<<"$wheel")
wanted=$(basename "$here" | sed -E 's/.*-py//')
python=${PYTHON:-python$wanted}

fail() { echo "$1" >&2; exit 2; }
command -v "$python" >/dev/null ||
    fail "Python $wanted is needed and '$python' is not there. Install it, or name it: PYTHON=/path/to/python ./install.sh"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$wanted" ] || fail "This bundle is for Python $wanted, '$python' is $found. Name another one with PYTHON=…"
(cd "$here" && sha256sum --quiet --check SHA256SUMS) ||
    fail "The bundle is damaged (see above). Copy it again and compare with the .sha256 file beside it."

folder="$target/$version"
[ ! -e "$folder" ] || fail "$folder is there already. Remove it first, or choose another target."
mkdir -p "$folder"
trap 'rm -rf "$folder"' EXIT                 # half an installation helps nobody
chmod 755 "$folder"
"$python" -m venv --without-pip "$folder/venv"
pip=$(echo "$here"/wheels/pip-*.whl)
"$folder/venv/bin/python" "$pip/pip" install --quiet --no-index --find-links "$here/wheels" \
    --constraint "$here/versions.txt" pip protokollant
cp -r "$here/models" "$folder/models"
cp -r "$here/deploy" "$here/docs" "$folder/"
PROTOKOLLANT_MODELS="$folder/models" "$folder/venv/bin/protokollant" models verify
trap - EXIT
ln -sfn "$version" "$target/current"
cat <<END

Protokollant $version is in $folder.
Try it:      PROTOKOLLANT_MODELS=$target/current/models $target/current/venv/bin/protokollant serve --demo
As service:  $target/current/docs/operations.md
END
