"""Faults of the signage package.

    SignageError
    ├── PlaysError      the file of plays cannot be used; the operator looks at the disk
    ├── BrowserSilent   Chromium does not answer, or is not there; the supervisor acts
    └── DisplaySilent   the display's power tool did not answer in time; asked again later
"""

from __future__ import annotations


class SignageError(Exception):
    """A fault; `str(error)` is a Chinese sentence that says who should do what."""


class PlaysError(SignageError):
    """The file of plays cannot be opened or written."""


class BrowserSilent(SignageError):
    """Chromium gave no answer."""


class DisplaySilent(SignageError):
    """The tool that speaks to the display is missing, failed, or did not end in time."""
