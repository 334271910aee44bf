"""The second real target: a copy goes over SFTP to a server of its own and comes back with the key alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

import pytest

from content.backup import restoring
from content.backup.records import TargetKind
from content.backup.taking import back_up
from content.clock import SetClock
from content.settings import BackupSettings
from tests.contract.backup_house import KEYS, NOW, ROOT, file_on, furnish, open_hub

pytestmark = pytest.mark.soak


def _key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path


@contextmanager
def sftp_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run an SSH server on a free port; `ssh` of this test knows its key. Yields the beginning of its targets."""
    folder.mkdir(mode=0o700)
    host, own = _key(folder / "host"), _key(folder / "own")
    shutil.copyfile(own.with_suffix(".pub"), folder / "authorized")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {host}\nAuthorizedKeysFile {folder / 'authorized'}\n"
        f"StrictModes no\nUsePAM no\nPidFile {folder / 'pid'}\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\n", "utf8")  # fmt: skip
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host.with_suffix('.pub').read_text('utf8')}", "utf8")
    wrapper = folder / "bin" / "ssh"
    wrapper.parent.mkdir()
    known = f"-o UserKnownHostsFile={folder / 'known'} -o BatchMode=yes"
    wrapper.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F none -i {own} {known} "$@"\n', "utf8")
    wrapper.chmod(0o700)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "sshd_config")],
                          stderr=subprocess.DEVNULL) as server:  # fmt: skip
        try:
            deadline = time.monotonic() + 10
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert time.monotonic() < deadline, "sshd does not listen"
                time.sleep(0.05)
            yield f"sftp://{getuser()}@127.0.0.1:{port}/"
        finally:
            server.terminate()


def test_a_copy_goes_to_another_server_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "hub"
    with sftp_server(tmp_path / "server", monkeypatch) as server, open_hub(data) as market:
        furnish(market, data)
        place = f"{server}/{tmp_path / 'away'}"
        settings = BackupSettings(disk=tmp_path / "disk", same_disk=True, away=(place,))
        for _ in range(2):
            file_on(market, 1, 3)
            tries = list(back_up(data, settings, KEYS, SetClock(NOW), check=True))
            assert [(one.kind, one.ok) for one in tries] == [(TargetKind.DISK, True), (TargetKind.AWAY, True)], tries
            assert "***@" in tries[1].target
        market.close()
        shutil.rmtree(data)
        shutil.rmtree(tmp_path / "disk")  # the box and the disk beside it are gone
        note = restoring.restore(place, tmp_path / "again", ROOT)
        checks = restoring.look_over(tmp_path / "again", note, ROOT, SetClock(NOW))
        assert [check for check in checks if not check.ok] == []


def test_a_server_that_is_away_is_an_attempt_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "hub"
    with open_hub(data) as market:
        furnish(market, data)
        with sftp_server(tmp_path / "server", monkeypatch) as server:
            pass
        settings = BackupSettings(away=(f"{server}/{tmp_path / 'away'}",))
        (attempt,) = back_up(data, settings, KEYS, SetClock(NOW))
        assert not attempt.ok
        assert "请系统管理员" in attempt.sentence
