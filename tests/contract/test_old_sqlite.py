"""A hub whose driver fell back on a SQLite with the WAL-reset bug does not start (reliability fact 1)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# what happens when the wheel is missing: sqlite-utils takes the interpreter's own driver without a word
_NO_WHEEL = "raise ImportError('no wheel for this machine')\n"
_OLD = "import sqlite3\nsqlite3.sqlite_version_info = (3, 40, 1)\nsqlite3.sqlite_version = '3.40.1'\n"


@pytest.mark.parametrize("command", ["serve", "pairing-code kiosk"])
def test_no_command_of_the_hub_runs_on_an_affected_sqlite(tmp_path: Path, command: str) -> None:
    (tmp_path / "pysqlite3.py").write_text(_NO_WHEEL, "utf8")
    (tmp_path / "sitecustomize.py").write_text(_OLD, "utf8")
    data = tmp_path / "hub"
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "root.key").write_bytes(bytes(32))
    (data / "keys" / "root.key").chmod(0o600)
    run = subprocess.run(
        [sys.executable, "-m", "content", *command.split()], capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}", "LINGGONG_HUB_DATA": str(data),
             "LINGGONG_HUB_PORT": "0"})  # fmt: skip
    assert run.returncode == 1
    assert "SQLite 3.40.1 太旧" in run.stdout + run.stderr
    assert not (data / "market.db").exists()
