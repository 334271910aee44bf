"""换钥 of what people are found by: an old sheet confirms no guess any more, and everybody is found as before."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content.admin.questionnaires import firm_of_code
from content.clock import SetClock
from content.errors import StoreError
from content.hubapi.own_record import own_record
from content.hubapi.projections import slip_code_digest
from content.hubapi.projector import Projector
from content.hubapi.rekeying import rekey, standing
from content.model.codes import TerminalKind
from content.model.seekers import ConsentWithdrawal
from content.privacy import KeyRing, blind_index, code_digest
from content.rules.satisfaction import once_of, questionnaire_code
from content.store.database import Market
from content.store.driver import open_for_reading
from content.store.ledger_seals import LedgerSeals
from tests.unit.content.hubapi.guessing import confirmed
from tests.unit.content.hubapi.test_hub_own_records import filing, registration
from tests.unit.content.store.samples import COURSE, EMPLOYER, NOW
from tests.unit.content.store.test_course_sessions import session
from tests.unit.content.store.test_hall_answers import of_seeker
from tests.unit.content.store.test_hall_ledgers import asked

BASE, SECOND, THIRD = bytes(range(32)), bytes(range(100, 132)), bytes(range(50, 82))
OLD, ROTATED = KeyRing.from_root(BASE), KeyRing.from_root(BASE + SECOND)
NUMBERS = [f"34172119900101{place:04d}" for place in range(12)]
STRANGERS = [f"34172119900202{place:04d}" for place in range(12)]  # guesses of who was never here
GONE = NUMBERS[11]
SLIPS = {"12-000001": NUMBERS[0]}  # a slip somebody found, and whose it may be
COUNTED = """SELECT count(DISTINCT id_number_index), (SELECT count(*) FROM seeker JOIN consultation
    ON person_index = id_number_index) FROM seeker"""


def _index(number: str, keys: KeyRing = OLD) -> bytes:
    return blind_index(keys.index, "id1", number)


def _fill(tables: Any) -> None:
    tables.employers.save(EMPLOYER, None)
    tables.courses.save(COURSE, None)
    for place, number in enumerate(NUMBERS):
        tables.inbox.store(registration(place + 1, 0, id_number=number, name=f"样例{place}"), NOW)
        tables.consultations.add(asked(f"q-{place}", person_index=_index(number)))
        tables.seeker_answers.add(of_seeker(f"a-{place}", once=once_of(OLD.index, NOW.date(), number)))
    tables.course_sessions.add(session("s-1", attended=tuple(_index(number).hex() for number in NUMBERS[:10])))
    code = code_digest(OLD.index, "pairing code", "123456")
    tables.terminals.new_code(code, TerminalKind.KIOSK, NOW + timedelta(days=1))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people who registered, asked, answered and learned; one of them took their consent back."""
    folder = tmp_path_factory.mktemp("kept")
    market = Market.open(folder / "market.db", OLD, SetClock(NOW))
    market.write(_fill)
    Projector(market, OLD, SetClock(NOW)).project_pending()
    gone = ConsentWithdrawal(id="w-1", person_index=_index(GONE), withdrawn_at=NOW + timedelta(days=1))
    market.write(lambda tables: tables.own_records.withdraw(gone))
    market.close()
    return folder


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "hub")) / "market.db"


@pytest.fixture
def rotated(path: Path) -> Iterator[Market]:
    market = Market.open(path, ROTATED, SetClock(NOW))
    yield market
    market.close()


def _whole(market: Market, keys: KeyRing) -> bool:
    """Say whether everybody is found by their number, in every table, and seals and record hold."""
    with market.reading() as tables:
        found = [tables.seekers.by_index(_index(number, keys)) for number in NUMBERS[:11]]
        attended = tables.course_sessions.get("s-1").attended
        return (all(one is not None for one in found) and tables.seals.check().findings == ()
                and tables.audit.first_fault() is None
                and set(attended) == {_index(number, keys).hex() for number in NUMBERS[:10]}
                and tables._db.execute(COUNTED).fetchone()[1] == 11)  # fmt: skip


