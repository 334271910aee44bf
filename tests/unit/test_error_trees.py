"""Each package has one root of its faults, and `errors.py` draws the whole tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# faults of no part of the running product, and signals a driver keeps to itself
APART = {"SourceError", "Stopped"}


def _classes(package: str) -> dict[str, set[str]]:
    """Return the public classes of a package with the names they derive from."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = {ast.unparse(base) for base in node.bases}
    return found


def _faults(classes: dict[str, set[str]]) -> set[str]:
    found = {"Exception", "ValueError", "OSError", "RuntimeError", "LookupError", "KeyError"}
    builtin = set(found)
    while more := {name for name, bases in classes.items() if bases & found} - found:
        found |= more
    return found - builtin


@pytest.mark.parametrize("package", ["content", "kiosk", "signage", "printer"])
def test_every_fault_of_a_package_stands_in_its_tree_below_one_root(package: str) -> None:
    classes = _classes(package)
    faults = _faults(classes) - APART
    tree = ast.get_docstring(ast.parse((ROOT / package / "errors.py").read_text("utf8"))) or ""
    assert len(faults) > 2
    assert {name for name in faults if name not in tree.split()} == set()
    assert len([name for name in faults if not classes[name] & faults]) == 1


def test_a_fault_without_the_root_would_be_found() -> None:
    """A control: a class of its own beside the tree."""
    classes = _classes("content") | {"Strange": {"ValueError"}}
    assert "Strange" in _faults(classes)
