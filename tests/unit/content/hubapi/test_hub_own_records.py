"""更正 and 撤回同意 in the ledger: whatever the order of arrival and however often, the same state at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from content.clock import SetClock
from content.hubapi.own_record import own_record
from content.hubapi.projector import Projector
from content.link.envelope import close_envelope, open_envelope
from content.model.abilities import PhoneOf, Skill
from content.model.codec import to_json
from content.model.codes import Channel, IdEntry, PayWish, StartWish
from content.model.filings import (
    ApplicationBody,
    ConsentWithdrawalBody,
    CorrectionBody,
    Envelope,
    FilingHeader,
    RegistrationBody,
)
from content.model.own_record import OwnRecord
from content.privacy import ColumnCipher, KeyRing, blind_index
from content.store.database import Market
from content.store.tables import Tables

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NUMBER = "341721199003071234"  # no checksum: it belongs to nobody
NAME, PHONE, OTHER_PHONE = "欧阳小甲", "13900001234", "13855556666"
INDEX = blind_index(KEYS.index, "id1", NUMBER)


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOON + timedelta(days=30)))
    yield opened
    opened.close()


def filing(seq: int, kind: str, body: object, days: int, *, version: int = 1, clock_ok: bool = True) -> Envelope:
    header = FilingHeader(id=f"filing-{seq}", kind=kind, version=version, site_id="341721-01", terminal="kiosk-1",
                          seq=seq, occurred_at=NOON + timedelta(days=days), clock_ok=clock_ok)  # fmt: skip
    return close_envelope(header, to_json(body), KEYS.seal_public)


def registration(seq: int, days: int, **change: object) -> Envelope:
    facts: dict[str, object] = {
        "number": f"12-00{seq:04d}", "code": "4821", "name": NAME, "id_number": NUMBER, "id_entry": IdEntry.CARD,
        "sex": "2", "nation_code": "01", "township_code": "341721100", "phone": PHONE, "trades": ("A11",),
        "pay_wishes": (PayWish.DAY,), "start_wish": StartWish.TODAY, "township_codes": (), "consent_version": "2",
        "consented_at": NOON, "channel": Channel.KIOSK,
    }  # fmt: skip
    return filing(seq, "registration", RegistrationBody(**(facts | change)), days, version=2)  # type: ignore[arg-type]


def correction(seq: int, days: int, phone: str | None, phone_of: PhoneOf = PhoneOf.OWN) -> Envelope:
    body = CorrectionBody(
        id_number=NUMBER, registration_number="12-000001", phone=phone, phone_of=phone_of, trades=("J01",),
        pay_wishes=(PayWish.PIECE,), start_wish=StartWish.WEEK, township_codes=("341721102",), unsure=False,
        education=None, skills=(Skill.COOKING,), certificates=(), seeker_groups=(), consent_version="2",
    )  # fmt: skip
    return filing(seq, "correction", body, days)


def withdrawal(seq: int, days: int) -> Envelope:
    return filing(seq, "withdrawal_of_consent", ConsentWithdrawalBody(id_number=NUMBER), days)


def arrive(market: Market, *envelopes: Envelope) -> None:
    """Take filings in one after another, and project every one that was not emptied a second time."""
    projector = Projector(market, KEYS, SetClock(NOON + timedelta(days=30)))

    def once_more(tables: Tables, filing_id: str) -> None:
        held = tables.inbox.get(filing_id)
        if held is not None and held.sealed:
            tables.inbox.mark_stuck(filing_id, "")
            tables.inbox.retry(filing_id)

    for envelope in envelopes:
        market.write(lambda tables, one=envelope: tables.inbox.store(one, NOON + timedelta(days=30)))
        projector.project_pending()
    for envelope in envelopes:
        market.write(lambda tables, one=envelope: once_more(tables, one.header.id))
    projector.project_pending()
    with market.reading() as tables:
        assert tables.inbox.counts().stuck == 0
        assert tables.inbox.counts().projected == len(envelopes)


def record(market: Market) -> OwnRecord:
    with market.reading() as tables:
        return own_record(tables, INDEX)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_correction_counts_from_when_it_was_said(market: Market, order: tuple[int, ...]) -> None:
    said = (registration(1, 0), correction(2, 1, OTHER_PHONE),
            registration(3, -5, trades=("C01",), phone="13911112222"))  # fmt: skip
    arrive(market, *(said[place] for place in order))
    own = record(market)
    assert (own.found, own.name_mask, own.phone_mask) == (True, "欧阳**", "138****6666")
    assert (own.wish.trades, own.wish.start_wish, own.wish.skills) == (("J01",), StartWish.WEEK, (Skill.COOKING,))
    assert own.changed_at == NOON + timedelta(days=1)
    with market.reading() as tables:
        assert len(tables.seekers.registrations()[0]) == 2


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_phone_left_as_it_is_stays(market: Market, order: tuple[int, ...]) -> None:
    said = (registration(1, 0), correction(2, 1, None))
    arrive(market, *(said[place] for place in order))
    assert record(market).phone_mask == "139****1234"


def _known(market: Market) -> tuple[str, str, str]:
    """Return name, phone and township of the person as the ledger has them."""
    cipher = ColumnCipher(key=KEYS.data)
    with market.reading() as tables:
        person = tables.seekers.by_index(INDEX)
    assert person is not None and person.phone is not None
    return (cipher.decrypt(person.name.ciphertext, "seeker", "name", person.id),
            cipher.decrypt(person.phone.ciphertext, "seeker", "phone", person.id), person.township_code)  # fmt: skip


@pytest.mark.parametrize("entry", [IdEntry.HAND, IdEntry.ELECTRONIC])
@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_who_only_knows_a_number_puts_no_name_and_no_telephone_to_it(
    market: Market, order: tuple[int, ...], entry: IdEntry
) -> None:
    """The kiosk takes typed numbers of whoever has no card with them, and sees nobody."""
    forged = {"name": "冒名", "phone": "13911112222", "id_entry": entry, "township_code": "341721101"}
    said = (registration(1, 0), registration(2, 5, **forged))
    arrive(market, *(said[place] for place in order))
    assert _known(market) == (NAME, PHONE, "341721100")
    with market.reading() as tables:
        person, (lines, total) = tables.seekers.by_index(INDEX), tables.seekers.registrations()
    assert person is not None and person.last_seen_at == NOON + timedelta(days=5)
    assert (total, {line.id_entry for line in lines}) == (2, {IdEntry.CARD, entry})  # the line stands, as what it is


@pytest.mark.parametrize("change", [{"channel": Channel.WINDOW, "handled_by": "李经办"}, {"id_entry": IdEntry.CARD}])
def test_a_card_or_somebody_of_the_market_does_change_them(market: Market, change: dict[str, object]) -> None:
    """A control: what was proven later counts, and so does what nobody has proven while nothing is."""
    said = {"name": "欧阳小乙", "phone": "13911112222", "township_code": "341721101", "id_entry": IdEntry.HAND}
    arrive(market, registration(1, 0), registration(2, 5, **(said | change)))
    assert _known(market) == ("欧阳小乙", "13911112222", "341721101")


def test_typed_by_hand_and_never_proven_the_last_one_counts(market: Market) -> None:
    hand = {"id_entry": IdEntry.HAND}
    arrive(market, registration(1, 0, **hand), registration(2, 5, phone="13911112222", **hand))
    assert _known(market) == (NAME, "13911112222", "341721100")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_phone_taken_away_is_gone(market: Market, order: tuple[int, ...]) -> None:
    said = (registration(1, 0), correction(2, 1, OTHER_PHONE), correction(3, 2, "", PhoneOf.NONE))
    arrive(market, *(said[place] for place in order))
    assert record(market).phone_mask == ""


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_said_before_a_withdrawal_loses_its_person(market: Market, order: tuple[int, ...]) -> None:
    said = (registration(1, 0), correction(2, 1, OTHER_PHONE), withdrawal(3, 2))
    arrive(market, *(said[place] for place in order))
    assert record(market) == OwnRecord(found=False)
    with market.reading() as tables:
        (line,), total = tables.seekers.registrations()
        assert (total, line.number, line.trades) == (1, "12-000001", ("A11",))
        assert (line.name_mask, line.id_mask, line.phone_mask, line.township_code) == ("已删除", "", "", "")
        assert tables.seekers.by_index(INDEX) is None
        assert tables.own_records.corrections(INDEX) == ()
        for place in (1, 2, 3):
            kept = tables.inbox.get(f"filing-{place}")
            assert kept is not None
            assert kept.sealed == ""


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_comes_again_after_a_withdrawal_is_a_new_person(market: Market, order: tuple[int, ...]) -> None:
    said = (registration(1, 0), withdrawal(2, 2), registration(3, 9, trades=("C01",)))
    arrive(market, *(said[place] for place in order))
    own = record(market)
    assert (own.found, own.wish.trades, own.phone_mask) == (True, ("C01",), "139****1234")
    with market.reading() as tables:
        lines, _ = tables.seekers.registrations()
        assert {line.number: line.name_mask for line in lines} == {"12-000001": "已删除", "12-000003": "欧阳**"}
        seeker = tables.seekers.by_index(INDEX)
        assert seeker is not None
        assert seeker.first_seen_at == NOON + timedelta(days=9)


def test_without_a_withdrawal_nothing_is_emptied(market: Market) -> None:
    arrive(market, registration(1, 0), correction(2, 1, OTHER_PHONE))
    with market.reading() as tables:
        kept = tables.inbox.get("filing-1")
        assert kept is not None
        assert kept.sealed


def test_an_emptied_filing_that_is_sent_again_stays_empty_and_is_no_conflict(market: Market) -> None:
    first = registration(1, 0)
    arrive(market, first, withdrawal(2, 2))
    market.write(lambda tables: tables.inbox.store(first, NOON))
    with market.reading() as tables:
        assert tables.inbox.counts().stuck == 0


def test_a_withdrawal_of_somebody_unknown_changes_nobody_else(market: Market) -> None:
    arrive(market, registration(1, 0), registration(2, 0, id_number="341721198001011234", name="王五"),
           withdrawal(3, 2))  # fmt: skip
    with market.reading() as tables:
        lines, _ = tables.seekers.registrations()
    assert sorted(line.name_mask for line in lines) == ["已删除", "王*"]


def application(seq: int, days: int) -> Envelope:
    body = ApplicationBody(
        number=f"12-00{seq:04d}", code="4821", job_id="job-1", job_number=7, employer_name="某某物流", name=NAME,
        id_number=NUMBER, phone=PHONE, consent_version="1", consented_at=NOON,
    )  # fmt: skip
    return filing(seq, "application", body, days)


def test_a_person_sees_their_applications_even_without_a_registration(market: Market) -> None:
    arrive(market, application(1, 0))
    own = record(market)
    assert own.found is False
    ((one),) = own.applications
    assert (one.number, one.employer_name, one.state) == ("12-000001", "某某物流", "已提交")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_withdrawal_of_consent_empties_applications_too(market: Market, order: tuple[int, ...]) -> None:
    said = (application(1, 0), withdrawal(2, 2), application(3, 5))
    arrive(market, *(said[place] for place in order))
    assert [one.number for one in record(market).applications] == ["12-000003"]
    with market.reading() as tables:
        lines, _ = tables.applications.page()
        assert {line.number: (line.name_mask, line.phone_mask, line.standing) for line in lines} == {
            "12-000001": ("已删除", "", "已撤回"), "12-000003": ("欧阳**", "139****1234", "已提交")}  # fmt: skip
        kept = tables.inbox.get("filing-1")
        assert kept is not None
        assert kept.sealed == ""


def _other(seq: int, filing_id: str, days: int, id_number: str, **change: object) -> Envelope:
    made = registration(seq, days, id_number=id_number, **change)
    body = open_envelope(made, KEYS.seal)
    return close_envelope(replace(made.header, id=filing_id), body, KEYS.seal_public)


def test_a_withdrawal_reaches_what_no_ledger_took(market: Market) -> None:
    """A terminal put back to an old state numbers anew, so a whole registration lies aside; its person is there too."""
    stranger = "341721199003075678"
    aside = (_other(1, "again-1", 0, NUMBER), _other(1, "again-2", 0, stranger), _other(1, "again-3", 9, NUMBER))
    unreadable = filing(2, "registration", {"id_number": NUMBER, "name": NAME}, 0)
    later = filing(3, "future_kind", {"id_number": NUMBER, "name": NAME}, 0)
    for envelope in (registration(1, 0), *aside, unreadable, later):
        market.write(lambda tables, one=envelope: tables.inbox.store(one, NOON))
    projector = Projector(market, KEYS, SetClock(NOON + timedelta(days=30)))
    projector.project_pending()
    with market.reading() as tables:
        assert {one.header.id for one in tables.inbox.set_aside()} == {
            "again-1", "again-2", "again-3", unreadable.header.id, later.header.id}  # fmt: skip
    market.write(lambda tables: tables.inbox.store(withdrawal(4, 2), NOON))
    projector.project_pending()
    with market.reading() as tables:
        # another person's stays, and so does what this one said after taking it back
        assert {one.header.id for one in tables.inbox.set_aside()} == {"again-2", "again-3"}
        assert {one.envelope.header.id for one in tables.inbox.stuck()} == {"again-2", "again-3"}
        assert tables.inbox.counts().waiting == 0
