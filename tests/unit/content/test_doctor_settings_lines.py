"""One value of linggong.toml changes; everything else stays as its owner wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import SettingsError
from content.settings_lines import setting_line, with_setting, write_setting

_READER = "/dev/serial/by-id/usb-FTDI_FT232R_A1043K7Q-if00-port0"
_WRITTEN = """\
# 东至县零工市场，大厅东侧
[kiosk]  # 自助机 A1
name = "自助机 A1"
reader_port = "/dev/ttyUSB0"   # 旧的
paper_mm = 80

[screen]
name = "大厅屏 1"
"""


def test_a_value_is_replaced_where_it_stands() -> None:
    assert with_setting(_WRITTEN, "kiosk", "reader_port", _READER) == _WRITTEN.replace(
        'reader_port = "/dev/ttyUSB0"   # 旧的', f'reader_port = "{_READER}"')  # fmt: skip


def test_a_new_value_goes_under_its_section_and_not_under_another() -> None:
    changed = with_setting(_WRITTEN, "kiosk", "printer", "usb:/dev/usb/lp0")
    assert changed == _WRITTEN.replace(
        "[kiosk]  # 自助机 A1\n", '[kiosk]  # 自助机 A1\nprinter = "usb:/dev/usb/lp0"\n')  # fmt: skip


def test_a_section_that_is_not_there_is_added_at_the_end() -> None:
    assert with_setting('[hub]\nport = 8080\n', "kiosk", "printer", "tcp://10.0.0.9") == (
        '[hub]\nport = 8080\n\n[kiosk]\nprinter = "tcp://10.0.0.9"\n')  # fmt: skip


def test_an_empty_file_gets_the_section() -> None:
    assert with_setting("", "kiosk", "printer", "tcp://10.0.0.9") == '[kiosk]\nprinter = "tcp://10.0.0.9"\n'


@pytest.mark.parametrize("strange", [
    'kiosk.name = "自助机"\n',
    'kiosk = { name = "自助机" }\n',
    '[kiosk]\nreader_port = """\n/dev/ttyUSB0"""\n',
])  # fmt: skip
def test_a_file_written_in_an_unforeseen_way_is_left_to_its_owner(strange: str) -> None:
    with pytest.raises(SettingsError, match="请系统管理员"):
        with_setting(strange, "kiosk", "reader_port", _READER)


def test_a_damaged_file_is_not_made_worse(tmp_path: Path) -> None:
    path = tmp_path / "linggong.toml"
    path.write_text("[kiosk\n", "utf8")
    with pytest.raises(SettingsError, match="先改正"):
        write_setting(path, setting_line("kiosk", "printer", "tcp://10.0.0.9"))
    assert path.read_text("utf8") == "[kiosk\n"


def test_a_written_setting_keeps_the_files_permissions(tmp_path: Path) -> None:
    path = tmp_path / "linggong.toml"
    path.write_text(_WRITTEN, "utf8")
    path.chmod(0o640)
    write_setting(path, setting_line("kiosk", "reader_port", _READER))
    assert f'reader_port = "{_READER}"\n' in path.read_text("utf8")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["linggong.toml"]


def test_a_file_that_cannot_be_written_says_who_must_help(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="请系统管理员检查权限"):
        write_setting(tmp_path / "nowhere" / "linggong.toml", setting_line("kiosk", "printer", "tcp://10.0.0.9"))
