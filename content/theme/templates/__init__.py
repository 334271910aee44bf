"""Jinja2 templates of kiosk and phone pages: autoescape always on, the words of the market at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups
from content.theme import words
from content.theme.pictograms import picture


@cache
def environment() -> Environment:
    """Return the one environment; a name a template does not get is a fault, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(words=words, marked=marked, picture=picture, trade_groups=trade_groups(),
                        townships=TOWNSHIPS)
    made.filters.update(place_name=lambda code: TOWNSHIPS.get(code, code))
    return made


def render(template: str, **values: object) -> str:
    """Return a template filled in."""
    return environment().get_template(template).render(**values)


def marked(text: str, sought: str) -> Markup:
    """Return the text with what was looked for marked."""
    place = text.find(sought) if sought else -1
    if place < 0:
        return escape(text)
    end = place + len(sought)
    return Markup("{}<mark>{}</mark>{}").format(text[:place], text[place:end], text[end:])