def test_an_old_sheet_confirms_guesses_before_and_none_after(path: Path) -> None:
    before = confirmed(path, OLD, NUMBERS + STRANGERS, SLIPS)
    assert set(before) >= set(NUMBERS[:11])  # the control: it did
    assert not set(before) & set(STRANGERS)
    said = " ".join(sorted(set().union(*before.values())))
    for way in ("seeker.id_number_index", "consultation.person_index", "session_attendance.person_index", "opened",
                "seeker_answer.once", "registration.code_digest slip code", "seal of a former row"):  # fmt: skip
        assert way in said
    market = Market.open(path, ROTATED, SetClock(NOW))
    rekey(market, ROTATED, NOW)
    market.close()
    assert confirmed(path, OLD, NUMBERS + STRANGERS, SLIPS) == {}
    # a sheet of before with another rotation's part is no better, and the hub's own still is
    assert confirmed(path, KeyRing.from_root(BASE + THIRD), NUMBERS, SLIPS) == {}
    assert set(confirmed(path, ROTATED, NUMBERS, SLIPS)) >= set(NUMBERS[:11])


def test_no_index_of_before_is_left_in_the_file_or_beside_it(path: Path) -> None:
    old = [_index(number) for number in NUMBERS]
    assert any(one in path.read_bytes() for one in old)  # the control
    market = Market.open(path, ROTATED, SetClock(NOW))
    lying = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())
    market.close()
    assert not any(one in lying or one.hex().encode() in lying for one in old)


