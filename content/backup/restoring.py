"""A copy becomes a hub again: laid into an empty folder with the escrow key only, and looked at before it counts."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from content.backup.book import BackupBook
from content.backup.policy import age_words, differing, shown
from content.backup.records import Check, CopyNote, Drill
from content.backup.taking import DATABASE, NOTE, Target, repository_of, sealed_digests
from content.clock import Clock
from content.digests import file_sha256
from content.edition.shelf import Shelf
from content.errors import BackupError, ContentError, SealError
from content.model.codec import from_json
from content.privacy import KeyRing
from content.rules.seals import verdict_words
from content.store.database import Readers
from content.store.snapshot import Contents, contents_of, first_damage

_NAMED = 3


def restore(target: str, into: Path, root: bytes) -> CopyNote:
    """Lay the newest copy of a target into an empty folder, as the data folder of a hub that can start.

    `root` is the key of the escrow sheet. BackupError when the folder is not empty or the copy does not open; what
    was begun is taken away then.
    """
    if into.exists() and any(into.iterdir()):
        raise BackupError(f"{into} 不是空的，没有恢复。请系统管理员换一个空文件夹，原来的数据先不要动。")
    keys = KeyRing.from_root(root)
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        repository_of(target, keys).restore(into)
        (noted,) = into.glob(f"backup/*/{NOTE}")
        note = from_json(CopyNote, noted.read_bytes())
        noted.with_name(DATABASE).rename(into / DATABASE)
        shutil.rmtree(into / "backup")
        _keep_key(into / "keys" / "root.key", root)
    except BaseException as error:
        for left in into.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if isinstance(error, OSError | ValueError):
            raise BackupError(f"恢复没有成功（{error}），请系统管理员检查磁盘空间，或换一个备份再试。") from error
        raise
    return note


def _keep_key(path: Path, root: bytes) -> None:
    path.parent.mkdir(mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, root)
        os.fsync(handle)
    finally:
        os.close(handle)


def look_over(data: Path, note: CopyNote, root: bytes, clock: Clock) -> tuple[Check, ...]:
    """Say of a restored folder whether it is whole; nothing but the folder and the key is asked."""
    keys = KeyRing.from_root(root)
    damage = first_damage(data / DATABASE)
    if damage:
        return (Check(about="数据库完好", ok=False, sentence=f"恢复出来的数据库有损坏（{damage}）。"),)
    found = contents_of(data / DATABASE)
    return (
        Check(about="数据库完好", ok=True, sentence="逐页检查过，没有损坏。"),
        _counts(note, found), _sealed(note, found, keys), _audit(data / DATABASE, note, found, keys, clock),
        _ledgers(data / DATABASE, note, keys, clock),
        _files("素材", data / "media", found.media), _files("附件", data / "attachments", found.attachments),
        _edition(data / DATABASE, data / "shelf", keys, clock),
    )  # fmt: skip


def _counts(note: CopyNote, found: Contents) -> Check:
    wrong = differing(note.tables, found.tables)
    rows = sum(one.rows for one in found.tables)
    sentence = f"{'、'.join(wrong[:_NAMED])}等表的条数和备份时记下的不一样。" if wrong else \
        f"{len(found.tables)} 张表 {rows} 条，和备份时记下的一样。"  # fmt: skip
    return Check(about="条数", ok=not wrong, sentence=sentence)


def _sealed(note: CopyNote, found: Contents, keys: KeyRing) -> Check:
    about = "证件号码能打开"
    if found.sealed is None and not note.sealed_row:
        return Check(about=about, ok=True, sentence="库里还没有求职登记，没有可打开的。")
    try:
        ok = (found.sealed is not None and found.sealed.row_id == note.sealed_row
              and note.sealed_digest in sealed_digests(keys, found.sealed))  # fmt: skip
    except SealError as error:
        return Check(about=about, ok=False, sentence=str(error))
    return Check(about=about, ok=ok, sentence="用托管单上的密钥打开了一个证件号码，和备份时一样。" if ok
                 else "用托管单上的密钥打开的证件号码和备份时不一样。")  # fmt: skip


def _audit(path: Path, note: CopyNote, found: Contents, keys: KeyRing, clock: Clock) -> Check:
    about, readers = "操作记录没有断", Readers(path, keys, clock)
    try:
        with readers.reading() as tables:
            fault = tables.audit.first_fault()
    except ContentError as error:
        return Check(about=about, ok=False, sentence=str(error))
    finally:
        readers.close()
    if fault is not None:
        return Check(about=about, ok=False, sentence=f"操作记录从第 {fault} 条起对不上。")
    if (found.audit_seq, found.audit_head) != (note.audit_seq, note.audit_head):
        return Check(about=about, ok=False, sentence=f"操作记录的末尾和备份时记下的第 {note.audit_seq} 条不一样。")
    return Check(about=about, ok=True, sentence=f"{found.audit_seq} 条一条接一条，末尾和备份时一样。")


def _ledgers(path: Path, note: CopyNote, keys: KeyRing, clock: Clock) -> Check:
    about, readers = "台账封记", Readers(path, keys, clock)
    if not note.ledger_seq:
        return Check(about=about, ok=True, sentence="这份备份早于台账封记，没有可核对的。")
    try:
        with readers.reading() as tables:
            verdict = tables.seals.check((note.ledger_seq, bytes.fromhex(note.ledger_head)))
    except ContentError as error:
        return Check(about=about, ok=False, sentence=str(error))
    finally:
        readers.close()
    return Check(about=about, ok=not verdict.findings, sentence=verdict_words(verdict))


def _files(about: str, folder: Path, wanted: Iterable[str]) -> Check:
    names = sorted(wanted)
    wrong = [name for name in names if not _as_named(folder / name, name)]
    if wrong:
        return Check(about=about, ok=False, sentence=f"{len(names)} 个文件里有 {len(wrong)} 个不在或坏了。")
    return Check(about=about, ok=True, sentence=f"{len(names)} 个文件都在，内容没有变。")


def _as_named(path: Path, sha256: str) -> bool:
    try:
        return file_sha256(path) == sha256
    except OSError:
        return False


def _edition(path: Path, shelf: Path, keys: KeyRing, clock: Clock) -> Check:
    about, readers = "现行一期", Readers(path, keys, clock)
    try:
        with readers.reading() as tables:
            row = tables.editions.highest()
        if row is None:
            return Check(about=about, ok=True, sentence="还没有发布过。")
        Shelf(shelf).held(row.order, (keys.edition.public,))
    except ContentError as error:
        return Check(about=about, ok=False, sentence=str(error))
    finally:
        readers.close()
    return Check(about=about, ok=True, sentence=f"第 {row.number} 期签名和文件都对。")


def drill(target: Target, data: Path, root: bytes, clock: Clock, *, by_hand: bool = False) -> Drill:
    """Restore a target's newest copy into an empty folder, look it over, note the result, take the folder away."""
    book, begun, at = BackupBook(data), time.monotonic(), clock.now()
    with book.working("drill"), tempfile.TemporaryDirectory(dir=book.folder, prefix="drill-") as folder:
        try:
            into = Path(folder) / "hub"
            note = restore(target.place, into, root)
            checks = (_age(note, at), *look_over(into, note, root, clock))
        except ContentError as error:
            checks = (Check(about="恢复", ok=False, sentence=str(error)),)
        done = Drill(target=shown(target.place), at=at, seconds=round(time.monotonic() - begun, 1), checks=checks,
                     by_hand=by_hand)  # fmt: skip
        book.note_drill(done)
    return done


def _age(note: CopyNote, now: datetime) -> Check:
    """Say how old the copy is; what is too old is told by the backup's own age, not by the drill."""
    return Check(about="恢复", ok=True, sentence=f"用密钥打开了 {age_words(now - note.taken_at)}的备份。")
