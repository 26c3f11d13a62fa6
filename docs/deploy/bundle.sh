#!/usr/bin/env bash
# Packs everything that an installation without internet needs into one archive: the wheel of Protokollant and of
# every library, the speech models of the default profile, install.sh, the service files and the documentation.
#
#   bundle.sh PYTHON TARGET-FOLDER
#
# PYTHON is the interpreter of a set-up `.venv`; the bundle fits its version, system and processor.
set -euo pipefail
python=$1
target=$(mkdir -p "$2" && cd "$2" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
version=$("$python" -c 'from importlib.metadata import version; print(version("protokollant"))')
platform=$("$python" -c 'import platform, sys; print(f"{sys.platform}-{platform.machine()}-py{sys.version_info.major}.{sys.version_info.minor}")')
name="protokollant-$version-$platform"
folder="$target/$name"
rm -rf "$folder" "$folder.tar"
mkdir -p "$folder/wheels"

# The versions that were tested together, nothing newer; what only the tests need stays out.
"$python" -m pip freeze --exclude-editable --disable-pip-version-check >"$folder/versions.txt"
sed -i -E '/^(protokollant|-e )/d' "$folder/versions.txt"
"$python" -m pip wheel --quiet --disable-pip-version-check --wheel-dir "$folder/wheels" \
    --constraint "$folder/versions.txt" "$root"
"$python" -m pip download --quiet --disable-pip-version-check --only-binary=:all: --dest "$folder/wheels" pip

PROTOKOLLANT_MODELS="$folder/models" "$python" -m app.cli models fetch
cp "$root/docs/deploy/install.sh" "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$folder/"
mkdir "$folder/deploy" "$folder/docs"
cp "$root"/docs/deploy/*.{service,conf,env} "$folder/deploy/"
cp "$root"/docs/*.md "$folder/docs/"
(cd "$folder" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar -C "$target" --sort=name --owner=0 --group=0 -cf "$folder.tar" "$name"
rm -rf "$folder"
sha256sum "$folder.tar" | tee "$folder.tar.sha256"
