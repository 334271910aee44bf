"""What a scene is, how long it stays, and the one place that turns a template into markup."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from content.theme import words

# A board is scanned for one's own trade, prose is read to the end: characters a second, shortest and longest stay.
# Readers in the hall are about 47 years old and left school after class nine or earlier (domain B6).
_SCAN = (12, 12, 18)
_READ = (6, 12, 30)
CODE_S = 13  # a phone needs 12 s to catch a QR code (signage reference), and the picture fades in


class Shape(StrEnum):
    """How the glass hangs; a page holds more rows when it is upright."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One full picture; `id` is a hash of its markup, so an unchanged picture keeps its id across editions."""

    id: str
    kind: str
    markup: str
    content_ids: tuple[str, ...]
    valid_until: datetime | None
    seconds: int


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    found = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    found.globals["words"] = words
    return found


def dwell(characters: int, scanned: bool) -> int:
    """Return the whole seconds a picture of so many characters stays."""
    rate, shortest, longest = _SCAN if scanned else _READ
    return min(max(-(-characters // rate), shortest), longest)


def breadth(text: str) -> float:
    """Return the breadth of a text in em: a hanzi is one, a Latin letter or digit a little over a half."""
    return sum(0.25 if character == " " else 0.58 if character.isascii() else 1.0 for character in text)


def trim(text: str, room: float) -> str:
    """Return the text, or as much of it as fills so many em with an ellipsis."""
    if breadth(text) <= room:
        return text
    kept = text
    while kept and breadth(kept) + 1 > room:
        kept = kept[:-1]
    return f"{kept}…"


def count_characters(markup: str) -> int:
    """Return how many characters of the markup a person reads; the drawing of a QR code is not text."""
    return len("".join(Markup(markup).striptags().split()))  # nosec B704 - for its text alone


def paint(
    kind: str,
    data: dict[str, object],
    *,
    content_ids: tuple[str, ...] = (),
    valid_until: datetime | None = None,
    scanned: bool = False,
    template: str = "",
    seconds: int = 0,
) -> Scene:
    """Render the template of the kind with escaped data and return the finished scene.

    `seconds` is for what is not read: a film, a picture.
    """
    markup = _templates().get_template(f"{template or kind}.html").render(**data)
    shortest = CODE_S if 'class="qr"' in markup else 0
    return Scene(
        id=hashlib.sha256(markup.encode()).hexdigest()[:16],
        kind=kind,
        markup=markup,
        content_ids=content_ids,
        valid_until=valid_until,
        seconds=seconds or max(dwell(count_characters(markup), scanned), shortest),
    )


def earliest(*ends: datetime | None) -> datetime | None:
    """Return the first of the ends; None is no end."""
    named = [end for end in ends if end is not None]
    return min(named) if named else None
