"""The drop folder: what a service lays down for root to install, and what root says came of it.

    /var/lib/linggong-update/incoming/   the services': package, .sha256, .sig, and last of all `ready`
    /var/lib/linggong-update/result.json root's: {errand, ok, sentence, doctor}

Terminals lay down what their hub offers (`link/updating.py`), a hub what its administrator brought
(`hubapi/own_update.py`).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from content.link.packages import PackageNote
from content.model.codec import to_json

READY, RESULT = "ready", "result.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What `incoming/ready` holds: the package's file name, and the errand its result answers."""

    package: str
    errand: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What root said of one errand; `doctor` is what was found wrong only since the new program runs."""

    ok: bool
    sentence: str
    doctor: tuple[str, ...]


def incoming(drop: Path) -> Path:
    """Return the folder a service may write to; where it is missing this box installs from sticks alone."""
    return drop / "incoming"


def lay_down(drop: Path, package: Path, note: PackageNote, errand: str) -> None:
    """Move a package that was looked at into the drop folder and start the installer; OSError when it does not fit."""
    place = incoming(drop)
    for old in place.iterdir():
        old.unlink()
    laid = place / note.file_name
    shutil.move(package, laid)
    laid.with_name(laid.name + ".sha256").write_text(f"{note.sha256}  {laid.name}\n", "ascii")
    laid.with_name(laid.name + ".sig").write_text(note.signature, "ascii")
    # last: its coming is what starts the installer
    (place / "ready.new").write_bytes(to_json(Ready(package=laid.name, errand=errand)))
    (place / "ready.new").replace(place / READY)


def result_of(drop: Path, errand: str) -> Result | None:
    """Return what came of an errand; None while nothing is known of it."""
    try:
        plain = json.loads((drop / RESULT).read_text("utf8"))
        if plain["errand"] != errand:
            return None
        return Result(ok=plain["ok"] is True, sentence=str(plain["sentence"]),
                      doctor=tuple(str(one) for one in plain["doctor"]))  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
