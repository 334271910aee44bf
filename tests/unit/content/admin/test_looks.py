"""Every place that opens a whole name, number or paper says in the same write who looked at what, and what for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ADMIN = Path(__file__).parents[4] / "content/admin"
OPENS = (".decrypt(", ".contact_of(", "complaints.phone_of(")
# they open and do not tell: a name is carried from one sealed column to another, a draft job gets its contact, and
# `_copy` is told by `own_copy`, which writes it down
CARRIES = frozenset(("of_seeker", "of_application", "take_draft", "_copy"))


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every function and method with all that is inside it."""
    for path in sorted(ADMIN.rglob("*.py")):
        tree = ast.parse(path.read_text("utf8"))
        for node in (*tree.body, *(one for made in tree.body if isinstance(made, ast.ClassDef) for one in made.body)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(ADMIN).as_posix(), node


def _looks(function: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == "LOOKED" for one in ast.walk(function))


def _words(function: ast.AST) -> str:
    said = (one.value for one in ast.walk(function) if isinstance(one, ast.Constant))
    return "".join(one for one in said if isinstance(one, str))


def test_every_look_says_what_it_was_for() -> None:
    told = [(path, function.name, _words(function)) for path, function in _functions() if _looks(function)]
    assert len({path for path, _, _ in told}) >= 6
    assert [(path, name) for path, name, words in told if "，为" not in words] == []


def test_no_place_opens_a_sealed_column_without_writing_it_down() -> None:
    silent = set()
    for path, function in _functions():
        code = ast.unparse(function)
        if any(one in code for one in OPENS) and not _looks(function) and function.name not in CARRIES:
            silent.add((path, function.name))
    assert silent == set()
