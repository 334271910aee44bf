"""Faults of the signage package.

    SignageError
    └── PlaysError   the file of plays cannot be used; the operator looks at the disk
"""

from __future__ import annotations


class SignageError(Exception):
    """A fault; `str(error)` is a Chinese sentence that says who should do what."""


class PlaysError(SignageError):
    """The file of plays cannot be opened or written."""
