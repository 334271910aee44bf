"""The one page load that holds all views: begins the visit, hands events on, ends the visit."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from kiosk.components.panel import Panel
from kiosk.pages import courses, fairs, find, home, job, jobs, policies, register, rights, staff
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.reader.base import ReaderEvent
from kiosk.visit import Arrival, arrival, person_from_card

VIEWPORT = "width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no"
_VIEWS = (home, find, jobs, job, register, policies, courses, fairs, rights, staff)


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
        paused = _Paused(hall, here)
        _listen(hall, here, ask)
        hall.pause_changed.subscribe(paused.show)
        router = ui.context.client.sub_pages_router
        router.on_path_changed(lambda path: _leave(hall, here, path))
        router.on_path_changed(paused.show)
        ui.sub_pages(routes, show_404=False)
        paused.show(router.current_path)


def _leave(hall: Hall, here: Here, path: str) -> None:
    """Let go of the view that is left; a card is awaited only while registering, or once its person is known."""
    here.touch()
    here.leave_page()
    if hall.reader is not None and here.person is None and not path.startswith("/register"):
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
    hall.reader_said.subscribe(hear_reader)
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
        notice = self._hall.staff.pausing.notice
        kept_on = self._path.startswith("/staff") or not self._here.blank
        edition = self._hall.edition()
        self._panel.show("kiosk_paused.html", notice="" if kept_on else notice,
                         market=edition.market() if edition is not None else None)  # fmt: skip


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
