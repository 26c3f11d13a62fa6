"""Size and surface of the modules."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "diarize", "minutes", "models", "transcribe")
LIMIT = 400


def test_no_module_is_longer_than_the_limit():
    """A module that grows past 400 lines is split."""
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for package in (*PACKAGES, "tests")
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
    }
    assert long == {}


def packages():
    """Return every package of the product."""
    for name in PACKAGES:
        module = importlib.import_module(name)
        yield name
        for found in pkgutil.walk_packages(module.__path__, f"{name}."):
            if found.ispkg and ".migrations" not in found.name:
                yield found.name


@pytest.mark.parametrize("name", tuple(packages()))
def test_all_is_sorted_and_complete(name):
    """``__all__`` of a package is sorted and true; one that only re-exports lists all it imports."""
    module = importlib.import_module(name)
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module != "__future__"]
    has_code = any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign) for node in tree.body)
    assigned = [t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    declared = tuple(getattr(module, "__all__", ()))
    assert list(declared) == sorted(declared, key=_isort_key)
    assert [entry for entry in declared if not hasattr(module, entry)] == []
    if not has_code and assigned == ["__all__"]:
        imported = {alias.asname or alias.name for node in imports for alias in node.names}
        assert imported - set(declared) == set()


def _isort_key(name):
    """Constants, classes, then functions: the order that ruff's RUF022 asks for."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, name)
