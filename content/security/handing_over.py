"""移交: everything a market holds in plain, documented formats, in one archive that the bureau's key opens.

说明.md           what each file is, and every table and column
表/<table>.csv    every table, UTF-8 with a mark; sealed columns opened; bytes as base64
素材/<sha256>     files of 素材 and pictures of screens
附件/<id>         papers, opened; 附件.csv in 表/ (attachment) names them
清单.json         rows of each table, sha256 of each file
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlite_utils import Database

from content.clock import local
from content.errors import SealError, StoreError
from content.privacy import ColumnCipher, KeyRing
from content.security.pack import COLUMN_WORDS, TABLE_WORDS
from content.security.vault import VaultWriter, open_into
from content.store.driver import open_for_reading
from content.store.sealed_columns import SEALED, binding_of
from content.store.snapshot import copy_into, counts_of

# secrets of the program itself: they open doors of a hub that will be gone, and tell the bureau nothing
LEFT_OUT = frozenset({"staff_password", "staff_session", "staff_link", "pairing_code", "login_failure", "ledger_salt"})
LIST, README = "清单.json", "说明.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an archive holds."""

    rows: dict[str, int]
    files: dict[str, str]  # name in the archive: sha256
    made_at: datetime


def export(data: Path, keys: KeyRing, key: bytes, archive: Path, now: datetime,
           told: Callable[[int, int], None] = lambda done, total: None) -> Exported:  # fmt: skip
    """Write everything a data folder holds into an encrypted archive; StoreError when something does not open.

    `told` hears after each table, paper and file how many are in it, of how many.
    """
    with tempfile.TemporaryDirectory(dir=data, prefix="hand-over-") as folder:
        copy = Path(folder) / "market.db"  # sealed as the original is
        copy_into(data / "market.db", copy)
        fresh = archive.with_name(archive.name + ".part")
        with fresh.open("wb") as out:
            with VaultWriter(out, key) as vault, ZipFile(vault, "w", ZIP_DEFLATED) as zipped:
                made = _fill(zipped, copy, data, keys, now, told)
            out.flush()
        fresh.replace(archive)
    return made


def check(archive: Path, key: bytes, folder: Path) -> Exported:
    """Open an archive with the key as it was typed and look at each file; SealError when anything is not as listed."""
    with tempfile.TemporaryFile(dir=folder) as plain:
        open_into(archive, key, plain)
        plain.seek(0)
        with ZipFile(plain) as zipped:
            listed = json.loads(zipped.read(LIST))
            for name, sha256 in listed["files"].items():
                with zipped.open(name) as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
                        raise SealError(f"归档里的 {name} 和清单对不上，请重新导出。")
            rows = {name: _rows_in(zipped.read(f"表/{name}.csv")) for name in listed["rows"]}
    if rows != listed["rows"]:
        raise SealError("归档里表的行数和清单对不上，请重新导出。")
    return Exported(rows=rows, files=listed["files"], made_at=datetime.fromisoformat(listed["made_at"]))


def _fill(zipped: ZipFile, copy: Path, data: Path, keys: KeyRing, now: datetime,
          told: Callable[[int, int], None]) -> Exported:  # fmt: skip
    rows, files, columns = dict[str, int](), dict[str, str](), dict[str, tuple[str, ...]]()
    tables = tuple(one.table for one in counts_of(copy) if one.table not in LEFT_OUT)
    media = tuple(path for path in sorted((data / "media").rglob("*")) if path.is_file())

    def put(name: str, content: bytes) -> None:
        zipped.writestr(name, content)
        files[name] = hashlib.sha256(content).hexdigest()
        told(len(files), total)

    database, cipher = open_for_reading(copy), ColumnCipher(key=keys.data)
    try:
        papers = database.execute("SELECT id, sha256 FROM attachment WHERE removed_at IS NULL").fetchall()
        total = len(tables) + len(papers) + len(media) + 1  # and what explains them
        # the tables a backup counts: an index of words is made of them anew
        for table in tables:
            heading, lines = _table(database, table, cipher)
            rows[table], columns[table] = len(lines), heading
            put(f"表/{table}.csv", _csv(heading, lines))
        for row in papers:
            put(f"附件/{row[0]}", _paper(data / "attachments" / row[1], row[0], cipher))
    finally:
        database.close()
    for path in media:
        put(f"素材/{path.relative_to(data / 'media').as_posix()}", path.read_bytes())
    put(README, _readme(rows, columns, now).encode())
    listed = {"made_at": now.isoformat(), "rows": rows, "files": files}
    zipped.writestr(LIST, json.dumps(listed, ensure_ascii=False, indent=1))
    return Exported(rows=rows, files=files, made_at=now)


