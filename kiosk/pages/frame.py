"""The one page load that holds all views: begins the visit, hands events on, ends the visit."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import Client, ui

from kiosk.attracting import loop
from kiosk.components.panel import Panel
from kiosk.pages import (
    answer,
    apply,
    basket,
    courses,
    fairs,
    find,
    guides,
    hiring,
    home,
    job,
    jobs,
    matters,
    mine,
    more,
    notices,
    number,
    policies,
    register,
    report,
    rights,
    satisfaction,
    self_test,
    service,
    staff,
    survey,
    ticket,
)
from kiosk.pages.alarm import AlarmOver
from kiosk.pages.calling import StaffCalling
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.visit import Arrival, arrival, person_from_card
from kiosk.working import Parts, notice

VIEWPORT = "width=device-width, initial-scale=1"  # two fingers are stopped by the style sheet and kiosk.js
_VIEWS = (home, find, jobs, job, number, basket, apply, register, mine, policies, courses, fairs, rights, report,
          hiring, answer, self_test, more, matters, satisfaction, survey, guides, service, notices, ticket,
          staff)  # fmt: skip


def add_pages(hall: Hall) -> None:
    """Add the page; `ui.sub_pages` swaps the views inside it without a page load."""

    @ui.page("/", title="零工市场", viewport=VIEWPORT)
    @ui.page("/{_:path}", title="零工市场", viewport=VIEWPORT)
    def kiosk() -> None:
        here = hall.visits.begin()
        routes: Routes = {}
        for view in _VIEWS:
            view.register(routes, hall, here)
        ask = _SecondCard(here)
        left = _CardLeft(hall)
        paused = _Paused(hall, here)
        calling = StaffCalling(hall, here)
        AlarmOver(hall, here)
        _listen(hall, here, ask)
        hall.reader_said.subscribe(lambda event: None if here.over else left.hear(event))
        hall.pause_changed.subscribe(paused.show)
        router = ui.context.client.sub_pages_router
        router.on_path_changed(lambda path: _leave(hall, here, path))
        router.on_path_changed(paused.show)
        router.on_path_changed(calling.moved)
        around = _Around(hall, here)
        router.on_path_changed(around.show)
        views = ui.sub_pages(routes, show_404=False)
        here.let_go, here.send_home = _letting_go(ui.context.client, views)
        here.tally.open(router.current_path, hall.clock.now())
        paused.show(router.current_path)
        calling.moved(router.current_path)
        around.show(router.current_path)


def _letting_go(client: Client, views: ui.sub_pages) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what empties the views, so that no object of them keeps what was typed, and what sends a browser home."""

    def let_go() -> None:
        if not views.is_deleted:
            views.clear()

    def send_home() -> None:
        if client.has_socket_connection:
            client.run_javascript("location.replace('/kiosk/')")

    return let_go, send_home


def paths() -> tuple[str, ...]:
    """Return the path of every view, as registered; what is measured and walked in tests is held against it."""
    routes: Routes = {}
    for view in _VIEWS:
        view.register(routes, None, None)  # hall and visit are asked for only when a view is shown
    return tuple(routes)


def _leave(hall: Hall, here: Here, path: str) -> None:
    """Let go of the view that is left; a card is awaited only while registering, or once its person is known."""
    here.touch()
    here.leave_page()
    if not here.over:
        here.tally.open(path, hall.clock.now())
    if hall.reader is not None and here.person is None and not path.startswith(("/register", "/apply", "/mine")):
        hall.reader.disarm()


def _listen(hall: Hall, here: Here, ask: _SecondCard) -> None:
    def hear_reader(event: ReaderEvent) -> None:
        if here.over:
            return
        if event.card is not None and event.period != here.card_period:
            return  # read for the visitor before, and only now out of the queue
        if event.card is None or not ask.question(event):
            here.on_reader(event)

    def unless_over(hear: Callable[[], Callable[..., object]]) -> Callable[..., object]:
        return lambda *args: None if here.over else hear()(*args)

    hall.edition_changed.subscribe(unless_over(lambda: here.on_edition), expect_args=False)
    hall.slip_said.subscribe(unless_over(lambda: here.on_slip), expect_args=True)
    hall.printer_said.subscribe(unless_over(lambda: here.on_printer), expect_args=False)
    hall.slip_said.subscribe(lambda event: here.tally.slip())
    hall.reader_said.subscribe(hear_reader)
    ui.on("used", lambda event: here.tally.use(*event.args[:2]) if isinstance(event.args, list) else None)
    ui.on("touched", here.touch)
    ui.on("visit_over", here.end)
    ui.context.client.on_delete(here.end)


