"""Makes the demonstration take itself for installed: version, drop folder and keys of the pictures.

Python loads this first where PYTHONPATH names the folder; nothing but `tests/pictures` does.
"""

from __future__ import annotations

import os
from pathlib import Path

if "LINGGONG_PICTURES" in os.environ:
    from content.link import packages, protocol

    packages.DROP = Path(os.environ["LINGGONG_PICTURES"]) / "drop"
    packages.RELEASE_KEYS = Path(os.environ["LINGGONG_PICTURES"]) / "release-keys"
    protocol.program_version = lambda: "0.1.0"  # type: ignore[assignment]
