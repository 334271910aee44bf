"""What fits somebody, why in words, and what came since they were last here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from content.model.codes import PayUnit, PayWish, Settlement, StartWish
from content.model.own_record import Wish
from content.rules.matching import matches
from tests.unit.content.edition.samples import public_job

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LAST_TIME = NOW - timedelta(days=2)
WISH = Wish(trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY, township_codes=("341721100",))
FITS = replace(public_job(1), trade_code="A11", township_code="341721100", township_name="尧渡镇",
               settlement=Settlement.DAY, pay_unit=PayUnit.DAY, starts_on=TODAY,
               published_at=NOW - timedelta(days=1))  # fmt: skip


def test_the_reasons_are_said_as_the_person_said_their_wishes() -> None:
    (one,) = matches((FITS,), WISH, LAST_TIME, TODAY)
    assert one.reasons == ("您想干装卸搬运", "在尧渡镇，您愿意去", "日结，合您的意", "今天就能上工")
    assert one.is_new


def test_another_trade_or_place_does_not_fit_and_no_place_named_means_anywhere() -> None:
    elsewhere = replace(FITS, township_code="341721108")
    assert matches((replace(FITS, trade_code="A12"), elsewhere), WISH, LAST_TIME, TODAY) == ()
    (one,) = matches((elsewhere,), replace(WISH, township_codes=()), LAST_TIME, TODAY)
    assert one.reasons == ("您想干装卸搬运", "日结，合您的意", "今天就能上工")


def test_pay_that_is_not_wished_for_is_no_reason_and_no_hindrance() -> None:
    monthly = replace(FITS, settlement=Settlement.MONTH, pay_unit=PayUnit.MONTH, starts_on=TODAY + timedelta(days=3))
    (one,) = matches((monthly,), WISH, LAST_TIME, TODAY)
    assert one.reasons == ("您想干装卸搬运", "在尧渡镇，您愿意去")
    by_piece = replace(WISH, pay_wishes=(PayWish.PIECE,))
    (one,) = matches((replace(monthly, pay_unit=PayUnit.ORDER),), by_piece, NOW, TODAY)
    assert one.reasons[-1] == "计件，合您的意"


def test_new_ones_come_first_then_those_with_most_reasons_then_the_newest() -> None:
    old = replace(FITS, id="old", published_at=LAST_TIME)
    poor = replace(FITS, id="poor", settlement=Settlement.MONTH)
    newest = replace(FITS, id="newest", published_at=NOW)
    found = matches((old, poor, FITS, newest), WISH, LAST_TIME, TODAY)
    assert [one.job.id for one in found] == ["newest", FITS.id, "poor", "old"]
    assert [one.is_new for one in found] == [True, True, True, False]


def test_who_wants_nothing_yet_gets_nothing() -> None:
    assert matches((FITS,), Wish(unsure=True), LAST_TIME, TODAY) == ()
