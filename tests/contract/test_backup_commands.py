"""`python -m content backup …` as timers and people run it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from content.backup.book import BackupBook
from content.backup.commands import add_backup_command, run_backup_command
from content.backup.sheet import sheet_text
from content.clock import SetClock
from content.hubapi.certificate import planned, prepare
from content.link.channel import fingerprints
from content.privacy import KeyRing
from content.settings import BackupSettings
from tests.contract.backup_house import NOW, OTHER_ROOT, ROOT, furnish, open_hub

REPOSITORY = Path(__file__).parents[2]


def command(line: list[str], data: Path, settings: BackupSettings, typed: str = "") -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    add_backup_command(parser.add_subparsers())
    said: list[str] = []
    code = run_backup_command(parser.parse_args(["backup", *line]), data, settings, SetClock(NOW), said.append,
                              lambda question: typed)  # fmt: skip
    return code, "\n".join(said)


def test_a_disk_is_lost_and_the_hub_comes_back_from_copy_and_sheet(tmp_path: Path) -> None:
    data, settings = tmp_path / "hub", BackupSettings(disk=tmp_path / "disk", same_disk=True)
    with open_hub(data) as market:
        furnish(market, data)
        code, said = command(["now", "--disk"], data, settings)
        assert (code, "备份好了" in said) == (0, True)
        code, said = command(["drill", "--sheet"], data, settings, sheet_text(ROOT))
        assert (code, "演练通过" in said) == (0, True)
        assert BackupBook(data).read().drills[0].by_hand
        code, said = command(["drill", "--sheet"], data, settings, sheet_text(OTHER_ROOT))
        assert (code, "没有通过" in said) == (1, True)
        _, sheet = command(["sheet"], data, settings)
        assert sheet == sheet_text(ROOT)
        secured = planned("192.0.2.7", (), data / "tls")
        assert secured is not None
        prepare(secured, KeyRing.from_root(ROOT).authority, NOW)
        key, _, words = command(["sheet"], data, settings)[1].partition("\n")
        assert key == sheet and all(one in words for one in fingerprints(secured.authority_pem))
    into = tmp_path / "new"
    line = ["restore", "--from", str(settings.disk), "--into", str(into)]
    code, said = command(line, tmp_path / "no-hub", BackupSettings(), sheet)
    assert code == 0
    assert "不对" not in said
    with open_hub(into) as again, again.reading() as tables:
        assert tables.seekers.get("person-1") is not None


@pytest.mark.soak
def test_the_process_ends_with_a_code_and_a_sentence_for_who_reads_the_journal(tmp_path: Path) -> None:
    data = tmp_path / "hub"
    with open_hub(data) as market:
        furnish(market, data)
    config = tmp_path / "linggong.toml"
    config.write_text(f'[hub]\ndata = "{data}"\n[backup]\ndisk = "{tmp_path / "disk"}"\n', "utf8")

    def run(*words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*before, sys.executable, "-m", "content", "backup", *words], capture_output=True,
                              text=True, timeout=60, cwd=REPOSITORY,
                              env={**os.environ, "LINGGONG_CONFIG": str(config)})  # fmt: skip

    refused = run("now", "--disk")
    assert refused.returncode == 1
    assert "备份盘没有插上" in refused.stdout
    # a disk of its own that only this process sees, too small for a copy
    (tmp_path / "small").mkdir()
    config.write_text(config.read_text("utf8").replace("/disk", "/small/hub"), "utf8")
    own = () if os.geteuid() == 0 else ("--map-root-user",)
    full = run("now", "--disk", before=("unshare", "--mount", *own, "sh", "-c",
               'mount -t tmpfs -o size=300k tmpfs "$0" && exec "$@"', str(tmp_path / "small")))  # fmt: skip
    assert full.returncode == 1
    assert "满了，请系统管理员换一块大的备份盘" in full.stdout
    config.write_text(config.read_text("utf8") + "same_disk = true\n", "utf8")
    done = run("now", "--disk")
    assert (done.returncode, done.stderr) == (0, "")
    assert "备份好了" in done.stdout
