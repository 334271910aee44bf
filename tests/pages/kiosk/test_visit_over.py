"""What the process still holds of a visit that is over, and the card that was forgotten."""

from __future__ import annotations

import gc
from datetime import timedelta

from content.hubapi.usage_projection import project_usage, read_usage
from content.link.envelope import open_envelope
from kiosk.app import file_usage
from kiosk.registering import Draft
from kiosk.visit import Person
from tests.pages.kiosk.world import World, card
from tests.pages.kiosk_market import KEYS


def persons() -> list[Person]:
    """Return every person the process knows."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Person)]


async def test_the_process_holds_no_person_once_the_next_page_is_loaded(world: World) -> None:
    of_other_tests = {id(one): one for one in persons()}  # kept alive, so that no id is given out twice

    def held() -> list[str]:
        return [one.shown_name for one in persons() if id(one) not in of_other_tests]

    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    world.reader.put(card("man_52"))
    await visitor.sees("想干什么活")
    assert "汪*生" in held()
    world.reader.remove()
    following = await world.walk_in("/")
    await following.sees("刷身份证")
    assert held() == []


def in_views(holding: str) -> list[str]:
    """Return the kinds of objects of the kiosk's pages that hold a text."""
    gc.collect()
    ours = [one for one in gc.get_objects() if str(type(one).__module__).startswith("kiosk.")]
    return [type(one).__name__ for one in ours if holding in repr(getattr(one, "__dict__", ""))]


async def test_no_draft_and_no_typed_phone_outlives_its_visit(world: World) -> None:
    before = {id(one): one for one in gc.get_objects() if isinstance(one, Draft)}

    def drafts() -> int:
        gc.collect()
        return sum(isinstance(one, Draft) and id(one) not in before for one in gc.get_objects())

    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    world.reader.put(card("man_52"))
    await visitor.touch_once_there("unsure")
    await visitor.touch("next")
    await visitor.writes(phone="1991274")  # too short: it stays on the page to be mended
    assert drafts() > 0
    assert "Wishes" in in_views("1991274")
    world.reader.remove()
    following = await world.walk_in("/")  # the browser of the one before is not gone yet
    await following.sees("刷身份证")
    assert drafts() == 0
    assert in_views("1991274") == []


async def test_a_card_left_by_the_one_before_covers_the_next_page_until_it_is_taken(world: World) -> None:
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    world.reader.put(card("man_52"))
    await visitor.sees("想干什么活")
    assert not world.hall.visits.card_left
    following = await world.walk_in("/")
    await following.sees("请取走身份证")
    assert world.hall.visits.card_left
    world.reader.remove()
    await following.until(lambda: "请取走身份证" not in following.page(), "end of the notice")
    assert not world.hall.visits.card_left


async def test_an_hour_of_visits_is_filed_as_counts_that_the_hub_reads(world: World) -> None:
    visitor = await world.walk_in("/")
    await visitor.go("/register")
    await visitor.sees("先跟您说清楚")
    await visitor.go("/policies")
    await world.walk_in("/")  # the next visit ends the one before
    world.clock.at += timedelta(hours=1)
    file_usage(world.hall)
    file_usage(world.hall)
    assert world.outbox is not None
    (envelope,) = world.outbox.after(0, limit=9, max_bytes=1_000_000)
    assert (envelope.header.kind, envelope.header.version) == ("usage", 1)
    use = project_usage(read_usage(open_envelope(envelope, KEYS.seal)))
    assert {one.task: (one.started, one.finished) for one in use.tasks} == {"register": (1, 0), "policies": (1, 0)}
