"""Backups with the real restic: a copy beside a working hub comes back with the escrow key only (T6)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from content.backup import restoring
from content.backup.book import BackupBook
from content.backup.records import Attempt, Drill, TargetKind
from content.backup.taking import Target, back_up, checked, lay_out
from content.clock import SetClock
from content.errors import BackupError
from content.privacy import KeyRing
from content.settings import BackupSettings
from content.store import driver
from content.store.database import Market
from content.store.snapshot import contents_of, copy_into, first_damage
from tests.contract.backup_house import ID_NUMBER, KEYS, NOW, OTHER_ROOT, ROOT, file_on, furnish, open_hub

CLOCK = SetClock(NOW + timedelta(minutes=12))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("furnished") / "hub"
    with open_hub(made) as opened:
        furnish(opened, made)
    return made


@pytest.fixture
def data(tmp_path: Path, furnished: Path) -> Path:
    return Path(shutil.copytree(furnished, tmp_path / "hub", symlinks=True))


@pytest.fixture
def market(data: Path) -> Iterator[Market]:
    with open_hub(data) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> BackupSettings:
    return BackupSettings(disk=tmp_path / "disk", same_disk=True)


def backed_up(data: Path, settings: BackupSettings, check: bool = False) -> Attempt:
    (attempt,) = back_up(data, settings, KEYS, SetClock(NOW), check=check)
    return attempt


def drilled(data: Path, settings: BackupSettings, root: bytes = ROOT) -> Drill:
    return restoring.drill(Target(place=str(settings.disk), kind=TargetKind.DISK), data, root, CLOCK)


def wrong(drill: Drill) -> list[str]:
    return [check.about for check in drill.checks if not check.ok]


def test_a_copy_of_a_working_hub_comes_back_with_the_escrow_key_alone(
    market: Market, data: Path, settings: BackupSettings, tmp_path: Path,
) -> None:  # fmt: skip
    stop = threading.Event()

    def work() -> None:
        seq = 0
        while not stop.is_set():
            seq += 1
            file_on(market, seq, seq)

    hall = threading.Thread(target=work)
    hall.start()
    try:
        attempt = backed_up(data, settings, check=True)
    finally:
        stop.set()
        hall.join()
    assert attempt.ok, attempt.sentence
    assert attempt.checked
    assert attempt.copied_bytes > 0
    market.close()
    shutil.rmtree(data)  # the disk is gone
    again = tmp_path / "again"
    note = restoring.restore(str(settings.disk), again, ROOT)
    checks = restoring.look_over(again, note, ROOT, CLOCK)
    assert [check for check in checks if not check.ok] == []
    assert len(checks) == 8
    assert (again / "keys" / "root.key").stat().st_mode & 0o777 == 0o600
    with open_hub(again) as restored, restored.reading() as tables:
        found = tables.seekers.by_index(tables.seekers.get("person-1").id_number.index)
        assert found is not None
        assert tables.audit.first_fault() is None
        assert tables.seals.check((note.ledger_seq, bytes.fromhex(note.ledger_head))).findings == ()
        assert tables.editions.highest() is not None
    assert not list(again.glob("backup/*"))


def test_nothing_personal_and_no_key_lies_in_the_clear_on_the_backup_disk(
    market: Market, data: Path, settings: BackupSettings,
) -> None:  # fmt: skip
    backed_up(data, settings)
    assert settings.disk is not None
    lying = [path.read_bytes() for path in settings.disk.rglob("*") if path.is_file()]
    assert len(lying) > 3
    for secret in (ID_NUMBER.encode(), ROOT, "张三丰".encode(), "求职".encode(), KEYS.backup.hex().encode()):
        assert not any(secret in one for one in lying)
    assert not (data / "backup" / "disk" / "market.db").exists()  # what was laid out is taken away again


def test_a_drill_says_what_it_looked_at_and_is_noted(market: Market, data: Path, settings: BackupSettings) -> None:
    backed_up(data, settings)
    done = drilled(data, settings)
    assert wrong(done) == []
    assert [check.about for check in done.checks] == ["恢复", "数据库完好", "条数", "证件号码能打开", "操作记录没有断",
                                                      "台账封记", "素材", "附件", "现行一期"]  # fmt: skip
    assert "12 分钟前" in done.checks[0].sentence
    assert "打开了一个证件号码" in done.checks[3].sentence
    assert BackupBook(data).read().drills == (done,)
    assert BackupBook(data).read().attempts[0].ok
    assert not list((data / "backup").glob("drill-*"))


def test_the_wrong_key_opens_nothing_and_leaves_nothing(market: Market, data: Path, settings: BackupSettings,
                                                        tmp_path: Path) -> None:  # fmt: skip
    backed_up(data, settings)
    done = drilled(data, settings, OTHER_ROOT)
    assert wrong(done) == ["恢复"]
    assert "另一把密钥" in done.checks[0].sentence
    into = tmp_path / "into"
    with pytest.raises(BackupError, match="密钥托管单"):
        restoring.restore(str(settings.disk), into, OTHER_ROOT)
    assert list(into.iterdir()) == []


def test_a_plain_copy_of_the_file_is_whole_and_caught_by_its_count(market: Market, data: Path, tmp_path: Path) -> None:
    market._thread.submit(lambda: market._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()).result()
    file_on(market, 1, 3)
    plain, real = tmp_path / "plain.db", tmp_path / "real.db"
    shutil.copyfile(data / "market.db", plain)
    copy_into(data / "market.db", real)
    assert first_damage(plain) == ""
    before = contents_of(data / "market.db")
    checked(real, before, before)
    with pytest.raises(BackupError, match=r"比原件少（.*inbox"):
        checked(plain, before, before)


def damage(path: Path, statement: str) -> None:
    db = driver.open_for_writing(path)
    db.execute("PRAGMA foreign_keys=OFF")
    for trigger in ("audit_whole", "audit_unchanged"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute(statement)
    db.close()


@pytest.mark.parametrize(("statement", "found"), [
    ("DELETE FROM registration", ["条数", "台账封记"]),
    ("UPDATE ledger_salt SET salt = x'00'", ["台账封记"]),
    ("UPDATE audit SET words = 'x' WHERE seq = 3", ["操作记录没有断"]),
    ("DELETE FROM audit WHERE seq = 5", ["条数", "操作记录没有断"]),
    ("UPDATE seeker SET id_number = phone", ["证件号码能打开"]),
    ("UPDATE attachment SET sha256 = 'gone'", ["附件"]),
    ("UPDATE edition SET \"order\" = 7", ["条数", "现行一期"]),
])  # fmt: skip
def test_what_is_wrong_in_a_restored_hub_is_found(market: Market, data: Path, tmp_path: Path, statement: str,
                                                  found: list[str]) -> None:  # fmt: skip
    note = lay_out(data, data / "backup" / "disk", KEYS, CLOCK)
    restored = tmp_path / "restored"
    shutil.copytree(data, restored, ignore=shutil.ignore_patterns("backup", "*.db*"))
    shutil.copyfile(data / "backup" / "disk" / "market.db", restored / "market.db")
    damage(restored / "market.db", statement)
    checks = restoring.look_over(restored, note, ROOT, CLOCK)
    assert [check.about for check in checks if not check.ok] == found


def test_a_folder_on_the_hubs_own_disk_is_no_second_disk(market: Market, data: Path, tmp_path: Path) -> None:
    attempt = backed_up(data, BackupSettings(disk=tmp_path / "not-mounted"))
    assert not attempt.ok
    assert "备份盘没有插上" in attempt.sentence
    assert not (tmp_path / "not-mounted").exists()
    assert BackupBook(data).read().attempts == (attempt,)


def test_a_folder_on_another_disk_is_one(market: Market, data: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as disk:
        assert Path(disk).stat().st_dev != data.stat().st_dev
        attempt = backed_up(data, BackupSettings(disk=Path(disk) / "hub"))
        assert attempt.ok, attempt.sentence


def test_one_target_that_fails_does_not_keep_the_next_from_its_copy(market: Market, data: Path, tmp_path: Path) -> None:
    settings = BackupSettings(disk=tmp_path / "not-mounted", away=(str(tmp_path / "away"),))
    assert [one.ok for one in back_up(data, settings, KEYS, CLOCK)] == [False, True]
    with pytest.raises(BackupError, match=r"\[backup\]"):
        list(back_up(data, BackupSettings(), KEYS, CLOCK))


def test_a_second_copy_brings_only_what_is_new_and_old_ones_go(market: Market, data: Path, settings: BackupSettings
                                                               ) -> None:  # fmt: skip
    market.media_files.put([bytes(range(256)) * 8000])
    first = backed_up(data, settings)
    file_on(market, 1, 2)
    second = backed_up(data, settings, check=True)
    assert second.ok, second.sentence
    assert second.copied_bytes < first.copied_bytes


def test_a_damaged_repository_is_told_by_the_weekly_check(market: Market, data: Path, settings: BackupSettings) -> None:
    backed_up(data, settings)
    assert settings.disk is not None
    pack = max((settings.disk / "data").rglob("*"), key=lambda one: one.stat().st_size if one.is_file() else 0)
    pack.chmod(0o600)
    lying = bytearray(pack.read_bytes())
    lying[len(lying) // 3] ^= 1
    pack.write_bytes(lying)
    attempt = backed_up(data, settings, check=True)
    assert not attempt.ok
    assert not BackupBook(data).read().attempts[0].ok


def test_a_restore_never_lands_on_something(market: Market, data: Path, settings: BackupSettings) -> None:
    backed_up(data, settings)
    with pytest.raises(BackupError, match="不是空的"):
        restoring.restore(str(settings.disk), data, ROOT)
    assert (data / "market.db").exists()
    with pytest.raises(BackupError, match="没有备份"):
        restoring.restore(str(data / "nowhere"), data / "new", ROOT)


def test_two_backups_never_run_at_once(market: Market, data: Path, settings: BackupSettings) -> None:
    with BackupBook(data).working("disk"), pytest.raises(BackupError, match="正在进行"):
        backed_up(data, settings)


def test_a_copy_on_its_way_elsewhere_does_not_hold_up_the_disk(market: Market, data: Path, settings: BackupSettings
                                                               ) -> None:  # fmt: skip
    with BackupBook(data).working("away"), BackupBook(data).working("drill"):
        assert backed_up(data, settings).ok


def test_the_password_is_in_no_argument_and_no_environment(monkeypatch: pytest.MonkeyPatch, market: Market, data: Path,
                                                           settings: BackupSettings) -> None:  # fmt: skip
    seen: list[str] = []
    real = subprocess.run

    def watched(words: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        seen.append(f"{words} {options.get('env')}")
        return real(words, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "run", watched)
    backed_up(data, settings)
    assert any("'backup', '--json'" in one for one in seen)
    assert not any(KEYS.backup.hex() in one for one in seen)


def test_the_backup_key_is_of_its_own() -> None:
    ring = KeyRing.from_root(ROOT)
    assert len({ring.backup, ring.data, ring.index, ring.audit, ring.cookie}) == 5
