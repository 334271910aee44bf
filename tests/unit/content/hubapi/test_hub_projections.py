"""From a registration's body to the person and the ledger line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.hubapi.projections import (
    NotProjectable,
    is_known,
    person_index,
    project_registration,
    read_registration,
    slip_code_digest,
)
from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codec import to_json
from content.model.codes import Channel, IdEntry, PayWish, StartWish
from content.model.filings import FilingHeader, RegistrationBody
from content.privacy import ColumnCipher, KeyRing, blind_index

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai
HEADER = FilingHeader(id="filing-1", kind="registration", version=1, site_id="341721-01", terminal="terminal-1", seq=1,
                      occurred_at=NOON, clock_ok=True)  # fmt: skip


def body(id_number: str = "341721199003071234", **change: object) -> RegistrationBody:
    plain = RegistrationBody(
        number="12-000417", code="4821", name="欧阳小甲", id_number=id_number, id_entry=IdEntry.CARD, sex="2",
        nation_code="01", township_code="341721100", phone="13900001234", trades=("A11", "B02"),
        pay_wishes=(PayWish.DAY, PayWish.PIECE), start_wish=StartWish.TOMORROW, township_codes=("341721100",),
        consent_version="2026-11", consented_at=NOON, channel=Channel.KIOSK,
    )  # fmt: skip
    return replace(plain, **change)  # type: ignore[arg-type]


def test_personal_fields_become_ciphertext_mask_and_index() -> None:
    seeker = project_registration(HEADER, body(), NOON, None, KEYS).seeker
    cipher = ColumnCipher(key=KEYS.data)
    assert cipher.decrypt(seeker.id_number.ciphertext, "seeker", "id_number", seeker.id) == "341721199003071234"
    assert cipher.decrypt(seeker.name.ciphertext, "seeker", "name", seeker.id) == "欧阳小甲"
    assert seeker.phone is not None
    assert cipher.decrypt(seeker.phone.ciphertext, "seeker", "phone", seeker.id) == "13900001234"
    assert (seeker.name.mask, seeker.id_number.mask) == ("欧阳**", "3417**********1234")
    assert seeker.phone.mask == "139****1234"
    assert seeker.name.index is None
    assert seeker.id_number.index == blind_index(KEYS.index, "id1", "341721199003071234")
    assert seeker.phone.index == blind_index(KEYS.index, "tel1", "13900001234")
    assert (seeker.birth_year, seeker.sex, seeker.township_code) == (1990, "2", "341721100")


def test_a_known_person_keeps_their_id_and_a_new_one_takes_the_filings() -> None:
    assert project_registration(HEADER, body(), NOON, None, KEYS).seeker.id == "filing-1"
    known = project_registration(HEADER, body(), NOON, "person-7", KEYS)
    assert known.seeker.id == known.registration.seeker_id == "person-7"
    assert known.registration.id == "filing-1"


def test_the_ledger_line_says_what_was_filed() -> None:
    line = project_registration(HEADER, body(), NOON, None, KEYS).registration
    assert (line.number, line.terminal_id, line.occurred_at, line.clock_ok) == ("12-000417", "terminal-1", NOON, True)
    assert (line.trades, line.pay_wishes, line.start_wish) == (
        ("A11", "B02"), (PayWish.DAY, PayWish.PIECE), StartWish.TOMORROW)  # fmt: skip
    assert line.code_digest == slip_code_digest(KEYS, "12-000417", "4821")
    assert line.code_digest != slip_code_digest(KEYS, "12-000417", "4822")
    assert line.code_digest != slip_code_digest(KEYS, "12-000425", "4821")


def test_nobody_is_asked_for_a_phone() -> None:
    assert project_registration(HEADER, body(phone=""), NOON, None, KEYS).seeker.phone is None


@pytest.mark.parametrize(("born", "is_minor"), [
    ("20081122", False), ("20081123", False), ("20081124", True), ("20101123", True),
])  # fmt: skip
def test_a_person_is_a_minor_until_the_day_they_are_18(born: str, is_minor: bool) -> None:
    records = project_registration(HEADER, body(f"341721{born}1234"), NOON, None, KEYS)
    assert records.registration.is_minor is is_minor


def test_the_day_is_the_markets_and_not_utc() -> None:
    # 23:30 UTC on the 22nd is half past seven on the 23rd in Shanghai, the 18th birthday
    early = replace(HEADER, occurred_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert not project_registration(early, body("341721200811231234"), NOON, None, KEYS).registration.is_minor


def test_below_16_nothing_is_registered() -> None:
    with pytest.raises(NotProjectable, match="未满16周岁"):
        project_registration(HEADER, body("341721201011241234"), NOON, None, KEYS)


def test_a_clock_that_is_not_believed_decides_neither_age_nor_who_was_seen_last() -> None:
    wrong = replace(HEADER, clock_ok=False, occurred_at=NOON + timedelta(days=3650))
    records = project_registration(wrong, body("341721200811241234"), NOON, None, KEYS)
    assert records.registration.is_minor
    assert records.seeker.last_seen_at == NOON
    assert records.registration.occurred_at == wrong.occurred_at


@pytest.mark.parametrize("id_number", ["", "34172119901307123X", "341721900307123", "3417212099010112345",
                                       "341721209901011234", "三四一七二一199003071234"])  # fmt: skip
def test_an_id_number_without_a_date_of_birth_goes_to_staff(id_number: str) -> None:
    with pytest.raises(NotProjectable, match="窗口经办人") as refused:
        project_registration(HEADER, body(id_number), NOON, None, KEYS)
    assert not id_number or id_number not in str(refused.value)


def test_a_body_is_read_back_and_a_broken_one_does_not_leak_into_the_error() -> None:
    assert read_registration(to_json(body())) == body()
    broken = to_json(body()).replace(b'"start_wish":"tomorrow"', b'"start_wish":"341721199003071234"')
    with pytest.raises(NotProjectable) as refused:
        read_registration(broken)
    assert "341721199003071234" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_same_card_typed_with_a_small_x_is_the_same_person() -> None:
    assert person_index(body("34172119900307123x"), KEYS) == person_index(body("34172119900307123X"), KEYS)


def test_versions_1_and_2_of_a_registration_are_known() -> None:
    assert is_known("registration", 1)
    assert is_known("registration", 2)
    assert not is_known("registration", 3)
    assert is_known("plays", 1)
    assert not is_known("plays", 2)
    assert not is_known("of-next-year", 1)


# as a kiosk of the first release wrote it
VERSION_1 = (
    '{"number":"12-000417","code":"4821","name":"欧阳小甲","id_number":"341721199003071234","id_entry":"card","sex":"2",'
    '"nation_code":"01","township_code":"341721100","phone":"13900001234","trades":["A11","B02"],'
    '"pay_wishes":["day","piece"],"start_wish":"tomorrow","township_codes":["341721100"],"consent_version":"2026-11",'
    '"consented_at":"2026-11-23T04:00:00Z","channel":"kiosk","handled_by":""}'
)


def test_what_an_older_kiosk_filed_becomes_the_same_line_with_nothing_said_of_what_it_did_not_ask() -> None:
    read = read_registration(VERSION_1.encode())
    assert read == body()
    line = project_registration(HEADER, read, NOON, None, KEYS).registration
    assert (line.phone_of, line.helped, line.unsure) == (PhoneOf.OWN, False, False)
    assert (line.education, line.skills, line.certificates, line.seeker_groups) == (None, (), (), ())


def test_version_2_brings_its_choices_into_the_ledger_line() -> None:
    told = body(phone_of=PhoneOf.RELATIVE, helped=True, unsure=True, trades=(), education=Education.JUNIOR,
                skills=(Skill.COOKING,), certificates=(Certificate.HEALTH,),
                seeker_groups=(SeekerGroup.FISHER,))  # fmt: skip
    line = project_registration(HEADER, read_registration(to_json(told)), NOON, None, KEYS).registration
    assert (line.phone_of, line.helped, line.unsure, line.trades) == (PhoneOf.RELATIVE, True, True, ())
    assert (line.education, line.skills, line.certificates, line.seeker_groups) == (
        Education.JUNIOR, (Skill.COOKING,), (Certificate.HEALTH,), (SeekerGroup.FISHER,))  # fmt: skip


def test_an_electronic_id_is_marked() -> None:
    line = project_registration(HEADER, body(id_entry=IdEntry.ELECTRONIC), NOON, None, KEYS).registration
    assert line.id_entry is IdEntry.ELECTRONIC
