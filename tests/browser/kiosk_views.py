"""Every view of the kiosk and every step inside one, each with the way to it for a browser that is only touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from playwright.sync_api import Page

from content.clock import calendar_day
from kiosk.pages.frame import paths
from kiosk.reader.demo_cards import demo_cards
from tests.browser.kiosk_rig import KioskRig, Walker

Way = Callable[[Walker, KioskRig], None]

# addresses of the views that need something to show; all others are reached by their own path
WITH_PART: dict[str, Callable[[KioskRig], str]] = {
    "/job/{number}": lambda rig: f"/job/{rig.content.jobs[0].number}",
    "/policies/{id}": lambda rig: f"/policies/{rig.content.policies[0].id}",
    "/courses/{id}": lambda rig: f"/courses/{rig.content.courses[0].id}",
    "/fairs/{id}": lambda rig: f"/fairs/{rig.content.fairs[0].id}",
    "/rights/{id}": lambda rig: f"/rights/{rig.content.articles[0].id}",
    "/apply/{number}": lambda rig: f"/apply/{rig.content.jobs[0].number}",
    "/policies/{id}/check": lambda rig: f"/policies/{rig.content.policies[0].id}/check",
    "/courses/{id}/join": lambda rig: f"/courses/{rig.content.courses[0].id}/join",
    "/guides/{key}": lambda rig: "/guides/hardship",
    "/notices/{id}": lambda rig: f"/notices/{rig.content.notices[0].id}",
    "/notices/{id}/appeal": lambda rig: f"/notices/{rig.content.notices[0].id}/appeal",
    "/report/{number}": lambda rig: f"/report/{rig.content.jobs[0].number}",
}


def unknown_views() -> list[str]:
    """Return the views with a part in their path that nothing here leads to."""
    return [path for path in paths() if "{" in path and path not in WITH_PART]


def addresses(rig: KioskRig) -> Iterator[tuple[str, str]]:
    """Yield every view's path with an address that shows it; lists of choices count as views of their own."""
    for path in (*paths(), "/jobs?pick=sheet", "/policies?kind=insured"):
        yield path, WITH_PART[path](rig) if path in WITH_PART else path


def go(page: Page, address: str) -> None:
    """Show a view without a new page load."""
    if page.url.split("/kiosk", 1)[1] == address:
        return
    page.evaluate("document.querySelectorAll('.page').forEach((one) => { one.dataset.left = ''; })")
    page.evaluate("address => emitEvent('sub_pages_open', address)", address)
    page.wait_for_selector(".page:not([data-left])")


def _card(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=agree]")
    walker.page.wait_for_selector(".card-place")


def _wishes(walker: Walker, rig: KioskRig) -> None:
    rig.put_card(demo_cards(calendar_day(datetime.now(UTC)))[0])
    walker.page.wait_for_selector("[data-act=trade]")


def _when(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=trade] >> nth=0")
    walker.page.wait_for_selector("[data-act=trade].on")
    walker.tap("[data-act=next]")
    walker.page.wait_for_selector(".kb")


def _closed(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=take].shut")
    walker.page.wait_for_selector("[data-act=back]")


def _number(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=back]")
    walker.tap("[data-act=take]:not(.shut) >> nth=0")
    walker.page.wait_for_selector(".queue-ticket")


def _second_card(walker: Walker, rig: KioskRig) -> None:
    rig.put_card(demo_cards(calendar_day(datetime.now(UTC)))[1])
    walker.page.wait_for_selector(".ask-over.open [data-act=stay]")


def _abilities(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=stay]")
    walker.tap("[data-act=abilities]")
    walker.page.wait_for_selector(".abilities")


def _chosen(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".foot [data-act=back]")
    _when(walker, rig)


def _without_phone(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=phone-of][data-value=none]")
    walker.page.wait_for_selector("[data-act=submit]")


def _why(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=kind] >> nth=0")
    walker.page.wait_for_selector(".kb")


def _nameless(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".kb [data-key=go]")
    walker.tap(".kb [data-key=go]")
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector(".ticket .big")


def _where(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=trade] >> nth=0")
    walker.page.wait_for_selector("[data-act=trade].on")
    walker.tap("[data-act=whereto]")
    walker.page.wait_for_selector("[data-act=township]")


def _who(walker: Walker, rig: KioskRig) -> None:
    for act in ("pay", "township"):
        walker.tap(f"[data-act={act}] >> nth=0")
        walker.page.wait_for_selector(f"[data-act={act}].on")
    walker.tap("[data-act=who-next]")
    walker.page.wait_for_selector(".kb")


def _reason(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=face] >> nth=0")
    walker.page.wait_for_selector("[data-act=reason]")


def _aware(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=reason] >> nth=0")
    walker.page.wait_for_selector("[data-act=aware]")


def _item(walker: Walker, rig: KioskRig) -> None:
    walker.tap("[data-act=begin]")
    walker.page.wait_for_selector(".tested")


def _called(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".page [data-call] >> nth=0")
    walker.page.wait_for_selector(".call-over.open:has-text('联系不上中心')")


def _call_closed(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".call-over [data-act=close]")
    walker.page.wait_for_selector(".call-over:not(.open)", state="attached")


# what follows a view by touching it, in the order in which it is touched
STEPS: dict[str, tuple[tuple[str, Way], ...]] = {
    "/register": (("card", _card), ("wishes", _wishes), ("another card", _second_card), ("abilities", _abilities),
                  ("when", _chosen), ("without a phone", _without_phone)),
    "/report": (("what more", _why), ("filed", _nameless)),
    "/hiring": (("where", _where), ("who", _who)),
    "/satisfaction": (("reason", _reason), ("policies known", _aware)),
    "/test": (("item", _item),),
    "/queue": (("closed", _closed), ("called", _called), ("again", _call_closed), ("number", _number)),
}  # fmt: skip

# holds a state of the browser's own clock against its next beat, without waiting a minute for it
_HOLD = """([selector, name, value]) => {
  const held = document.querySelector(selector);
  const hold = () => { if (held.getAttribute(name) !== value) held.setAttribute(name, value); };
  hold();
  window.held?.disconnect();
  window.held = new MutationObserver(hold);
  window.held.observe(held, { attributes: true, attributeFilter: [name] });
}"""
_FREE = "() => { window.held?.disconnect(); delete document.documentElement.dataset.attract; }"


def _slide(number: int) -> Way:
    return lambda walker, rig: walker.page.evaluate(_HOLD, ["html", "data-attract", str(number)])


def _still_here(walker: Walker, rig: KioskRig) -> None:
    walker.page.evaluate(_FREE)
    walker.page.evaluate("document.querySelector('#still-here b').textContent = '20'")
    walker.page.evaluate(_HOLD, ["#still-here", "class", "ask-over open"])


def _card_left(walker: Walker, rig: KioskRig) -> None:
    walker.page.evaluate(_FREE)
    walker.open("/kiosk/register")
    _card(walker, rig)
    _wishes(walker, rig)
    walker.open("/kiosk/")
    walker.page.wait_for_selector(".card-left.open")


# what stands over everything, beginning on the first page
OVERLAYS: tuple[tuple[str, Way], ...] = (
    *((f"loop {number}", _slide(number)) for number in range(4)), ("我还在", _still_here), ("card left", _card_left),
)  # fmt: skip
