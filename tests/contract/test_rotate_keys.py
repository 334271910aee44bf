"""换钥 over the real link, restic and command: terminals learn the new key, the new sheet restores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from content.backup import restoring
from content.backup.records import TargetKind
from content.backup.restic import Repository
from content.backup.taking import Target, back_up
from content.clock import SetClock
from content.errors import BackupError
from content.hubapi.rekeying import rekey
from content.link.hub import Hub
from content.link.pairing import Paired, keep, load
from content.privacy import KeyRing
from content.root_key import add_part
from content.settings import BackupSettings
from content.store.database import Market
from tests.contract.backup_house import ID_NUMBER, KEYS, NOW, ROOT, furnish, open_hub
from tests.contract.link_house import House, Post, until
from tests.unit.content.hubapi.guessing import confirmed

REPOSITORY = Path(__file__).parents[2]
ROTATED_ROOT = ROOT + bytes(range(100, 132))
ROTATED = KeyRing.from_root(ROTATED_ROOT)


def test_a_kiosk_that_seals_to_the_former_key_is_served_and_learns_the_new_one(tmp_path: Path) -> None:
    house = House(tmp_path / "hub")
    paired, kept = house.pair(), tmp_path / "paired.json"
    keep(kept, paired)
    post = Post(tmp_path / "kiosk", paired)
    before = post.register()  # sealed and not sent
    house.stop()
    house.keys = ROTATED
    house.start()

    def renew(renewed: Paired) -> None:
        keep(kept, renewed)
        post.outbox.seal_to(renewed.seal_key)

    hub = Hub(load(kept) or paired, on_keys=renew)
    try:
        hub.greet()
        renewed = load(kept)
        assert renewed is not None
        assert renewed.seal_key == hub.paired.seal_key == ROTATED.seal_public != paired.seal_key
        after = post.register()
        post.courier.start()
        until(lambda: house.ledger_numbers() == sorted((before, after)), "both registrations are in the ledger")
    finally:
        hub.close()
        post.close()
        house.stop()


def _everything_opens(target: Target, data: Path, root: bytes) -> bool:
    return all(check.ok for check in restoring.drill(target, data, root, SetClock(NOW)).checks)


def test_copies_get_a_new_password_and_neither_they_nor_the_old_sheet_tell_who_was_here(tmp_path: Path) -> None:
    data, settings = tmp_path / "hub", BackupSettings(disk=tmp_path / "disk", same_disk=True)
    target = Target(place=str(settings.disk), kind=TargetKind.DISK)
    with open_hub(data) as market:
        furnish(market, data)
        assert next(back_up(data, settings, KEYS, SetClock(NOW))).ok
    assert _everything_opens(target, data, ROTATED_ROOT)  # the new sheet opens what was copied before it was made
    restoring.restore(target.place, tmp_path / "before", ROOT)
    assert set(confirmed(tmp_path / "before" / "market.db", KEYS, [ID_NUMBER])) == {ID_NUMBER}  # the control
    (data / "keys" / "root.key").write_bytes(ROTATED_ROOT)
    market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
    try:
        assert rekey(market, ROTATED, NOW) > 3
        attempt = next(back_up(data, settings, ROTATED, SetClock(NOW)))
        assert attempt.ok, attempt.sentence
    finally:
        market.close()
    with pytest.raises(BackupError, match="另一把密钥"):
        restoring.restore(target.place, tmp_path / "old", ROOT)
    restoring.restore(target.place, tmp_path / "after", ROTATED_ROOT)
    # even where somebody got at what lies in the copy, the old sheet says nothing about it
    assert confirmed(tmp_path / "after" / "market.db", KEYS, [ID_NUMBER]) == {}
    assert set(confirmed(tmp_path / "after" / "market.db", ROTATED, [ID_NUMBER])) == {ID_NUMBER}


def test_a_change_of_the_password_that_was_cut_short_is_ended_by_the_weekly_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf8")
    place, words = str(tmp_path / "disk"), ("file",)
    Repository(place, "old").back_up(tmp_path, words)
    half = Repository(place, "new", ("older", "old"))
    half._change_password()  # and killed before the old one was removed
    Repository(place, "old").check()
    both = Repository(place, "new", ("older", "old"))
    both.back_up(tmp_path, words)
    both.forget(35)
    with pytest.raises(BackupError, match="另一把密钥"):
        Repository(place, "old").check()
    Repository(place, "new").restore(tmp_path / "again")
    assert (tmp_path / "again" / "file").read_text("utf8") == "x"
    with pytest.raises(BackupError, match="另一把密钥"):  # a former password that never was one changes nothing
        Repository(place, "other", ("old",)).back_up(tmp_path, words)


@pytest.mark.soak
def test_the_drill_is_well_with_the_new_sheet_and_not_with_the_old_one(tmp_path: Path) -> None:
    data, settings = tmp_path / "hub", BackupSettings(disk=tmp_path / "disk", same_disk=True)
    with open_hub(data) as market:
        furnish(market, data)
    (data / "keys" / "root.key").write_bytes(ROTATED_ROOT)
    market = Market.open(data / "market.db", ROTATED, SetClock(NOW))
    try:
        assert rekey(market, ROTATED, NOW) > 3
        (attempt,) = back_up(data, settings, ROTATED, SetClock(NOW))
        assert attempt.ok, attempt.sentence
        target = Target(place=str(settings.disk), kind=TargetKind.DISK)
        done = restoring.drill(target, data, ROTATED_ROOT, SetClock(NOW))
        assert [check.sentence for check in done.checks if not check.ok] == []
        assert not restoring.drill(target, data, ROOT, SetClock(NOW)).ok
    finally:
        market.close()


def test_the_command_makes_a_key_tells_how_far_it_is_and_will_not_retire_too_early(tmp_path: Path) -> None:
    data = tmp_path / "hub"
    with open_hub(data) as market:
        furnish(market, data)
    config = tmp_path / "linggong.toml"
    config.write_text(f'[hub]\ndata = "{data}"\n', "utf8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "content", "rotate-keys", *words], capture_output=True, text=True,
                              cwd=REPOSITORY, env={"LINGGONG_CONFIG": str(config), "PATH": "/usr/bin:/bin"},
                              check=False)  # fmt: skip

    made = run()
    assert (made.returncode, "托管单" in made.stdout) == (0, True)
    assert len((data / "keys" / "root.key").read_bytes()) == 64
    assert "处用旧密钥加密" in run("--state").stdout
    refused = run("--retire")
    assert (refused.returncode, "做完再来" in refused.stderr) == (1, True)
    assert len(add_part(data / "keys" / "root.key")) == 96  # and nothing was taken away