def _table(database: Database, table: str, cipher: ColumnCipher) -> tuple[tuple[str, ...], list[list[str]]]:
    cursor = database.execute(f'SELECT * FROM "{table}"')
    heading = tuple(column[0] for column in cursor.description)
    return heading, [_line(table, dict(zip(heading, row, strict=True)), cipher) for row in cursor.fetchall()]


def _line(table: str, row: dict[str, object], cipher: ColumnCipher) -> list[str]:
    return [_cell(table, column, value, row, cipher) for column, value in row.items()]


def _cell(table: str, column: str, value: object, row: dict[str, object], cipher: ColumnCipher) -> str:
    if value is None:
        return ""
    if not isinstance(value, bytes):
        return str(value)
    if value and column in SEALED.get(table, ()):
        bound, row_id = binding_of(table, column, row)
        try:
            return cipher.decrypt_bytes(value, table, bound, row_id).decode()
        except (SealError, UnicodeDecodeError) as error:
            sentence = f"{table} 的 {column} 有一项打不开，没有导出。请系统管理员运行 linggong doctor。"
            raise StoreError(sentence) from error
    return b64encode(value).decode()


def _paper(path: Path, attachment_id: str, cipher: ColumnCipher) -> bytes:
    try:
        return cipher.decrypt_bytes(path.read_bytes(), "attachment", "file", attachment_id)
    except (OSError, SealError) as error:
        raise StoreError(f"附件 {attachment_id} 打不开，没有导出。请系统管理员检查附件文件夹和备份。") from error


def _csv(heading: tuple[str, ...], lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heading, *lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows_in(content: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) - 1


def _readme(rows: dict[str, int], columns: dict[str, tuple[str, ...]], now: datetime) -> str:
    return "\n".join(_readme_lines(rows, columns, now)) + "\n"


def _readme_lines(rows: dict[str, int], columns: dict[str, tuple[str, ...]], now: datetime) -> Iterator[str]:
    yield from (
        "# 零工市场数据移交说明", "", f"{local(now):%Y-%m-%d %H:%M} 导出。每张表一个 CSV 文件（UTF-8，第一行是列名，"
        "用 Excel、WPS 直接打得开）；时间是世界时（UTC），比北京时间晚 8 小时；金额以分为单位的列名带 fen；"
        "原来加密的列已经解开；仍是一串字母数字的是摘要或签名，不含个人信息。", "",
        "- `表/attachment.csv` 的 id 就是 `附件/` 里的文件名，mime 一列是文件种类。",
        "- `素材/` 里的文件名是文件内容的 sha256。", "- `清单.json` 有每张表的行数和每个文件的 sha256。",
        f"- 没有导出：{'、'.join(sorted(LEFT_OUT))}，是登录和配对用的秘密，系统关停后没有用处。", "",
    )  # fmt: skip
    for table, heading in columns.items():
        title = TABLE_WORDS.get(table, table)
        yield f"## {title}（`{table}.csv`），{rows[table]} 行"
        yield ""
        yield from (f"- `{one}`{'：' + COLUMN_WORDS[one] if one in COLUMN_WORDS else ''}" for one in heading)
        yield ""
