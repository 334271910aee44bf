"""Blank paper forms at the desk's ledgers."""

from __future__ import annotations

from content.admin.desk import Desk


def blank_forms(desk: Desk) -> None:
    """Place nothing yet."""
