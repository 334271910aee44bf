"""The end of a contract: all rows and papers in an archive the bureau's key opens, then not a trace on the machine."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from content.backup.sheet import root_from, sheet_text
from content.backup.taking import back_up
from content.clock import SetClock
from content.errors import BackupError, HubMoved, SealError, StoreError
from content.model.audit import Action
from content.model.codec import from_json
from content.reports.paper import page_of
from content.security.ending import Deletion, certificate_values, delete_all, hand_over, keep_as_json
from content.security.hand_over_commands import run_hand_over
from content.security.handing_over import LEFT_OUT, check
from content.security.vault import HEAD, VaultWriter, open_into, opened
from content.settings import BackupSettings
from content.store.moving import move_mark, require_here, take_mark_away
from content.store.snapshot import counts_of
from tests.contract.backup_house import ID_NUMBER, KEYS, NOW, ROOT, file_on, furnish, open_hub
from tests.contract.link_house import bytes_hold

CLOCK = SetClock(NOW)
PAPER = "委托书".encode()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_hub(tmp_path / "hub") as market:
        furnish(market, tmp_path / "hub")
    return tmp_path / "hub"


def exported(data: Path, into: Path) -> tuple[Path, bytes, str]:
    """Hand over and return the archive, the key as it stood on the screen, and all that was said."""
    said: list[str] = []
    assert hand_over(data, KEYS, into, "县人社局", CLOCK, said.append) == 0
    return into / "linggong-handover.lgh", root_from(said[-1]), "\n".join(said)


def plain(archive: Path, key: bytes) -> ZipFile:
    out = io.BytesIO()
    open_into(archive, key, out)
    return ZipFile(out)


def test_every_row_and_paper_is_there_and_a_known_id_opens_by_the_bureaus_key_only(data: Path, tmp_path: Path) -> None:
    counted = {one.table: one.rows for one in counts_of(data / "market.db")}
    archive, key, said = exported(data, tmp_path / "stick")
    with plain(archive, key) as zipped:
        tables = {name[2:-4]: list(csv.reader(io.StringIO(zipped.read(name).decode("utf-8-sig"), newline="")))
                  for name in zipped.namelist() if name.startswith("表/")}  # fmt: skip
        rows = {table: len(lines) - 1 for table, lines in tables.items()}
        grown = {"audit"}  # what the hand-over itself notes
        assert {name: count for name, count in rows.items() if name not in grown} == {
            name: count for name, count in counted.items() if name not in LEFT_OUT | grown}  # fmt: skip
        assert rows["audit"] > counted["audit"]
        heading, *people = tables["seeker"]
        assert ID_NUMBER in {person[heading.index("id_number")] for person in people}
        enabled = tables["staff"][0].index("enabled")
        assert {line[enabled] for line in tables["staff"][1:]} == {"0"}
        assert zipped.read("附件/paper-1") == PAPER
        readme = zipped.read("说明.md").decode()
        assert all(f"`{table}.csv`" in readme for table in rows)
    assert "移交" in said or "归档" in said
    for other in (ROOT, bytes(32)):
        with pytest.raises(SealError):
            check(archive, other, tmp_path)
    assert bytes_hold(tmp_path / "stick", ID_NUMBER) == []
    assert bytes_hold(data, ID_NUMBER) == []


def test_the_hub_does_not_start_again_after_the_hand_over(data: Path, tmp_path: Path) -> None:
    exported(data, tmp_path / "stick")
    with pytest.raises(HubMoved):
        require_here(data)


def test_a_paper_that_does_not_open_stops_the_hand_over_and_all_is_as_before(data: Path, tmp_path: Path) -> None:
    with open_hub(data) as market, market.reading() as tables:
        enabled = {one.id for one in tables.staff.all() if one.enabled}
    for path in (data / "attachments").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="附件"):
        exported(data, tmp_path / "stick")
    assert move_mark(data) is None
    with open_hub(data) as market, market.reading() as tables:
        assert {one.id for one in tables.staff.all() if one.enabled} == enabled != set()
    assert not (tmp_path / "stick/linggong-handover.lgh").exists()


@pytest.mark.parametrize("harm", ["cut", "cut at a piece", "swapped", "flipped", "appended"])
def test_an_archive_that_was_touched_does_not_open(tmp_path: Path, harm: str) -> None:
    path, key = tmp_path / "a", bytes(range(32))
    with path.open("wb") as out, VaultWriter(out, key) as vault:
        vault.write(b"x" * (2 * 1024 * 1024 + 5))
    whole = path.read_bytes()
    piece = 4 + 1024 * 1024 + 16
    start = len(HEAD) + 8
    touched = {
        "cut": whole[:-1], "cut at a piece": whole[: start + piece],
        "swapped": whole[:start] + whole[start + piece : start + 2 * piece] + whole[start : start + piece]
        + whole[start + 2 * piece :],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]), "appended": whole + b"\0\0\0\0",
    }[harm]  # fmt: skip
    with path.open("rb") as file:
        assert sum(map(len, opened(file, key))) == 2 * 1024 * 1024 + 5  # the control: untouched it opens
    path.write_bytes(touched)
    with pytest.raises(SealError), path.open("rb") as file:
        list(opened(file, key))


def test_after_the_deletion_nothing_is_left_but_the_record(data: Path, tmp_path: Path) -> None:
    settings = BackupSettings(disk=tmp_path / "disk", same_disk=True, away=("sftp:backup@away:/linggong",))
    assert [one.ok for one in back_up(data, settings, KEYS, CLOCK, disk_only=True)] == [True]
    archive, key, _ = exported(data, tmp_path / "stick")
    assert bytes_hold(tmp_path, "person-1") != []  # the control: before, the canary is found
    record = tmp_path / "证明.json"
    done = delete_all(data, settings, archive, key, ("甲", "乙"), SetClock(NOW + timedelta(hours=1)),
                      keep_as_json(record))  # fmt: skip
    assert list(data.rglob("*")) == list((tmp_path / "disk").rglob("*")) == []
    assert bytes_hold(tmp_path, "person-1") == []
    kept = from_json(Deletion, record.read_bytes())
    assert kept == done
    assert (kept.by, kept.witness, kept.at) == ("甲", "乙", datetime(2026, 11, 26, 2, 0, tzinfo=UTC))
    assert [one.files > 0 for one in kept.places] == [True, True]
    assert "sftp:" in kept.left[0]
    page = page_of("deletion_certificate.html", certificate_values(kept))
    told = ("执行人 甲", "监督人 乙", kept.archive_sha256, kept.database_sha256, "2026-11-26 10:00")
    assert all(word in page for word in told)
    assert check(archive, key, tmp_path).rows["seeker"] > 0  # what was handed over is still whole


def test_nothing_is_deleted_by_another_key_or_with_the_archive_inside(data: Path, tmp_path: Path) -> None:
    archive, key, _ = exported(data, tmp_path / "stick")
    settings = BackupSettings()
    with pytest.raises(SealError):
        delete_all(data, settings, archive, bytes(32), ("甲", "乙"), CLOCK, lambda record: None)
    inside = data / archive.name
    inside.write_bytes(archive.read_bytes())
    with pytest.raises(StoreError, match="在要删的"):
        delete_all(data, settings, inside, key, ("甲", "乙"), CLOCK, lambda record: None)
    assert (data / "market.db").exists()
    assert (data / "keys/root.key").read_bytes() == ROOT


def test_what_was_recorded_after_the_archive_is_not_deleted_with_it(data: Path, tmp_path: Path) -> None:
    """An archive of the desk may be older than the last registration; the hub's own notes are no record."""
    archive, key, _ = exported(data, tmp_path / "stick")
    take_mark_away(data)
    with open_hub(data) as market:
        market.write(lambda tables: tables.audit.note(None, NOW, Action.LOGIN, subject="staff", subject_id="x"))
        file_on(market, 1, 1)
    with pytest.raises(StoreError, match="又有了新的记录（inbox"):
        delete_all(data, BackupSettings(), archive, key, ("甲", "乙"), CLOCK, lambda record: None)
    assert (data / "keys/root.key").read_bytes() == ROOT
    again, key, _ = exported(data, tmp_path / "other stick")
    with open_hub(data) as market:
        market.write(lambda tables: tables.audit.note(None, NOW, Action.LOGIN, subject="staff", subject_id="x"))
    delete_all(data, BackupSettings(), again, key, ("甲", "乙"), CLOCK, lambda record: None)
    assert list(data.rglob("*")) == []


def test_the_key_on_paper_is_of_the_form_of_the_escrow_sheet() -> None:
    with pytest.raises(BackupError):
        root_from(sheet_text(ROOT)[:-1] + ("A" if sheet_text(ROOT)[-1] != "A" else "B"))


def test_a_stick_that_cannot_be_written_is_a_sentence_and_nothing_ends(data: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("no folder", "utf8")
    words = Namespace(deed="export", into=tmp_path / "stick/deeper", to="县人社局")
    with pytest.raises(BackupError, match="没有做完"):
        run_hand_over(words, data, BackupSettings(), CLOCK, lambda line: None, lambda question: "")
    assert move_mark(data) is None