def test_where_the_salts_stayed_an_old_sheet_would_still_confirm(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the seals: indexes laid anew, and what sealed the rows of before left to be tried out."""
    monkeypatch.setattr(LedgerSeals, "_destroy_salts", lambda *_: None)
    Market.open(path, ROTATED, SetClock(NOW)).close()
    assert "seal of a former row" in set().union(*confirmed(path, OLD, NUMBERS).values())


def test_everybody_is_found_and_counted_as_before(kept: Path, rotated: Market) -> None:
    market = Market.open(kept / "market.db", OLD, SetClock(NOW))
    with market.reading() as tables:
        before = tables._db.execute(COUNTED).fetchone()
        record = own_record(tables, _index(NUMBERS[3]))
    market.close()
    assert _whole(rotated, ROTATED)
    with rotated.reading() as tables:
        assert tables._db.execute(COUNTED).fetchone() == before
        assert own_record(tables, _index(NUMBERS[3], ROTATED)) == record
        assert tables.seekers.by_index(_index(NUMBERS[3])) is None
        digest = slip_code_digest(ROTATED, "12-000004", "4821")
        slips = tables._db.execute("SELECT count(*) FROM registration WHERE code_digest = ?", [digest]).fetchone()
        assert slips == (1,)
        # who was taken out stays nobody
        assert tables._db.execute("SELECT count(*) FROM consultation WHERE person_index LIKE 'nameless %'"
                                  ).fetchone()[0] == 1  # fmt: skip
    rotated.write(lambda tables: tables.terminals.take_code(code_digest(ROTATED.index, "pairing code", "123456"), NOW))
    with pytest.raises(StoreError, match="一个月只算一份"):  # the same person in the same month, under the new key
        once = once_of(ROTATED.index, NOW.date(), NUMBERS[2])
        rotated.write(lambda tables: tables.seeker_answers.add(of_seeker("late", once=once)))


def test_a_filing_that_was_sealed_anew_is_known_when_it_is_sent_again(rotated: Market) -> None:
    rekey(rotated, ROTATED, NOW)
    with rotated.reading() as tables:
        (before,) = tables._db.execute("SELECT sealed FROM inbox WHERE seq = 4").fetchone()
        assert (tables.rekeyed.sealed_to_former(), standing(tables).since) == (0, NOW)
    sent = registration(4, 0, id_number=NUMBERS[3], name="样例3")  # sealed once more: another body to look at
    assert rotated.write(lambda tables: tables.inbox.store(sent, NOW))  # kept apart, for a person to judge
    assert not rotated.write(lambda tables: tables.inbox.store(sent, NOW))
    rekey(rotated, ROTATED, NOW)
    assert not rotated.write(lambda tables: tables.inbox.store(sent, NOW))
    with rotated.reading() as tables:
        assert tables._db.execute("SELECT sealed FROM inbox WHERE seq = 4").fetchone() == (before,)
        assert tables.inbox.counts().stuck == 1


def test_a_courier_brings_again_what_was_sealed_anew_and_it_is_the_same(path: Path) -> None:
    market = Market.open(path, OLD, SetClock(NOW))
    late = registration(40, 1, id_number=NUMBERS[0])
    market.write(lambda tables: tables.inbox.store(late, NOW))
    market.close()
    market = Market.open(path, ROTATED, SetClock(NOW))
    rekey(market, ROTATED, NOW)
    assert not market.write(lambda tables: tables.inbox.store(late, NOW))
    Projector(market, ROTATED, SetClock(NOW)).project_pending()
    with market.reading() as tables:
        assert (tables.inbox.counts().stuck, tables.inbox.counts().pending) == (0, 0)
    other = filing(40, "registration", {"number": "x"}, 1)
    assert market.write(lambda tables: tables.inbox.store(other, NOW))  # the control: another body is no repetition
    market.close()


def _opening(path: Path) -> int:
    """Start a process that opens the file under the changed keys; return its id."""
    child = os.fork()
    if child == 0:
        try:
            Market.open(path, ROTATED, SetClock(NOW))
        finally:
            os._exit(0)
    return child


def _anew(kept: Path, path: Path) -> None:
    shutil.rmtree(path.parent)
    shutil.copytree(kept, path.parent)


def test_killed_at_twenty_points_all_of_it_lies_under_one_key(kept: Path, path: Path) -> None:
    begun = time.monotonic()
    os.waitpid(_opening(path), 0)
    whole_s = time.monotonic() - begun  # of this machine: the kills are spread over it
    _anew(kept, path)
    chance, killed = random.Random(8), 0
    for _ in range(20):
        child = _opening(path)
        time.sleep(chance.random() * whole_s)
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        state = _state(path)
        assert state in {(11, 0), (0, 11)}  # before or after, never between
        if state == (0, 11):  # done: once more from the beginning
            _anew(kept, path)
    assert killed >= 5
    market = Market.open(path, ROTATED, SetClock(NOW))
    assert _whole(market, ROTATED)
    market.close()


def _state(path: Path) -> tuple[int, int]:
    """Return how many people are found by the old key and by the new."""
    db = open_for_reading(path)
    there = {bytes(one) for (one,) in db.execute("SELECT id_number_index FROM seeker")}
    asked_ = {bytes(one) for (one,) in db.execute("SELECT person_index FROM consultation")}
    db.close()
    assert there >= asked_ - {one for one in asked_ if one.startswith(b"nameless ")}
    return tuple(sum(_index(number, keys) in there for number in NUMBERS[:11]) for keys in (OLD, ROTATED))  # type: ignore[return-value]


def test_a_second_change_needs_only_the_first_part_and_the_last(path: Path) -> None:
    twice = KeyRing.from_root(BASE + SECOND + THIRD)
    Market.open(path, ROTATED, SetClock(NOW)).close()
    Market.open(path, twice, SetClock(NOW)).close()
    after = KeyRing.from_root(BASE + THIRD)
    market = Market.open(path, after, SetClock(NOW))
    assert _whole(market, after)
    market.close()
    ways = set().union(*confirmed(path, ROTATED, NUMBERS).values())
    assert ways == {"opened"}  # what was encrypted between waits for `rekey`; no index of either change before is left


def test_a_key_the_file_does_not_lie_under_is_refused_with_a_sentence(path: Path) -> None:
    Market.open(path, ROTATED, SetClock(NOW)).close()
    for keys in (OLD, KeyRing.from_root(BASE + THIRD)):
        with pytest.raises(StoreError, match="不要用旧单"):
            Market.open(path, keys, SetClock(NOW))
    market = Market.open(path, ROTATED, SetClock(NOW))  # and nothing of it was touched
    assert _whole(market, ROTATED)
    market.close()


def test_a_questionnaire_printed_before_is_taken_after(rotated: Market) -> None:
    code = questionnaire_code(OLD.index, "firm-1", NOW.date())
    with rotated.reading() as tables:
        assert firm_of_code(tables, ROTATED, code, NOW.date()) == "firm-1"
        assert questionnaire_code(ROTATED.index, "firm-1", NOW.date()) != code
        assert firm_of_code(tables, KeyRing.from_root(bytes(32)), code, NOW.date()) == ""
