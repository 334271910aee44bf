"""Small facts of one kiosk in files of their own, whole after a power cut and readable by their owner only."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


def keep(path: Path, plain: dict[str, Any]) -> None:
    """Write the facts so that either all or none of the change survives; OSError when the disk refuses."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf8") as file:
        json.dump(plain, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def forget(path: Path) -> None:
    """Remove the facts for good."""
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def kept(path: Path) -> dict[str, Any]:
    """Return the facts, none where nothing was kept; a damaged file is logged and counts as nothing."""
    try:
        plain = json.loads(path.read_text("utf8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.error("%s 读不了（%s），请系统管理员检查文件", path, error)
        return {}
    return plain if isinstance(plain, dict) else {}


def _sync_folder(folder: Path) -> None:
    if not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
