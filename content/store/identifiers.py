"""Names of tables and columns as they may stand in a statement, where a caller says which.

Values are bound; what else becomes part of a statement is text of our own source, and its parameters say so:
`LiteralString`. `make audit` looks for any other text that gets there (rule `no-text-in-sql`).
"""

from __future__ import annotations

import re

from content.errors import StoreError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def identifier(name: str) -> str:
    """Return a name in quotes; StoreError for anything but small letters, digits and underscores."""
    if not _NAME.fullmatch(name):
        raise StoreError("查询里用了不认得的栏目名，没有执行。请把这句话和当时的操作告诉开发方。")
    return f'"{name}"'