class _Paused:
    """The notice over every view but the staff page while the kiosk is out of use.

    Whoever is in the middle of something finishes it first: the notice comes when they leave.
    """

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._path = ""
        self._panel = Panel(classes="asker")

    def show(self, path: str | None = None) -> None:
        """Show or take away the notice, for the view at `path` or the one before."""
        self._path = self._path if path is None else path
        kept_on = self._path.startswith("/staff") or not self._here.blank
        edition = self._hall.edition()
        self._panel.show("kiosk_paused.html", notice="" if kept_on else self._hall.staff.pausing.notice,
                         market=edition.market() if edition is not None else None)  # fmt: skip


class _Around:
    """What stands around every view: what is down and what still goes, and the loop for when nobody is here."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._path = ""
        self._works, self._loop = Panel(classes="around"), Panel(classes="attract")
        hall.reader_said.subscribe(lambda event: self._say())
        hall.printer_said.subscribe(lambda event: self._say())
        hall.edition_changed.subscribe(self._fill)
        ui.on("attract", self._begin)  # the loop comes up in the browser: what it shows may be hours old
        self._fill()

    def show(self, path: str) -> None:
        """Say what matters on the view at `path`."""
        self._path = path
        self._say()

    def _say(self) -> None:
        hall = self._hall
        parts = Parts(
            reader=hall.reader.state if hall.reader is not None else None,
            printer=hall.printing.printer_state() if hall.printing is not None else None,
            paired=hall.outbox() is not None, link=hall.link(),
        )  # fmt: skip
        if not self._here.over:
            self._works.show("kiosk_works.html", notice=notice(parts, self._path))

    def _fill(self) -> None:
        edition = self._hall.edition()
        shown = loop(edition, self._hall.clock.now()) if edition is not None and not self._here.over else None
        self._loop.show("kiosk_attract.html", loop=shown)

    def _begin(self) -> None:
        self._fill()
        self._say()
        self._here.on_edition()


class _CardLeft:
    """请取走身份证, over everything, while the card of a visit that is over lies on the reader; staff are told."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._panel = Panel(classes="asker")
        self._tell(hall.reader is not None and hall.reader.state is ReaderState.CARD_PRESENT)

    def hear(self, event: ReaderEvent) -> None:
        """Take the notice away as soon as the card is not known to lie there any more."""
        if self._hall.visits.card_left and event.state is not ReaderState.CARD_PRESENT:
            self._tell(False)

    def _tell(self, left: bool) -> None:
        changed, self._hall.visits.card_left = left != self._hall.visits.card_left, left
        self._panel.show("kiosk_card_left.html", left=left)
        if changed:
            self._hall.tell_hub()


class _SecondCard:
    """The question that comes up over any view when another person's card is put on."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._asked = 0
        self._panel = Panel(self._act, classes="asker")
        self._panel.show("kiosk_second.html", asking=0)

    def question(self, event: ReaderEvent) -> bool:
        """Ask if the card is another person's; True when the card is not for the view below."""
        person = person_from_card(event.card) if event.card is not None else None
        if person is None:
            return self._here.person is not None
        meaning = arrival(self._here.visit, person)
        if meaning is Arrival.SECOND:
            self._asked += 1
            self._panel.show("kiosk_second.html", asking=self._asked)
        return meaning is not Arrival.FIRST

    async def _act(self, name: str, value: str) -> None:
        self._panel.show("kiosk_second.html", asking=0)
        if name == "change":
            self._here.end()
            ui.run_javascript("location.replace('/kiosk/register')")
