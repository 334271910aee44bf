"""What is remembered of this boot: how often the browser was restarted for a fault, which must not go on for ever."""

from __future__ import annotations

import logging
from pathlib import Path

from content.model.codec import from_json, to_json
from signage.browser.ladder import Ladder

log = logging.getLogger(__name__)

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Return the kernel's name for this boot, "" where there is none."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""


def load(file: Path) -> Ladder | None:
    """Return the ladder as an earlier life of the process left it."""
    try:
        return from_json(Ladder, file.read_bytes())
    except (OSError, ValueError):
        return None


def keep(file: Path, ladder: Ladder) -> None:
    """Write the ladder down; a full disk costs the count, never the picture."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(to_json(ladder))
        fresh.replace(file)
    except OSError as error:
        log.error("the count of restarts is not kept: %s", error)
