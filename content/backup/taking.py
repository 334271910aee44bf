"""Taking a copy of the hub beside its work, counting it, and bringing it to its targets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from content.backup.book import BackupBook
from content.backup.policy import missing_rows, shown
from content.backup.records import Attempt, CopyNote, TargetKind
from content.backup.restic import Repository
from content.clock import Clock
from content.errors import BackupError, ContentError
from content.model.codec import to_json
from content.privacy import ColumnCipher, KeyRing, code_digest
from content.settings import BackupSettings
from content.store.snapshot import Contents, SealedField, contents_of, copy_into, first_damage

DATABASE = "market.db"
NOTE = "note.json"
# what a hub is made of besides its database and its key; the key stays out: it is on the escrow sheet
FOLDERS = ("media", "attachments", "shelf", "tls")

MOST_DAYS = 35  # whatever is set: after that, what was deleted must be gone from the copies too


def staging_of(kind: TargetKind) -> str:
    """Return where below the data folder a copy is laid out: one place for each kind, which may run at once."""
    return f"backup/{kind.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One place copies go to."""

    place: str
    kind: TargetKind


def targets(settings: BackupSettings) -> tuple[Target, ...]:
    """Return every place that is set, the second disk first."""
    disk = (Target(place=str(settings.disk), kind=TargetKind.DISK),) if settings.disk is not None else ()
    return (*disk, *(Target(place=one, kind=TargetKind.AWAY) for one in settings.away))


def repository_of(place: str, keys: KeyRing) -> Repository:
    """Return a place of copies; its password is derived, so that the escrow sheet alone opens a copy."""
    return Repository(place, keys.backup.hex(), [one.hex() for one in keys.former_backups])


def sealed_digests(keys: KeyRing, field: SealedField) -> tuple[str, ...]:
    """Return keyed digests of an encrypted field's plain value, by the key in use and the former ones.

    SealError when the data key does not fit.
    """
    plain = ColumnCipher(key=keys.data).decrypt(field.stored, field.table, field.column, field.row_id)
    return tuple(code_digest(key, "backup drill", plain).hex() for key in keys.index.each())


def checked(copy: Path, before: Contents, after: Contents) -> Contents:
    """Return what a copy of the database holds; BackupError when it is damaged or holds less than it should."""
    if damage := first_damage(copy):
        raise BackupError(f"刚做的数据库副本有损坏（{damage}），没有备份。请系统管理员检查磁盘。")
    found = contents_of(copy)
    if short := missing_rows(before, found, after):
        raise BackupError(f"刚做的数据库副本比原件少（{'、'.join(short)}），没有备份。请系统管理员再运行一次备份。")
    return found


def lay_out(data: Path, staging: Path, keys: KeyRing, clock: Clock) -> CopyNote:
    """Write a whole, counted copy of the database and the note of what it holds into a staging folder."""
    live, taken_at = data / DATABASE, clock.now()
    staging.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = contents_of(live)
    copy_into(live, staging / DATABASE)
    found = checked(staging / DATABASE, before, contents_of(live))
    note = CopyNote(
        taken_at=taken_at, tables=found.tables, audit_seq=found.audit_seq, audit_head=found.audit_head,
        ledger_seq=found.ledger_seq, ledger_head=found.ledger_head,
        sealed_row=found.sealed.row_id if found.sealed else "",
        sealed_digest=sealed_digests(keys, found.sealed)[0] if found.sealed else "",
    )  # fmt: skip
    (staging / NOTE).write_bytes(to_json(note))
    return note


def _clear(staging: Path) -> None:
    for name in (DATABASE, NOTE):
        (staging / name).unlink(missing_ok=True)


def _require_other_disk(target: Target, data: Path, settings: BackupSettings) -> None:
    """Refuse a mount point with nothing mounted: the copy would land on the very disk it is to outlive."""
    if target.kind is not TargetKind.DISK or settings.same_disk:
        return
    place = Path(target.place)
    there = place if place.is_dir() else place.parent
    if not there.is_dir() or there.stat().st_dev == data.stat().st_dev:
        raise BackupError(f"备份盘没有插上：{target.place} 不在另一块盘上。请系统管理员插好备份盘，再运行一次备份。")


def _bring(target: Target, data: Path, keys: KeyRing, settings: BackupSettings, check: bool) -> tuple[int, str]:
    _require_other_disk(target, data, settings)
    repository = repository_of(target.place, keys)
    staging = staging_of(target.kind)
    there = [name for name in (f"{staging}/{DATABASE}", f"{staging}/{NOTE}", *FOLDERS) if (data / name).exists()]
    copied = repository.back_up(data, there)
    if check:
        repository.forget(min(settings.keep_days, MOST_DAYS))
        repository.check()
    return copied, "备份好了，每个字节都读回来核对过。" if check else "备份好了。"


def back_up(data: Path, settings: BackupSettings, keys: KeyRing, clock: Clock, *, disk_only: bool = False,
            check: bool = False) -> Iterator[Attempt]:  # fmt: skip
    """Bring one copy to every target and yield how each went; one that fails does not keep the next from its copy.

    BackupError when no target is set or another backup runs; what fails later is an attempt that says so.
    """
    wanted = [one for one in targets(settings) if one.kind is TargetKind.DISK or not disk_only]
    if not wanted:
        raise BackupError("没有设备份的位置，请系统管理员在 linggong.toml 的 [backup] 里写上 disk。")
    book = BackupBook(data)
    for kind in TargetKind:
        mine = [one for one in wanted if one.kind is kind]
        if mine:
            yield from _all_of(kind, mine, data, settings, keys, clock, book, check)


def _all_of(kind: TargetKind, mine: list[Target], data: Path, settings: BackupSettings, keys: KeyRing, clock: Clock,
            book: BackupBook, check: bool) -> Iterator[Attempt]:  # fmt: skip
    staging = data / staging_of(kind)
    with book.working(kind.value):
        try:
            note: CopyNote | str
            try:
                note = lay_out(data, staging, keys, clock)
            except ContentError as error:
                note = str(error)
            for target in mine:
                yield _tried(target, data, settings, keys, clock, book, check, note)
        finally:
            _clear(staging)


def _tried(target: Target, data: Path, settings: BackupSettings, keys: KeyRing, clock: Clock, book: BackupBook,
           check: bool, note: CopyNote | str) -> Attempt:  # fmt: skip
    begun, at, copied, ok = time.monotonic(), clock.now(), 0, False
    try:
        if isinstance(note, str):
            raise BackupError(note)
        copied, sentence = _bring(target, data, keys, settings, check)
        ok = True
    except ContentError as error:
        sentence = str(error)
    except OSError as error:
        sentence = f"备份到 {shown(target.place)} 没有成功（{error.strerror}）。请系统管理员检查磁盘。"
    seconds = round(time.monotonic() - begun, 1)
    attempt = Attempt(target=shown(target.place), kind=target.kind, at=at, ok=ok, sentence=sentence, seconds=seconds,
                      copied_bytes=copied, checked=ok and check)  # fmt: skip
    if ok and isinstance(note, CopyNote):
        attempt = replace(attempt, ledger_seq=note.ledger_seq, ledger_head=note.ledger_head)
    book.note_attempt(attempt)
    return attempt
