"""换钥: everything lies under the new key in the end, wherever it was killed; nothing then needs the old one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content.backup.sheet import root_from, sheet_text
from content.clock import SetClock
from content.errors import ContentError, SealError
from content.hubapi.projector import Projector
from content.hubapi.rekeying import KEPT_FOR, note_begun, rekey, reseal, standing
from content.link.outbox import Outbox
from content.link.pairing import Paired
from content.model.attachments import Attachment, AttachmentRole
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.privacy import ColumnCipher, KeyRing, blind_index, seal, unseal_any
from content.root_key import add_part, drop_former_parts, root_key
from content.store.database import Market
from content.store.seal_check import check_ledgers
from tests.unit.content.hubapi.test_hub_cases import DISPUTE
from tests.unit.content.store.samples import EMPLOYER, KEYS, NOW, registration, seeker
from tests.unit.content.store.test_hall_ledgers import asked, step
from tests.unit.content.store.test_help_facts import _referral

OLD_ROOT, NEW_PART = bytes(range(32)), bytes(range(100, 132))
ROTATED = KeyRing.from_root(OLD_ROOT + NEW_PART)
# whoever has the new part alone: what still opens with it needs nothing of the old data key
NEW_ALONE = ColumnCipher(key=bytes(ROTATED.data))
OLD_ALONE = ColumnCipher(key=bytes(KEYS.data))
PAPER = Attachment(id="paper-1", subject="placement", subject_id="p-1", role=AttachmentRole.EVIDENCE, mime="image/png",
                   size=5, sha256="", added_at=NOW, added_by="staff-1")  # fmt: skip
PEOPLE = 40


def _fill(tables: Any) -> None:
    tables.employers.save(EMPLOYER, None)
    for number in range(PEOPLE):
        key = f"person-{number}"
        one = seeker(NOW, seeker_id=key, name=f"样例{number}", id_number=f"34172119900101{number:04d}",
                     phone=f"1380000{number:04d}")  # fmt: skip
        tables.seekers.put(one)
        tables.seekers.add_registration(registration(id=f"line-{number}", seeker_id=key, number=f"01{number:05d}"))
        tables.consultations.add(asked(f"q-{number}", question=f"问题 {number}"))
        tables.consultations.add_step(step(f"q-{number}", words=f"答复 {number}"))
    first = _referral(1, b"p" * 32, date(2026, 11, 2))
    # the name of a file is bound to its root, whatever entry carries it
    named = replace(first.name, ciphertext=OLD_ALONE.encrypt("李样例", "referral", "name", first.root), mask="李*例")
    tables.referrals.add(replace(first, name=named))
    later = replace(first, name=named, id="e-9", corrects=first.id, reason="改日子", day=date(2026, 11, 3))
    tables.referrals.add(later)
    tables.drafts.keep("staff-1", "job", "new", {"contact": "王样例"}, NOW)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    market = Market.open(folder / "market.db", KEYS, SetClock(NOW))
    market.write(_fill)
    sha256 = market.attachment_files.put("paper-1", b"paper")
    market.write(lambda tables: tables.attachments.add(replace(PAPER, sha256=sha256)))
    market.close()
    return folder


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "hub"))


@pytest.fixture
def rotated(data: Path) -> Iterator[Market]:
    market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
    yield market
    market.close()


def _sums(market: Market) -> tuple[int, bool]:
    with market.reading() as tables:
        return tables.rekeyed.left(), check_ledgers(tables._db, ROTATED.audit).findings == ()


def _told(market: Market) -> list[object]:
    """Return what the program reads of everything, in the clear."""
    cipher = ColumnCipher(key=ROTATED.data)
    with market.reading() as tables:
        rows = tables._db.execute("SELECT id, name, id_number, phone FROM seeker ORDER BY id").fetchall()
        people = [tuple(cipher.decrypt(value, "seeker", column, key)
                        for column, value in zip(("name", "id_number", "phone"), values, strict=True))
                  for key, *values in rows]  # fmt: skip
        asked_ = [tables.consultations.get(f"q-{number}").question for number in range(PEOPLE)]
        entry = tables.referrals.get("e-0001")
        firm = tables.employers.get("firm-1")
        draft = tables.drafts.get("staff-1", "job", "new")
        return [people, asked_, tables.referrals.open(entry, "name"), firm.contact_name, draft,
                market.attachment_files.read(tables.attachments.get("paper-1"))]  # fmt: skip


def test_everything_lies_under_the_new_key_and_reads_as_before(rotated: Market) -> None:
    before = _told(rotated)
    assert _sums(rotated)[0] > PEOPLE * 5
    renewed = rekey(rotated, ROTATED, NOW)
    assert renewed > PEOPLE * 5
    assert _sums(rotated) == (0, True)
    assert _told(rotated) == before
    with rotated.reading() as tables:
        (stored,) = tables._db.execute("SELECT id_number FROM seeker WHERE id = 'person-7'").fetchone()
        assert tables.audit.first_fault() is None
    assert NEW_ALONE.decrypt(stored, "seeker", "id_number", "person-7") == "341721199001010007"
    with pytest.raises(SealError):  # the control: the old key opens nothing of it any more
        OLD_ALONE.decrypt(stored, "seeker", "id_number", "person-7")
    assert rekey(rotated, ROTATED, NOW) == 0


def test_the_old_keys_bytes_are_not_in_the_file_any_more(data: Path) -> None:
    market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
    with market.reading() as tables:
        (old,) = tables._db.execute("SELECT id_number FROM seeker WHERE id = 'person-7'").fetchone()
    rekey(market, ROTATED, NOW)
    market.close()
    assert old not in (data / "market.db").read_bytes()


def test_what_is_written_meanwhile_is_under_the_new_key_and_nobody_waits_long(rotated: Market) -> None:
    late = seeker(NOW, seeker_id="late", name="后来的", id_number="341721199102020020")
    rotated.write(lambda tables: tables.seekers.put(late))  # by a program that still had the old key
    rekey(rotated, ROTATED, NOW)
    rotated.write(lambda tables: tables.drafts.keep("staff-2", "job", "new", {"a": "b"}, NOW))
    assert _sums(rotated) == (0, True)


def test_killed_at_twenty_points_it_goes_on_where_it_was(data: Path) -> None:
    chance, killed = random.Random(8), 0
    for point in range(20):
        child = os.fork()
        if child == 0:
            try:
                market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
                (data / "opened").touch()
                rekey(market, ROTATED, NOW)
            finally:
                os._exit(0)
        while not (data / "opened").exists():
            time.sleep(0.002)
        time.sleep(chance.random() * 0.12)
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        (data / "opened").unlink()
        if point % 5 == 4:
            market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
            assert _sums(market)[1]
            assert len(_told(market)[0]) == PEOPLE  # type: ignore[arg-type]
            market.close()
    assert killed >= 5
    market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
    rekey(market, ROTATED, NOW)
    assert _sums(market) == (0, True)
    assert market.attachment_files.is_former(_paper(market)) is False
    market.close()


def _paper(market: Market) -> Attachment:
    with market.reading() as tables:
        return next(iter(tables.attachments.standing()))


def test_a_value_that_will_not_open_is_left_as_it_is_and_its_key_is_not_retired(rotated: Market) -> None:
    broken = OLD_ALONE.encrypt("x", "seeker", "phone", "somebody else")
    rotated.write(lambda tables: tables._db.execute("UPDATE seeker SET phone = ? WHERE id = 'person-3'", [broken]))
    rekey(rotated, ROTATED, NOW)
    with rotated.reading() as tables:
        found = standing(tables)
    assert (found.left, found.since) == (1, None)
    assert "还有 1 处" in found.why_not_retire(NOW + timedelta(days=400))


def test_the_old_key_goes_when_nothing_and_no_copy_needs_it(rotated: Market) -> None:
    rotated.write(lambda tables: note_begun(tables, NOW))
    rekey(rotated, ROTATED, NOW)
    with rotated.reading() as tables:
        found = standing(tables)
    assert "旧备份" in found.why_not_retire(NOW + KEPT_FOR - timedelta(seconds=1))
    assert found.why_not_retire(NOW + KEPT_FOR) == ""
    away = Terminal(id="t-9", kind=TerminalKind.KIOSK, name="东门", prefix="19", paired_at=NOW - timedelta(days=9))
    rotated.write(lambda tables: tables.terminals.add(away, b"t" * 32))
    with rotated.reading() as tables:
        assert "1 台终端" in standing(tables).why_not_retire(NOW + KEPT_FOR)
    rotated.write(lambda tables: tables.terminals.seen("t-9", NOW + timedelta(days=1), None, "{}"))
    with rotated.reading() as tables:
        assert standing(tables).why_not_retire(NOW + KEPT_FOR) == ""


def test_the_sheet_of_before_opens_nothing_new_and_the_new_one_everything(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root.key"
    old_sheet = sheet_text(root_key(path))
    new_sheet = sheet_text(add_part(path))
    assert path.stat().st_mode & 0o777 == 0o600
    old, new = KeyRing.from_root(root_from(old_sheet)), KeyRing.from_root(root_from(new_sheet))
    stored = ColumnCipher(key=new.data).encrypt("341721199001010010", "seeker", "id_number", "p")
    assert ColumnCipher(key=new.data).decrypt(stored, "seeker", "id_number", "p") == "341721199001010010"
    with pytest.raises(SealError):
        ColumnCipher(key=old.data).decrypt(stored, "seeker", "id_number", "p")
    # copies get another password and indexes another layer; what terminals trust and the chains go on
    assert old.backup != new.backup
    assert new.former_backups == (old.backup,)
    assert blind_index(old.index, "id1", "341721199001010010") != blind_index(new.index, "id1", "341721199001010010")
    assert (old.audit, old.edition.public) == (new.audit, new.edition.public)
    add_part(path)
    assert len(drop_former_parts(path)) == 64
    after = KeyRing.from_root(root_key(path))
    with pytest.raises(SealError):
        ColumnCipher(key=after.data).decrypt(stored, "seeker", "id_number", "p")
    for _ in range(2):
        add_part(path)
    with pytest.raises(ContentError, match="收尾"):
        add_part(path)


def test_a_terminal_seals_to_the_former_key_until_it_hears_the_new_one(tmp_path: Path) -> None:
    binding = b"x"
    assert unseal_any(ROTATED.seals, seal(KEYS.seal_public, b"old", binding), binding) == b"old"
    assert unseal_any(ROTATED.seals, seal(ROTATED.seal_public, b"new", binding), binding) == b"new"
    with pytest.raises(SealError):
        unseal_any(ROTATED.seals, seal(KeyRing.from_root(bytes(32)).seal_public, b"?", binding), binding)
    paired = Paired(hub_url="http://127.0.0.1:1", certificate="", terminal="t-1", token="t", prefix="12",
                    site_id="341721-01", seal_key=KEYS.seal_public, trusted_keys=())  # fmt: skip
    outbox = Outbox(tmp_path / "outbox.db", paired)
    market = Market.open(tmp_path / "market.db", ROTATED, SetClock(NOW))
    try:
        at = datetime(2026, 11, 23, 4, tzinfo=UTC)
        outbox.file("dispute", DISPUTE, at, clock_ok=True)
        outbox.seal_to(ROTATED.seal_public)  # what the next greeting brings
        outbox.file("dispute", replace(DISPUTE, number="12-000425"), at, clock_ok=True)
        first, second = outbox.after(0, limit=10, max_bytes=1_000_000)
        for envelope in (first, second):
            market.write(lambda tables, envelope=envelope: tables.inbox.store(envelope, NOW))
        with market.reading() as tables:
            assert tables.rekeyed.sealed_to_former() == 1  # the old key is held for it
        Projector(market, ROTATED, SetClock(NOW)).project_pending()
        with market.reading() as tables:
            assert {tables.cases.get(one.header.id) is not None for one in (first, second)} == {True}
            assert tables.rekeyed.sealed_to_former() == 1  # also when the ledgers have it
        assert reseal(market) == 1
        with market.reading() as tables:
            assert tables.rekeyed.sealed_to_former() == 0
    finally:
        market.close()
        outbox.close()
