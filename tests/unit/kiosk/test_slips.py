"""Slips say what the page says, and no more about a person than a mask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from content.model.codes import IdEntry, VerifyMethod
from content.model.published import MarketCard
from kiosk.registering import Draft, with_trade
from kiosk.slips import hours, job_receipt, job_slip, phone_page, phone_text, place, registration_receipt
from kiosk.visit import Person
from printer.receipt import Receipt
from tests.pages.kiosk_market import content_at

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
JOB = replace(content_at(NOW).jobs[0], title="仓库搬运工", number=1042, pay_min_fen=22000, pay_max_fen=22000,
              township_name="东流镇", address="东流镇江边 3 号", gathering="", starts_on=date(2026, 11, 23),
              ends_on=date(2026, 11, 25), hours="08:00—17:00")  # fmt: skip


def words_of(receipt: Receipt) -> str:
    return repr(receipt.elements)


def test_the_job_slip_says_job_pay_place_contact_and_source() -> None:
    said = words_of(job_receipt(JOB, MarketCard(), 94, NOW, "自助机 A1"))
    for part in ("仓库搬运工", "220元/", JOB.employer_name, "东流镇江边 3 号", JOB.contact_phone, "1042", "第94期",
                 JOB.source.label, "核实", "自助机 A1", "11月23日 09:30"):  # fmt: skip
        assert part in said, part


def test_a_job_checked_long_ago_asks_to_call_first_on_paper_too() -> None:
    """R110; by a day of the calendar, since paper is kept."""
    old = replace(JOB, verified_at=datetime(2026, 11, 8, 4, tzinfo=UTC), verified_how=VerifyMethod.PHONE)
    assert job_slip(old, MarketCard(), 94, NOW.date()).verified == "11月8日电话核实，去前先打电话问"
    fresh = replace(old, verified_at=datetime(2026, 11, 9, 4, tzinfo=UTC))
    assert job_slip(fresh, MarketCard(), 94, NOW.date()).verified == "11月9日电话核实"


def test_a_township_is_named_once() -> None:
    assert place(JOB) == "东流镇江边 3 号"
    assert place(replace(JOB, address="江边 3 号")) == "东流镇江边 3 号"


def test_days_and_hours_read_as_people_say_them() -> None:
    assert hours(JOB) == "11月23日到11月25日，08:00—17:00"
    assert hours(replace(JOB, ends_on=date(2026, 11, 23))) == "11月23日，08:00—17:00"
    assert hours(replace(JOB, starts_on=None, ends_on=None)) == "08:00—17:00"
    met = replace(JOB, gathering="7:30 市场门口", pick_up="7:40 发车", ask_for="工头老汪")
    slip = job_slip(met, MarketCard(), 94, date(2026, 11, 23))
    assert (slip.days, slip.hours) == ("11月23日到11月25日", "08:00—17:00")
    assert (slip.gathering, slip.ask_for) == ("7:30 市场门口，7:40 发车", "工头老汪")
    own = job_slip(replace(met, ask_for=met.contact_name), MarketCard(), 94, date(2026, 11, 23))
    assert own.ask_for == ""  # the contact stands on the slip already


def test_a_code_opens_the_phone_page_and_falls_back_to_words() -> None:
    nowhere, somewhere = MarketCard(), MarketCard(public_url="https://lg.example.cn/")
    paper = job_slip(JOB, nowhere, 94, date(2026, 11, 23)).qr
    assert paper is not None
    assert JOB.contact_phone in paper
    assert str(JOB.number) in paper
    assert phone_page(JOB, somewhere) == "https://lg.example.cn/job/1042"
    assert JOB.contact_phone in phone_text(JOB, nowhere)
    assert phone_text(JOB, somewhere) == "https://lg.example.cn/job/1042"


def test_the_registration_slip_names_nobody_and_holds_no_number_of_theirs() -> None:
    person = Person(name="李芳", id_number="341721197105080023", id_entry=IdEntry.HAND, sex="2", nation_code="",
                    birth=date(1971, 5, 8))  # fmt: skip
    draft = with_trade(Draft(key="k", code="0417", consented_at=NOW), "J01")
    said = words_of(registration_receipt(person, draft, "12-000417", MarketCard(), NOW, "自助机 A1"))
    for part in ("12-000417", "0417", "李*", "采茶"):
        assert part in said, part
    assert "李芳" not in said
    assert "341721197105080023" not in said
