"""What the page 取号 offers at an hour, with and without the hub."""

from __future__ import annotations

from datetime import UTC, datetime

from content.clock import SHANGHAI
from content.model.published import MarketCard, PublicWindow
from content.model.tickets import QueueAnswer, QueueLine, TicketMatter
from kiosk.queueing import PICTURES, Offer, offers, opening_words, ticket_receipt
from printer.receipt import SlipKind, Text

WINDOWS = (
    PublicWindow(number=1, name="登记", matters=(TicketMatter.REGISTRATION,), hours="04:00-11:30",
                 weekdays=(1, 2, 3, 4, 5, 6, 7)),
    PublicWindow(number=2, name="综合", matters=(TicketMatter.POLICY, TicketMatter.DISPUTE), hours="08:30-12:00",
                 weekdays=(1, 2, 3, 4, 5)),
    PublicWindow(number=3, name="综合", matters=(TicketMatter.POLICY,), hours="14:00-17:30", weekdays=(1, 2, 3, 4, 5)),
)  # fmt: skip


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026 in the hall; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def said(now: datetime, answer: QueueAnswer | None = None) -> dict[str, tuple[bool, str]]:
    return {offer.matter.value: (offer.is_open, offer.said) for offer in offers(WINDOWS, answer, now)}


def test_every_matter_has_a_picture() -> None:
    assert set(PICTURES) == set(TicketMatter)


def test_at_half_past_four_the_closed_ones_say_when_they_open() -> None:
    assert said(wall(23, 4, 30)) == {"registration": (True, "可以取号"), "policy": (False, "今天 08:30 开"),
                                     "dispute": (False, "今天 08:30 开")}  # fmt: skip


def test_a_window_that_opens_again_in_the_afternoon_is_said_for_its_own_matters() -> None:
    noon = said(wall(23, 12, 30))
    assert noon["policy"] == (False, "今天 14:00 开")
    assert noon["dispute"] == (False, "明天 08:30 开")
    assert said(wall(27, 18))["dispute"] == (False, "11月30日 08:30 开")


def test_what_the_hub_says_goes_before_the_hours() -> None:
    answer = QueueAnswer(lines=(
        QueueLine(matter=TicketMatter.POLICY, waiting=3, is_open=True, windows=(2, 3)),
        QueueLine(matter=TicketMatter.REGISTRATION, waiting=0, is_open=False, windows=(1,)),
    ))  # fmt: skip
    told = said(wall(23, 4, 30), answer)
    assert told["policy"] == (True, "前面有 3 人")
    assert told["registration"][0] is False
    assert said(wall(23, 9), answer)["dispute"][0] is False, "a window that was taken away since the edition"


def test_no_window_is_never_said_to_open() -> None:
    assert opening_words((), wall(23, 9)) == ""


def _paper(waiting: int | None) -> tuple[SlipKind, list[str]]:
    offer = Offer(matter=TicketMatter.POLICY, is_open=True, waiting=waiting, windows=(2, 3), opens="")
    slip = ticket_receipt(offer, "B012", MarketCard(), wall(23, 9), "自助机 A1")
    return slip.kind, [part.text for part in slip.elements if isinstance(part, Text)]


def test_the_slip_has_number_window_and_who_is_before_and_says_so_when_nobody_could_be_asked() -> None:
    kind, words = _paper(3)
    assert kind is SlipKind.TICKET
    assert {"B012", "政策、补贴", "前面还有 3 人", "请到 2 号、3 号窗口"} <= set(words)
    assert "前面没有人，请留意叫号" in _paper(0)[1]
    away = _paper(None)[1]
    assert "等候人数现在查不到" in away
    assert not any("前面" in words for words in away)
