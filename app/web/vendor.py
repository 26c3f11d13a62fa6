"""Bring the vendored assets up to date, and check them (``make vendor``).

The pages use nothing from another host; what they need of KERN, htmx, tus-js-client and axe-core (the last
for the tests only) lies in the repository with version, licence and SHA-256. This script fetches the pinned
packages by ``npm pack`` and writes them and ``VENDOR.json``; ``--check`` only compares what lies there
with the list and needs no network. Sources: https://www.npmjs.com/package/@kern-ux/native,
https://www.npmjs.com/package/htmx.org, https://www.npmjs.com/package/tus-js-client,
https://www.npmjs.com/package/axe-core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
"""Top of the source tree."""

STATIC = Path("app/web/static/vendor")
TESTS = Path("tests/e2e/vendor")


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One npm package and the files wanted of it."""

    name: str
    version: str
    licence: str
    folder: Path
    """Where its files go, from the top of the tree; ``VENDOR.json`` lies in the parent."""
    files: dict[str, str]
    """Path in the package to the name in ``folder``."""


_WEIGHTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")

PACKAGES = (
    Package(
        name="@kern-ux/native",
        version="2.7.2",
        licence="EUPL-1.2; fonts Fira Sans: SIL OFL 1.1",
        folder=STATIC / "kern",
        files={
            "dist/kern.min.css": "kern.min.css",
            "LICENSE.md": "LICENSE.md",
            **{
                f"dist/fonts/fira-sans/FiraSans-{weight}.woff2": f"FiraSans-{weight}.woff2"
                for weight in _WEIGHTS
            },
        },
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        folder=STATIC / "htmx",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    Package(
        name="tus-js-client",
        version="4.3.1",
        licence="MIT",
        folder=STATIC / "tus",
        files={"dist/tus.min.js": "tus.min.js", "LICENSE": "LICENSE"},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        folder=TESTS / "axe",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
    ),
)
"""Everything vendored. Fira Sans only in the weights that the pages use."""


def fetch(package: Package, root: Path) -> None:
    """Download one package by ``npm pack`` and put its wanted files into the tree."""
    with tempfile.TemporaryDirectory() as folder:
        spec = f"{package.name}@{package.version}"
        subprocess.run(  # noqa: S603 - a fixed command over the pinned list above
            ["npm", "pack", "--silent", spec],  # noqa: S607 - npm is where the developer has it
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (archive,) = Path(folder).glob("*.tgz")
        target = root / package.folder
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as members:
            for source, name in package.files.items():
                member = members.extractfile(f"package/{source}")
                if member is None:
                    raise FileNotFoundError(f"{spec} has no file {source}")
                (target / name).write_bytes(member.read())


def digests(package: Package, root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a package as it lies in the tree ("" where it is missing)."""
    found = {}
    for name in sorted(package.files.values()):
        path = root / package.folder / name
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return found


def write_lists(root: Path) -> None:
    """Write ``VENDOR.json`` beside the packages of each folder."""
    for parent in {package.folder.parent for package in PACKAGES}:
        entries = [
            {
                "package": package.name,
                "version": package.version,
                "licence": package.licence,
                "source": f"https://www.npmjs.com/package/{package.name}/v/{package.version}",
                "folder": package.folder.name,
                "sha256": digests(package, root),
            }
            for package in PACKAGES
            if package.folder.parent == parent
        ]
        text = json.dumps(entries, indent=2, ensure_ascii=False)
        (root / parent / "VENDOR.json").write_text(text + "\n", encoding="utf-8")


def damaged(root: Path) -> list[str]:
    """Return the files that are missing or differ from the list."""
    wrong = []
    for package in PACKAGES:
        entries = json.loads((root / package.folder.parent / "VENDOR.json").read_text(encoding="utf-8"))
        listed = next(entry for entry in entries if entry["package"] == package.name)
        actual = digests(package, root)
        if listed["version"] != package.version:
            wrong.append(f"{package.name}: version {listed['version']} instead of {package.version}")
        wrong += [
            str(package.folder / name)
            for name in actual
            if not actual[name] or actual[name] != listed["sha256"].get(name)
        ]
    return wrong


def main() -> int:
    """Fetch (or with ``--check`` only compare) the vendored files."""
    parser = argparse.ArgumentParser(description="Bring the vendored assets up to date, or check them.")
    parser.add_argument("--check", action="store_true", help="compare with the list only; needs no network")
    if not parser.parse_args().check:
        for package in PACKAGES:
            fetch(package, ROOT)
        write_lists(ROOT)
    wrong = damaged(ROOT)
    for line in wrong:
        sys.stderr.write(f"vendor: {line} is missing or changed\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
