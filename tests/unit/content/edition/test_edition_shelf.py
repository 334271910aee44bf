"""Whatever arrives, the shelf shows the last good edition whole (reliability T13, T16)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.edition.format import BlobRef
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import EditionError, LowerOrder
from tests.unit.content.edition.samples import (
    KEYS,
    NOW,
    TRUSTED,
    blob,
    content_of,
    manifest_of,
    public_job,
    shelved,
    signed,
)

OLD, NEW = b"the old edition", b"the new edition!"


def _put(shelf: Shelf, order: int, data: bytes) -> BlobRef:
    ref = blob("edition.db", data)
    shelf.put_blob(ref, [data])
    shelf.install(signed(manifest_of(order, ref)), TRUSTED, "kiosk")
    return ref


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    one = Shelf(tmp_path / "shelf")
    _put(one, 10, OLD)
    return one


def _shown(shelf: Shelf) -> bytes:
    held = shelf.current(TRUSTED, "kiosk")
    return b"" if held is None else held.path_of("edition.db").read_bytes()


def test_a_good_edition_becomes_current(shelf: Shelf) -> None:
    _put(shelf, 11, NEW)
    assert shelf.current_order() == 11
    assert _shown(shelf) == NEW


def test_an_empty_shelf_has_no_current_edition(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "nothing").current(TRUSTED) is None


@pytest.mark.parametrize("order", [9, 1])
def test_a_lower_order_is_refused(shelf: Shelf, order: int) -> None:
    with pytest.raises(LowerOrder):
        _put(shelf, order, NEW)
    assert _shown(shelf) == OLD


def test_another_edition_of_the_same_order_is_refused(shelf: Shelf) -> None:
    with pytest.raises(LowerOrder):
        _put(shelf, 10, NEW)
    assert _shown(shelf) == OLD


def test_the_same_edition_again_changes_nothing(shelf: Shelf) -> None:
    _put(shelf, 10, OLD)
    assert _shown(shelf) == OLD


def test_a_signature_of_another_key_is_refused(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    shelf.put_blob(ref, [NEW])
    with pytest.raises(EditionError):
        shelf.install(signed(manifest_of(11, ref), KEYS.draft), TRUSTED, "kiosk")
    assert _shown(shelf) == OLD


def test_a_draft_is_refused(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    shelf.put_blob(ref, [NEW])
    with pytest.raises(EditionError):
        shelf.install(signed(manifest_of(11, ref, draft=True), KEYS.draft), (*TRUSTED, KEYS.draft.public), "kiosk")
    assert _shown(shelf) == OLD


def test_a_missing_blob_stops_the_switch(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    manifest = manifest_of(11, ref)
    assert shelf.missing(manifest, "kiosk") == (ref,)
    with pytest.raises(EditionError):
        shelf.install(signed(manifest), TRUSTED, "kiosk")
    assert _shown(shelf) == OLD


def test_only_the_blobs_of_the_audience_are_asked_for(shelf: Shelf) -> None:
    mine, others = blob("edition.db", NEW), blob("film.mp4", b"film", audience=("screen",))
    shelf.put_blob(mine, [NEW])
    manifest = manifest_of(11, mine, others)
    assert shelf.missing(manifest, "kiosk") == ()
    assert shelf.missing(manifest, "screen") == (others,)
    assert shelf.missing(manifest, None) == (others,)
    shelf.install(signed(manifest), TRUSTED, "kiosk")
    assert _shown(shelf) == NEW


@pytest.mark.parametrize("data", [NEW[:-1] + b"?", NEW + b"+", b"?" + NEW[1:]])
def test_a_blob_that_is_not_what_its_name_promises_is_thrown_away(shelf: Shelf, data: bytes) -> None:
    ref = blob("edition.db", NEW)
    with pytest.raises(EditionError):
        shelf.put_blob(ref, [data])
    assert not shelf.has(ref)
    assert shelf.received(ref) == 0 or len(data) > ref.size


def test_a_blob_rotten_on_the_disk_stops_the_switch_and_is_fetched_again(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    shelf.put_blob(ref, [NEW])
    (shelf.root / "blobs" / ref.sha256).write_bytes(b"?" + NEW[1:])
    manifest = manifest_of(11, ref)
    with pytest.raises(EditionError):
        shelf.install(signed(manifest), TRUSTED, "kiosk")
    assert _shown(shelf) == OLD
    assert shelf.missing(manifest, "kiosk") == (ref,)


def test_a_truncated_blob_waits_for_its_rest(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)

    def broken() -> Iterator[bytes]:
        yield NEW[:4]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        shelf.put_blob(ref, broken())
    assert not shelf.has(ref)
    assert shelf.received(ref) == 4
    shelf.put_blob(ref, [NEW[4:]], resume=True)
    assert (shelf.root / "blobs" / ref.sha256).read_bytes() == NEW


def test_a_short_blob_is_not_taken_for_a_whole_one(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    with pytest.raises(EditionError):
        shelf.put_blob(ref, [NEW[:-1]])
    assert not shelf.has(ref)


def test_a_damaged_current_edition_falls_back_to_the_one_before(shelf: Shelf) -> None:
    _put(shelf, 11, NEW)
    (shelf.root / "editions/11/manifest.json").write_bytes(b"{}")
    assert _shown(shelf) == OLD
    _put(shelf, 11, NEW)
    assert _shown(shelf) == NEW


def test_a_lost_blob_of_the_current_edition_falls_back_to_the_one_before(shelf: Shelf) -> None:
    ref = _put(shelf, 11, NEW)
    (shelf.root / "blobs" / ref.sha256).unlink()
    assert _shown(shelf) == OLD


def test_a_staged_edition_is_not_current_until_the_switch(shelf: Shelf) -> None:
    ref = blob("edition.db", NEW)
    shelf.put_blob(ref, [NEW])
    shelf.stage(signed(manifest_of(11, ref)), TRUSTED)
    assert _shown(shelf) == OLD
    shelf.switch_to(11)
    assert _shown(shelf) == NEW


def test_three_editions_stay_and_shared_blobs_with_them(shelf: Shelf) -> None:
    for order in (11, 12, 13, 14):
        _put(shelf, order, b"edition %d" % order)
    _put(shelf, 15, b"edition 13")
    gone = shelf.collect(keep=3)
    assert shelf.orders() == (15, 14, 13)
    assert set(gone) == {blob("", data).sha256 for data in (OLD, b"edition 11", b"edition 12")}
    assert _shown(shelf) == b"edition 13"


def test_an_edition_in_use_outlives_its_files(tmp_path: Path) -> None:
    shelf = shelved(tmp_path, content_of((public_job(1001),)), order=1)
    held = shelf.current(TRUSTED)
    assert held is not None
    edition = Edition.open(held)
    for order in (2, 3, 4):
        shelved(tmp_path, content_of((public_job(1001 + order),)), order=order)
    shelf.collect(keep=3)
    assert not held.path_of("edition.db").exists()
    assert [job.number for job in edition.jobs(NOW)] == [1001]


def _by_name(shelf: Shelf, order: int, names: tuple[str, ...]) -> None:
    """Swap an edition as one must not: each file in place, one after the other."""
    for name in names:
        (shelf.root / name).write_text(f"{name} of {order}")


def _swapped(shelf: Shelf, swaps: int, publish: Callable[[int], None],
             read: Callable[[Shelf], list[bytes]]) -> tuple[int, int]:  # fmt: skip
    """Swap so often under three readers; return how many reads there were, and how many got a mixture or nothing."""
    publish(1)
    done, reads, mixed = threading.Event(), [0, 0, 0], [0, 0, 0]

    def look(reader: int) -> None:
        own = Shelf(shelf.root)
        while not done.is_set() or not reads[reader]:
            found = read(own)
            mixed[reader] += len(found) != 2 or len(set(found)) != 1
            reads[reader] += 1

    readers = [threading.Thread(target=look, args=(number,)) for number in range(3)]
    for thread in readers:
        thread.start()
    for order in range(2, swaps + 1):
        publish(order)
    done.set()
    for thread in readers:
        thread.join(30)
    assert min(reads) > 0
    return sum(reads), sum(mixed)


PAIR = ("edition.db", "programme.json")


@pytest.mark.parametrize("swaps", [100, pytest.param(400, marks=pytest.mark.soak)])
def test_readers_see_the_old_edition_or_the_new_one_and_never_a_mixture(tmp_path: Path, swaps: int) -> None:
    shelf = Shelf(tmp_path / "shelf")

    def publish(order: int) -> None:
        refs = [blob(name, f"{name} of {order}".encode()) for name in PAIR]
        for ref in refs:
            shelf.put_blob(ref, [f"{ref.name} of {order}".encode()])
        shelf.install(signed(manifest_of(order, *refs)), TRUSTED, "kiosk")

    def read(own: Shelf) -> list[bytes]:
        held = own.current(TRUSTED, "kiosk")
        found = [] if held is None else [held.path_of(name).read_bytes().split()[-1] for name in PAIR]
        return found if held is not None and found[0] == str(held.manifest.order).encode() else []

    reads, mixed = _swapped(shelf, swaps, publish, read)
    print(f"{reads} reads in {swaps} swaps")
    assert mixed == 0
    assert shelf.current_order() == swaps


def test_a_shelf_that_writes_file_over_file_is_found_mixed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    _, mixed = _swapped(shelf, 400, lambda order: _by_name(shelf, order, PAIR),
                        lambda own: [(own.root / name).read_bytes().rpartition(b" ")[2] for name in PAIR])  # fmt: skip
    assert mixed > 0


def test_everything_is_on_the_disk_before_the_step_that_shows_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorder in the place of fsync(2); every file and folder with a new name must pass it, in this order."""
    real, synced = os.fsync, []

    def record(handle: int) -> None:
        synced.append((Path(f"/proc/self/fd/{handle}").resolve().relative_to(shelf.root.resolve()).as_posix(),
                       shelf.current_order()))  # fmt: skip
        real(handle)

    monkeypatch.setattr(os, "fsync", record)
    ref = _put(shelf, 11, NEW)
    assert synced == [
        (f"incoming/{ref.sha256}", 10), ("blobs", 10), ("editions/.11.new/manifest.json", 10),
        ("editions/.11.new/manifest.sig", 10), ("editions/.11.new", 10), ("editions", 10), (".", 11),
    ]  # fmt: skip
