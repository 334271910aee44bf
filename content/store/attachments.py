"""附件 in market.db; their bytes lie encrypted in a folder of their own, which nothing of an edition knows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from content.errors import SealError, StoreError
from content.model.attachments import Attachment, AttachmentRole
from content.privacy import ColumnCipher, KeyRing
from content.store.mapping import row_mapping
from content.store.media_files import MediaFiles

_GONE = "这份附件已经删除或换过了，请刷新页面再看。"


class AttachmentFiles:
    """The folder of one market; a file opens with the data key and the id of its attachment only."""

    def __init__(self, folder: Path, keys: KeyRing) -> None:
        self._files = MediaFiles(folder)
        self._cipher = ColumnCipher(key=keys.data)

    def put(self, attachment_id: str, plain: bytes) -> str:
        """Store a paper durably and return the sha256 it lies by; StoreError when the disk will not take it."""
        sha256, _ = self._files.put([self._cipher.encrypt_bytes(plain, "attachment", "file", attachment_id)])
        return sha256

    def read(self, attachment: Attachment) -> bytes:
        """Return a paper; StoreError when it is not there or was changed."""
        try:
            stored = self._files.path_of(attachment.sha256).read_bytes()
            return self._cipher.decrypt_bytes(stored, "attachment", "file", attachment.id)
        except (OSError, SealError) as error:
            raise StoreError("这份附件的文件打不开，请系统管理员检查数据文件夹和备份。") from error

    def is_former(self, attachment: Attachment) -> bool:
        """Say whether a paper lies under a former data key."""
        try:
            with self._files.path_of(attachment.sha256).open("rb") as file:
                return self._cipher.is_former(file.read(34))
        except OSError:
            return False

    def drop(self, sha256: str) -> None:
        """Delete a paper's bytes."""
        with suppress(OSError):
            self._files.path_of(sha256).unlink()


class Attachments:
    """The papers of all records; one that was removed stays as a line that says who, when and why."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: list[str]) -> tuple[Attachment, ...]:
        rows = self._db.query(f"SELECT * FROM attachment {clause}", values)
        return tuple(row_mapping(Attachment).from_row(row) for row in rows)

    def add(self, attachment: Attachment) -> None:
        """Keep a paper with its record."""
        self._db.table("attachment").insert(row_mapping(Attachment).to_row(attachment))

    def get(self, attachment_id: str) -> Attachment | None:
        """Return a paper that was not removed."""
        found = self._select("WHERE id = ? AND removed_at IS NULL", [attachment_id])
        return found[0] if found else None

    def standing(self) -> tuple[Attachment, ...]:
        """Return every paper that was not removed."""
        return self._select("WHERE removed_at IS NULL ORDER BY id", [])

    def lies_at(self, attachment_id: str, sha256: str) -> None:
        """Note under which name a paper lies since it was encrypted anew."""
        self._db.execute("UPDATE attachment SET sha256 = ? WHERE id = ?", [sha256, attachment_id])

    def of(self, subject: str, subject_id: str) -> tuple[Attachment, ...]:
        """Return every paper of a record in the order they came, removed ones too."""
        return self._select("WHERE subject = ? AND subject_id = ? ORDER BY added_at, id", [subject, subject_id])

    def roles_of(self, subject: str, subject_id: str) -> frozenset[AttachmentRole]:
        """Return which papers a record has now."""
        return frozenset(one.role for one in self.of(subject, subject_id) if one.removed_at is None)

    def remove(self, attachment_id: str, by: str, now: datetime, why: str) -> Attachment:
        """Note that a paper is gone and why, and return it; the caller drops its bytes after the write."""
        found = self.get(attachment_id)
        if found is None:
            raise StoreError(_GONE)
        if not why.strip():
            raise StoreError("请写明为什么删除这份附件，以后查起来有据。")
        gone = replace(found, removed_at=now, removed_by=by, removed_why=why.strip())
        row = row_mapping(Attachment).to_row(gone)
        self._db.execute("UPDATE attachment SET removed_at = :removed_at, removed_by = :removed_by, "
                         "removed_why = :removed_why WHERE id = :id", row)  # fmt: skip
        return gone
