"""The pairing file and the rule that nothing travels in clear over a network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.errors import LinkError, NotPaired
from content.link.channel import is_loopback, trust_in
from content.link.pairing import Paired, keep, load, pair, pair_once

PAIRED = Paired(hub_url="http://127.0.0.1:8080", certificate="", terminal="t", token="secret-token", prefix="07",
                site_id="341721-01", seal_key=bytes(range(32)), trusted_keys=(bytes(32), bytes(range(32))),
                contiguous_seq=4)  # fmt: skip


def test_what_was_kept_is_read_back_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "kiosk" / "paired.json"
    assert load(path) is None
    keep(path, PAIRED)
    assert load(path) == PAIRED
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["paired.json"]


def test_a_hub_that_moved_is_looked_for_where_the_settings_say(tmp_path: Path) -> None:
    path = tmp_path / "paired.json"
    keep(path, PAIRED)
    moved = replace(PAIRED, hub_url="http://127.0.0.1:9090")
    assert load(path, "http://127.0.0.1:9090") == moved
    assert pair_once(path, "http://127.0.0.1:9090", "", "kiosk", "自助机") == moved


def test_a_token_never_shows_in_a_log() -> None:
    assert "secret-token" not in repr(PAIRED)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"terminal": "t"}', '{"seal_key": "?"}'])
def test_a_damaged_pairing_file_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paired.json"
    path.write_text(text)
    with pytest.raises(LinkError, match="重新配对"):
        load(path)


def test_a_terminal_without_pairing_and_code_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotPaired, match="配对码"):
        pair_once(tmp_path / "paired.json", "http://127.0.0.1:9", "", "kiosk", "自助机")


@pytest.mark.parametrize(("host", "stays"), [
    ("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.9.1", True),
    ("192.168.1.10", False), ("hub.example", False), ("0.0.0.0", False), ("", False),
])  # fmt: skip
def test_what_counts_as_this_machine(host: str, stays: bool) -> None:
    assert is_loopback(host) is stays


@pytest.mark.parametrize("url", ["http://192.168.1.10:8080", "http://hub.example", "https://192.168.1.10:8080", "ftp://127.0.0.1"])
def test_no_client_speaks_in_clear_over_a_network_or_without_a_pin(url: str) -> None:
    with pytest.raises(LinkError, match="加密"):
        trust_in(url, "")


def test_a_code_without_its_pin_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(LinkError, match="指纹"):
        pair("https://192.0.2.1:8080", "12345678", "kiosk", "自助机")
