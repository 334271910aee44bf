"""Seekers, staff and terminals: found again, let in once, shut out when told; nothing personal in clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from content.errors import StoreError
from content.model.codes import Role, TerminalKind
from content.model.people import Staff, Terminal
from content.privacy import ColumnCipher, blind_index
from content.store.database import Market
from tests.unit.content.store.samples import DAY, EMPLOYER, KEYS, NOW, employer, registration, seeker

STAFF = Staff(id="staff-1", login="zhang", name="张经办", roles=(Role.EDITOR, Role.REVIEWER), enabled=True,
              pledged_on=date(2026, 1, 5))
KIOSK = Terminal(id="kiosk-1", kind=TerminalKind.KIOSK, name="一号机", prefix="01", paired_at=NOW)
HOUR = timedelta(hours=1)


def _open(stored: object, column: str, row_id: str) -> str:
    return ColumnCipher(key=KEYS.data).decrypt(stored.ciphertext, "seeker", column, row_id)


def test_a_person_is_found_by_id_number_and_phone_and_opens_with_the_key(market: Market) -> None:
    person = seeker(NOW)
    market.write(lambda tables: tables.seekers.put(person))
    with market.reading() as tables:
        found = tables.seekers.by_index(blind_index(KEYS.index, "id1", "341721199001010010"))
        assert tables.seekers.by_phone_index(blind_index(KEYS.index, "tel1", "13800001234")) == (person,)
        assert tables.seekers.by_index(blind_index(KEYS.index, "id1", "341721199001010011")) is None
    assert found == person
    assert _open(found.id_number, "id_number", found.id) == "341721199001010010"


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_person_is_the_same_whatever_filing_arrives_last(market: Market, order: tuple[int, ...]) -> None:
    seen = (
        seeker(NOW, name="张三", phone="13800000001", township_code="341721100"),
        seeker(NOW + HOUR, name="张三峰", phone="13800000002", township_code="341721101"),
        seeker(NOW + 2 * HOUR, name="张三丰", phone="", township_code="341721102"),
        seeker(NOW - HOUR, name="张山", phone="", township_code="341721103"),
    )
    for place in order:
        market.write(lambda tables, place=place: tables.seekers.put(seen[place]))
    with market.reading() as tables:
        kept = tables.seekers.get("person-1")
    assert kept is not None and kept.phone is not None
    assert _open(kept.name, "name", kept.id) == "张三丰"
    assert _open(kept.phone, "phone", kept.id) == "13800000002"  # the last one given
    assert kept.township_code == "341721102"
    assert (kept.first_seen_at, kept.last_seen_at) == (NOW - HOUR, NOW + 2 * HOUR)


def test_one_id_number_cannot_become_two_persons(market: Market) -> None:
    market.write(lambda tables: tables.seekers.put(seeker(NOW)))
    with pytest.raises(StoreError, match="已有档案"):
        market.write(lambda tables: tables.seekers.put(seeker(NOW, seeker_id="person-2")))


def test_a_registration_counts_once_and_the_ledger_shows_masks_newest_first(market: Market) -> None:
    first = registration()
    later = registration(id="filing-2", number="0100024", occurred_at=NOW + HOUR, is_minor=True)

    def file(tables: object) -> None:
        tables.seekers.put(seeker(NOW))
        for one in (first, later, first):
            tables.seekers.add_registration(one)

    market.write(file)
    with market.reading() as tables:
        rows, total = tables.seekers.registrations(limit=10)
        assert tables.seekers.registration("filing-1") == first
        assert tables.seekers.by_receipt("0100024") == (later,)
        assert len(tables.seekers.registrations(limit=1, offset=1)[0]) == 1
    assert total == 2
    assert [(row.number, row.is_minor, row.trades) for row in rows] == [
        ("0100024", True, ("A11", "C01")), ("0100017", False, ("A11", "C01")),
    ]  # fmt: skip
    assert (rows[0].name_mask, rows[0].id_mask, rows[0].phone_mask) == ("张*丰", "3417**********0010", "138****1234")


def test_a_registration_of_nobody_is_refused(market: Market) -> None:
    with pytest.raises(StoreError):
        market.write(lambda tables: tables.seekers.add_registration(registration()))


def test_no_personal_word_lies_in_clear_in_any_file(market: Market, tmp_path: Path) -> None:
    def write(tables: object) -> None:
        tables.employers.save(employer(contact_name="欧阳密语", contact_phone="13911112222"), None)
        tables.seekers.put(seeker(NOW, name="诸葛暗号", id_number="341721198807076543", phone="13755556666"))
        tables.seekers.add_registration(registration())

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    market.write(write)
    secrets = ("欧阳密语", "13911112222", "诸葛暗号", "341721198807076543", "13755556666", "19880707")
    for content in (on_disk(), (market.close(), on_disk())[1]):  # once in the WAL, once folded in
        assert EMPLOYER.name.encode() in content  # what may be read is there to be found
        assert [word for word in secrets if word.encode() in content] == []


def test_a_one_time_link_lets_in_once_in_time_and_only_the_newest(market: Market) -> None:
    market.write(lambda tables: tables.staff.add(STAFF))
    market.write(lambda tables: tables.staff.new_link("staff-1", b"old", NOW + HOUR))
    market.write(lambda tables: tables.staff.new_link("staff-1", b"new", NOW + HOUR))

    def take(digest: bytes, at: object = NOW) -> Staff | None:
        return market.write(lambda tables: tables.staff.take_link(digest, at))

    assert take(b"old") is None
    assert take(b"unknown") is None
    assert take(b"new", NOW + HOUR) is None
    assert take(b"new") == STAFF
    assert take(b"new") is None


def test_a_session_ends_by_time_by_leaving_and_with_the_account(market: Market) -> None:
    market.write(lambda tables: tables.staff.add(STAFF))
    for digest in (b"desk", b"phone"):
        market.write(lambda tables, digest=digest: tables.staff.open_session(digest, "staff-1", NOW, NOW + HOUR))

    def who(digest: bytes, at: object = NOW) -> Staff | None:
        with market.reading() as tables:
            return tables.staff.by_session(digest, at)

    assert who(b"desk") == STAFF
    assert who(b"guess") is None
    assert who(b"desk", NOW + HOUR) is None
    market.write(lambda tables: tables.staff.used_session(b"desk", NOW + HOUR / 2, NOW + 2 * HOUR))
    assert who(b"desk", NOW + HOUR) == STAFF
    with market.reading() as tables:
        assert [session.digest for session in tables.staff.sessions("staff-1")] == [b"desk", b"phone"]
    market.write(lambda tables: tables.staff.end_session(b"desk"))
    assert (who(b"desk"), who(b"phone")) == (None, STAFF)
    closed = Staff(id="staff-1", login="zhang", name="张经办", roles=(), enabled=False)
    market.write(lambda tables: tables.staff.change(closed))
    assert who(b"phone") is None
    with market.reading() as tables:
        assert tables.staff.sessions("staff-1") == ()
        assert tables.staff.all() == (closed,)


def test_a_closed_account_s_link_lets_nobody_in(market: Market) -> None:
    market.write(lambda tables: tables.staff.add(Staff(id="s", login="l", name="n", roles=(), enabled=False)))
    market.write(lambda tables: tables.staff.new_link("s", b"link", NOW + HOUR))
    assert market.write(lambda tables: tables.staff.take_link(b"link", NOW)) is None


def test_a_login_is_given_once(market: Market) -> None:
    market.write(lambda tables: tables.staff.add(STAFF))
    with pytest.raises(StoreError, match="zhang"):
        other = replace(STAFF, id="x", name="")
        market.write(lambda tables: tables.staff.add(other))
    with market.reading() as tables:
        assert tables.staff.by_login("zhang") == STAFF
        assert tables.staff.by_login("li") is None


def test_a_pairing_code_pairs_once_and_in_time(market: Market) -> None:
    for digest in (b"one", b"late"):
        market.write(lambda tables, digest=digest: tables.terminals.new_code(digest, TerminalKind.SCREEN, NOW + HOUR))

    def take(digest: bytes, at: object = NOW) -> TerminalKind | None:
        return market.write(lambda tables: tables.terminals.take_code(digest, at))

    assert take(b"late", NOW + HOUR) is None
    assert take(b"guess") is None
    assert take(b"one") is TerminalKind.SCREEN
    assert take(b"one") is None


def test_a_revoked_terminal_is_unknown_by_its_token_but_keeps_its_prefix(market: Market) -> None:
    market.write(lambda tables: tables.terminals.add(KIOSK, b"token"))
    market.write(lambda tables: tables.terminals.seen("kiosk-1", NOW + HOUR, 94, '{"paper":"ok"}'))
    with market.reading() as tables:
        found = tables.terminals.by_token(b"token")
        assert tables.terminals.by_token(b"other") is None
        assert tables.terminals.next_prefix() == "02"
    assert found is not None
    assert (found.last_seen_at, found.edition_order, found.report) == (NOW + HOUR, 94, '{"paper":"ok"}')
    market.write(lambda tables: tables.terminals.revoke("kiosk-1", NOW + DAY))
    market.write(lambda tables: tables.terminals.revoke("kiosk-1", NOW + 2 * DAY))
    with market.reading() as tables:
        assert tables.terminals.by_token(b"token") is None
        assert [terminal.revoked_at for terminal in tables.terminals.all()] == [NOW + DAY]
        assert tables.terminals.next_prefix() == "02"
