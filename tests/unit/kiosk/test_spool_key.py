"""The key of the waiting slips: made once, kept for the kiosk's account alone, handed in by systemd where it is."""

from pathlib import Path

import pytest

from kiosk.spool_key import kept_key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert len(key) == 32
    assert kept_key(tmp_path) == key
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("spool.key", 0o600)]
    (tmp_path / "other").mkdir()
    assert kept_key(tmp_path / "other") != key


def test_a_damaged_key_file_is_replaced_and_staff_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "spool.key").write_bytes(b"short")
    key = kept_key(tmp_path)
    assert (len(key), kept_key(tmp_path)) == (32, key)
    assert "重新打印" in caplog.text


def test_what_is_left_of_a_broken_off_start_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "spool.new").write_bytes(b"half")
    assert len(kept_key(tmp_path)) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["spool.key"]


def test_a_key_handed_in_by_systemd_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_in = tmp_path / "credentials"
    handed_in.mkdir()
    (handed_in / "spool.key").write_bytes(bytes(32))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(handed_in))
    assert kept_key(tmp_path) == bytes(32)
    assert not (tmp_path / "spool.key").exists()
