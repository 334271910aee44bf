"""`python -m content.security.handing_over_child`: writes and checks the archive of a hand-over beside the hub at work.

Standard input is one line of JSON, {"data", "archive", "key", "at"}, so that no key stands in a list of processes. Out
come lines: {"step", "done", "total"} while it works, at last {"sha256", "size", "rows", "files"} or {"error"}.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from content.backup.sheet import root_from
from content.errors import ContentError
from content.privacy import KeyRing
from content.root_key import root_key
from content.security.handing_over import check, export

_YIELDS = 10  # of niceness: the hall comes first
WRITING, CHECKING = "写归档", "用密钥打开，逐个核对"


def _tell(**words: Any) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _work(told: dict[str, str]) -> None:
    data, archive, key = Path(told["data"]), Path(told["archive"]), root_from(told["key"])
    _tell(step="复制数据库", done=0, total=0)
    keys = KeyRing.from_root(root_key(data / "keys" / "root.key"))
    export(data, keys, key, archive, datetime.fromisoformat(told["at"]),
           lambda done, total: _tell(step=WRITING, done=done, total=total))  # fmt: skip
    _tell(step=CHECKING, done=0, total=0)
    made = check(archive, key, archive.parent)  # as the bureau will open it
    with archive.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    _tell(sha256=sha256, size=archive.stat().st_size, rows=made.rows, files=len(made.files))


def main() -> int:
    """Do what standard input says; return 1 after a sentence when it could not be done."""
    os.nice(_YIELDS)
    os.umask(0o077)
    try:
        _work(json.loads(sys.stdin.readline()))
    except ContentError as error:
        _tell(error=str(error))
        return 1
    except OSError as error:
        _tell(error=f"归档写不下去（{error.strerror}），没有做成。请系统管理员检查磁盘，再来一次。")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
