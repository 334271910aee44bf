"""Publishing is all or nothing, in rising order, and one click goes back."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.edition.format import SignedManifest, open_manifest
from content.errors import EditionError
from content.model.codes import Stage
from content.store.tables import Tables
from tests.unit.content.publishing.conftest import Desk, approved_job
from tests.unit.content.store.samples import KEYS, NOW


def _fill_up(desk: Desk, job_id: str) -> None:
    desk.market.write(lambda tables: tables.jobs.set_stage(job_id, Stage.FILLED, "乙", NOW))


def test_the_first_edition_is_number_one_at_the_second_it_was_made(desk: Desk) -> None:
    manifest = desk.publisher.publish("甲", "开张")
    assert (manifest.number, manifest.kind, manifest.order) == (1, "full", int(NOW.timestamp()))
    assert desk.rung == [manifest]
    with desk.market.reading() as tables:
        row = tables.editions.highest()
    assert row is not None
    assert (row.by, row.note) == ("甲", "开张")
    signed = SignedManifest(manifest=row.manifest, signature=row.signature)
    assert open_manifest(signed, (KEYS.edition.public,)) == manifest
    assert desk.shelf.read_signed(manifest.order) == signed


def test_order_rises_even_when_the_clock_goes_back(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    desk.clock.at = NOW - timedelta(days=1)
    assert desk.publisher.publish("甲").order == first.order + 1
    desk.clock.at = NOW + timedelta(days=1)
    assert desk.publisher.publish("甲").order == int((NOW + timedelta(days=1)).timestamp())


def test_a_patch_keeps_the_number_and_takes_the_filled_job_away(desk: Desk) -> None:
    desk.publisher.publish("甲")
    _fill_up(desk, "job-1001")
    patch = desk.publisher.patch("乙")
    assert (patch.number, patch.kind) == (1, "patch")
    assert desk.shown() == [1002]
    assert desk.publisher.publish("甲").number == 2


def test_a_patch_before_the_first_edition_is_number_one(desk: Desk) -> None:
    assert desk.publisher.patch("乙").number == 1


def test_going_back_shows_the_old_content_as_the_next_number(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    desk.put(approved_job(2000))
    second = desk.publisher.publish("甲")
    back = desk.publisher.roll_back(first.order, "丙")
    assert (back.kind, back.number, back.blobs) == ("rollback", 3, first.blobs)
    assert back.order > second.order
    assert desk.shown() == [1002, 1001]
    assert [one.order for one in desk.publisher.kept()] == [back.order, second.order, first.order]


def test_what_is_not_kept_cannot_be_gone_back_to(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    for number in (2000, 2001, 2002):
        desk.put(approved_job(number))
        desk.publisher.publish("甲")
    with pytest.raises(EditionError, match="清理"):
        desk.publisher.roll_back(first.order, "丙")
    with pytest.raises(EditionError):
        desk.publisher.roll_back(1, "丙")
    assert desk.shown() == [2002, 2001, 2000, 1002, 1001]
    assert len(desk.publisher.kept()) == 3


def test_unchanged_content_makes_the_same_files(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    desk.clock.at = NOW + timedelta(minutes=5)
    assert desk.publisher.publish("甲").blobs == first.blobs


def test_the_first_day_of_a_job_in_print_is_remembered(desk: Desk) -> None:
    desk.publisher.publish("甲")
    desk.clock.at = NOW + timedelta(days=1)
    desk.put(approved_job(2000))
    desk.publisher.publish("甲")
    edition = desk.publisher.current()
    assert edition is not None
    found = {one.number: one.published_at for one in edition.content().jobs}
    edition.close()
    assert found == {1001: NOW, 1002: NOW, 2000: NOW + timedelta(days=1)}


def test_the_difference_is_told_in_words(desk: Desk) -> None:
    assert [line for line in desk.publisher.difference(NOW).words() if line.startswith("新增 2 个岗位")]
    desk.publisher.publish("甲")
    assert desk.publisher.difference(NOW).empty
    _fill_up(desk, "job-1001")
    desk.put(approved_job(2000, title="采茶工"))
    assert desk.publisher.difference(NOW).words() == ("新增 1 个岗位：采茶工", "下架 1 个岗位：装卸工")
    late = desk.publisher.difference(NOW + timedelta(days=9)).words()
    assert [line for line in late if line.startswith("到期 2 个岗位")]
    assert [line for line in late if line.startswith("到期 1 条政策：创业担保贷款")]


def test_a_changed_job_is_named(desk: Desk) -> None:
    desk.publisher.publish("甲")

    def raise_pay(tables: Tables) -> None:
        post = tables.jobs.get("job-1002")
        assert post is not None
        tables.jobs.save(replace(post, pay_max_fen=30000), post.version)
        tables.jobs.set_stage("job-1002", Stage.APPROVED, "乙", NOW)

    desk.market.write(raise_pay)
    assert desk.publisher.difference(NOW).words() == ("改动 1 个岗位：装卸工",)


def test_many_hands_at_once_give_one_edition_each(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as hands:
        manifests = list(hands.map(lambda _: desk.publisher.publish("甲"), range(6)))
    assert sorted(one.number for one in manifests) == [1, 2, 3, 4, 5, 6]
    assert len({one.order for one in manifests}) == 6
    assert desk.shelf.current_order() == max(one.order for one in manifests)


def test_wherever_the_disk_fails_the_old_edition_stays_or_the_new_one_is_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fsync(2) fails at the first call, then at the second … until publishing goes through."""
    desk.publisher.publish("甲")
    real, calls, old, refused = os.fsync, [0], [1002, 1001], 0

    def failing(handle: int) -> None:
        calls[0] -= 1
        if calls[0] == 0:
            raise OSError(5, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    for number in range(2000, 2040):
        desk.put(approved_job(number))
        calls[0] = number - 1999
        try:
            desk.publisher.publish("甲")
        except EditionError:
            refused += 1
            assert desk.shown() == old
        else:
            break
        calls[0] = 0
        desk.new_publisher().settle()
        held = desk.shelf.current((KEYS.edition.public,))
        assert held is not None
        assert held.manifest.number == 1
    assert refused == 7  # edition.db built and stored 3, manifest, signature, their folder, its parent 4
    assert desk.shown() == [*range(2007, 1999, -1), *old]


def test_a_row_without_a_switch_is_published_and_mended_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = desk.publisher.publish("甲")
    desk.put(approved_job(2000))

    def no_link(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "symlink", no_link)
        second = desk.publisher.publish("甲")
    assert "系统管理员" in caplog.text
    assert desk.rung == [first, second]
    assert desk.shelf.current_order() == first.order
    assert desk.shown() == [2000, 1002, 1001]
    desk.new_publisher().settle()
    assert desk.shelf.current_order() == second.order


def test_lost_files_of_the_edition_in_force_do_not_stop_the_next(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    for ref in first.blobs:
        Path(desk.shelf.root / "blobs" / ref.sha256).unlink()
    assert [line for line in desk.publisher.difference(NOW).words() if line.startswith("新增 2 个岗位")]
    desk.publisher.publish("甲")
    assert desk.shown() == [1002, 1001]
