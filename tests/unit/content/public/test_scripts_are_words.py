"""T27: a program in any text field of an edition is words on the phone pages and on the screen, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment

from content.model.published import EditionContent
from content.public.export import site_files
from signage.live import read
from signage.scenes.scene import Shape
from signage.schedule import draw_up, scenes_of
from tests.fixtures.scripts import PAYLOADS, active, poisoned
from tests.pages.kiosk_market import content_at
from tests.unit.content.edition.samples import NOW, opened

KINDS = ("jobs", "policies", "courses", "fairs", "articles", "notices")
OWN_HEAD = {"utf-8", "viewport"}


def _own(tag: str, named: dict[str, str]) -> bool:
    """Return whether a tag is of the phone pages' own head."""
    if tag == "meta":
        return "http-equiv" not in named
    return tag == "style" or (tag == "link" and named == {"rel": "icon", "href": "data:,"})


@cache
def everywhere(most: int = len(PAYLOADS)) -> EditionContent:
    """Return an edition with one payload in all text fields of a record, and as many records as there are payloads."""
    held = content_at(NOW)
    grown: dict[str, tuple[object, ...]] = {}
    for kind in KINDS:
        samples = getattr(held, kind)
        assert samples, kind
        grown[kind] = tuple(
            poisoned(replace(samples[place % len(samples)], id=f"x-{kind}-{place}"), payload)
            if kind != "jobs" else poisoned(replace(samples[place % len(samples)], number=9000 + place,
                                                    id=f"x-{kind}-{place}"), payload)
            for place, payload in enumerate(PAYLOADS[:most])
        )  # fmt: skip
    return replace(held, market=poisoned(held.market, PAYLOADS[7]), **grown)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("edition")


def test_there_are_sixty_and_each_is_something_else() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_no_phone_page_has_anything_that_acts(folder: Path) -> None:
    pages = {name: body.decode() for name, body in site_files(opened(folder, everywhere())) if name.endswith(".html")}
    assert len(pages) > 250
    assert {name: found for name, page in pages.items() if (found := active(page, _own))} == {}
    # and the words are really there
    assert sum("__pwn" in page for page in pages.values()) > 250


@pytest.mark.parametrize("shape", list(Shape))
def test_no_scene_of_the_screen_has_anything_that_acts(tmp_path: Path, shape: Shape) -> None:
    timeline = draw_up(read(opened(tmp_path, everywhere()), NOW), NOW, shape)
    scenes = [scene.markup for scene in scenes_of(timeline).values()]
    assert len(scenes) > 20
    assert [found for markup in scenes if (found := active(markup))] == []
    assert sum("__pwn" in markup for markup in scenes) > 20


def test_a_template_that_does_not_escape_is_caught() -> None:
    caught = 0
    for payload in PAYLOADS:
        careless = Environment(autoescape=False).from_string("<p>{{ words }}</p><a href='{{ words }}'>x</a>")
        careful = Environment(autoescape=True).from_string("<p>{{ words }}</p>")
        caught += bool(active(careless.render(words=payload)))
        assert active(careful.render(words=payload)) == []
    assert caught > 45
