"""What is vendored is what the list says."""

from __future__ import annotations

import json

from app.web.vendor import PACKAGES, ROOT, damaged


def test_vendored_files_are_unchanged():
    """Each file has the checksum of the list."""
    assert damaged(ROOT) == []


def test_every_vendored_package_names_version_and_licence():
    """A reader of the list learns what may be done with the files and where they came from."""
    for package in PACKAGES:
        entries = json.loads((ROOT / package.folder.parent / "VENDOR.json").read_text(encoding="utf-8"))
        entry = next(entry for entry in entries if entry["package"] == package.name)
        assert package.version == entry["version"]
        assert entry["licence"]
        assert entry["source"].startswith("https://www.npmjs.com/package/")


def test_a_changed_file_is_noticed(tmp_path):
    """A damaged copy is named."""
    for package in PACKAGES:
        target = tmp_path / package.folder
        target.mkdir(parents=True)
        for name in package.files.values():
            (target / name).write_bytes((ROOT / package.folder / name).read_bytes())
        (target.parent / "VENDOR.json").write_bytes(
            (ROOT / package.folder.parent / "VENDOR.json").read_bytes()
        )
    (tmp_path / PACKAGES[1].folder / "htmx.min.js").write_text("alert(1)")
    assert [str(PACKAGES[1].folder / "htmx.min.js")] == damaged(tmp_path)
