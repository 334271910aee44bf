"""`linggong`, as root calls it in a folder anybody may write to: no program of theirs, no file others may read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
COMMAND = REPOSITORY / "debian/files/linggong"
PYTHON = "/usr/lib/linggong/.venv/bin/python"
# what root runs without giving up its rights looks for devices by a process of its own
LOOKS = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from content.setup.box import _devices; _devices()"


def _executable(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf8")
    path.chmod(0o755)
    return path


def _planted(folder: Path) -> Path:
    """Return the file that a program of somebody else leaves, once it was taken for ours."""
    mark = folder / "taken"
    (folder / "kiosk").mkdir(parents=True)
    (folder / "kiosk/__init__.py").write_text(f"open({str(mark)!r}, 'w').close()", "utf8")
    (folder / "kiosk/__main__.py").touch()
    return mark


def _run(folder: Path, command: list[str], **environment: str) -> str:
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONSAFEPATH", "PYTHONPATH")}
    done = subprocess.run(command, cwd=folder, env=bare | environment, capture_output=True, text=True, check=True,
                          umask=0o022)  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("word", ["setup", "doctor", "update"])
def test_what_root_starts_imports_nothing_from_the_folder_it_stands_in(tmp_path: Path, word: str) -> None:
    python = _executable(tmp_path / "python", f'exec {sys.executable} -P -c "{LOOKS}"')
    ours = _executable(tmp_path / "linggong", "")
    ours.write_text(COMMAND.read_text("utf8").replace(PYTHON, str(python)), "utf8")
    mark = _planted(tmp_path / "here")
    _run(tmp_path / "here", [str(ours), word])
    assert not mark.exists()
    # a control: the same process as it was started before
    _run(tmp_path / "here", [str(python)])
    assert mark.exists()


def test_what_runs_as_the_services_user_writes_for_itself_alone(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    _executable(tools / "id", "echo 0")  # whoever runs the test, the command thinks it is root
    _executable(tools / "setpriv", "umask")
    ours = _executable(tmp_path / "linggong", "")
    ours.write_text(COMMAND.read_text("utf8"), "utf8")
    path = f"{tools}:{os.environ['PATH']}"
    assert int(_run(tmp_path, [str(ours), "migrate"], PATH=path), 8) == 0o077
