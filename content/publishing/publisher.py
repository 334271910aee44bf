"""Publishing: from the market's records to a signed edition that the link serves, and back to an earlier one.

The steps, in this order: read · build and sign beside everything · lay the verified edition on the hub's shelf · commit
the row. The row is what makes it published: a crash before it leaves an edition nobody is offered, which a later
clean-up takes away. Only then does the hub's own `current` move (`settle` mends a crash between the two).
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from content.clock import Clock, calendar_day
from content.edition.format import (
    DATABASE,
    PROGRAMME,
    BlobRef,
    Kind,
    Manifest,
    SignedManifest,
    open_manifest,
    sign_manifest,
)
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import EditionError
from content.model.codec import to_json
from content.model.editions import EditionRow
from content.model.published import EditionContent
from content.privacy import KeyRing
from content.publishing.build import build_edition_db
from content.publishing.content import edition_content, held_back
from content.publishing.difference import Difference, difference_between
from content.publishing.screens import programme_for
from content.store.database import Market
from content.store.tables import Tables

_log = logging.getLogger(__name__)

KEPT = 3  # editions whose files stay, so that going back needs no building
_EVERYONE = ("kiosk", "screen", "public")
_CHUNK = 1 << 20


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EditionError(f"磁盘写不进去（{error.strerror}），没有发布，请系统管理员检查磁盘后再发布。") from error


def _ref(name: str, path: Path) -> BlobRef:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BlobRef(name=name, sha256=digest, size=path.stat().st_size, audience=_EVERYONE)


class Publisher:
    """The one place where editions are made; calls wait for each other and may come from any thread."""

    def __init__(self, market: Market, shelf: Shelf, keys: KeyRing, clock: Clock, site_id: str,
                 on_published: Callable[[Manifest], None] | None = None) -> None:  # fmt: skip
        self._market = market
        self._shelf = shelf
        self._keys = keys
        self._clock = clock
        self._site_id = site_id
        self._on_published = on_published
        self._trusted = (keys.edition.public,)
        self._lock = threading.Lock()

    def _now(self) -> datetime:
        # the store keeps milliseconds; finer times would look like changes when read back
        now = self._clock.now()
        return now - timedelta(microseconds=now.microsecond % 1000)

    def settle(self) -> None:
        """Make the hub's shelf show the published edition; for the start, after a crash or a restored database."""
        with self._lock:
            row = self._highest()
            if row is not None and row.order != self._shelf.current_order() and row.order in self._shelf.orders():
                self._shelf.switch_to(row.order)

    def _highest(self) -> EditionRow | None:
        with self._market.reading() as tables:
            return tables.editions.highest()

    def current(self) -> Edition | None:
        """Open the published edition, or None before the first."""
        row = self._highest()
        return None if row is None else Edition.open(self._shelf.held(row.order, self._trusted))

    def difference(self, now: datetime) -> Difference:
        """Return what publishing at `now` would change."""
        with self._market.reading() as tables:
            after, left_out = edition_content(tables, now), held_back(tables, now)
        try:
            edition = self.current()
        except EditionError:
            edition = None  # its files are gone or damaged: all that is published next is new to the terminals
        if edition is None:
            return difference_between(None, after, now, left_out)
        try:
            return difference_between(edition.content(), after, now, left_out)
        finally:
            edition.close()

    def publish(self, by: str, note: str = "") -> Manifest:
        """Publish everything that may be shown now as the next 期."""
        return self._publish_content("full", by, note)

    def patch(self, by: str, note: str = "") -> Manifest:
        """Publish what may be shown now under the 期 in force, for one thing that cannot wait (已招满)."""
        return self._publish_content("patch", by, note)

    def _publish_content(self, kind: Kind, by: str, note: str) -> Manifest:
        with self._lock, _disk_faults(), tempfile.TemporaryDirectory(prefix="linggong-edition-") as folder:
            now = self._now()
            with self._market.reading() as tables:
                content, highest = edition_content(tables, now), tables.editions.highest()
                number = tables.editions.next_number()
            if kind == "patch" and highest is not None:
                number = highest.number
            blobs = self._build(content, Path(folder), now)
            manifest = Manifest(site_id=self._site_id, order=self._next_order(highest, now), number=number, kind=kind,
                                built_at=now, note=note, blobs=blobs)  # fmt: skip
            return self._issue(manifest, by, content)

    def _build(self, content: EditionContent, folder: Path, now: datetime) -> tuple[BlobRef, ...]:
        database, programme = folder / DATABASE, folder / PROGRAMME
        build_edition_db(content, database, calendar_day(now))
        programme.write_bytes(to_json(programme_for(content)))
        refs = (_ref(DATABASE, database), _ref(PROGRAMME, programme))
        for ref, path in zip(refs, (database, programme), strict=True):
            if not self._shelf.has(ref):
                self._shelf.put_blob(ref, _chunks(path))
        return refs

    def _next_order(self, highest: EditionRow | None, now: datetime) -> int:
        previous = max((highest.order if highest else 0, *self._shelf.orders()))
        return max(previous + 1, int(now.timestamp()))

    def _issue(self, manifest: Manifest, by: str, content: EditionContent | None) -> Manifest:
        """Stage, commit the row, switch, ring; `content` None leaves the first-published dates alone."""
        signed = sign_manifest(manifest, self._keys.edition)
        self._shelf.stage(signed, self._trusted)

        def commit(tables: Tables) -> None:
            tables.editions.add(manifest.order, manifest.number, manifest.kind, manifest.built_at, by, manifest.note,
                                signed.manifest, signed.signature)  # fmt: skip
            if content is not None:
                tables.jobs.mark_published((one.id for one in content.jobs), manifest.built_at)
                tables.policies.mark_published((one.id for one in content.policies), manifest.built_at)

        self._market.write(commit)
        try:
            self._shelf.switch_to(manifest.order)
            self._shelf.collect(KEPT)
        except OSError as error:
            # published all the same, by the row; the phone pages follow at the next edition or start
            _log.warning("第 %s 期已发布，本机没有换上，请系统管理员检查磁盘后重启：%s", manifest.number, error)
        if self._on_published is not None:
            self._on_published(manifest)
        return manifest

    def roll_back(self, order: int, by: str) -> Manifest:
        """Publish an earlier edition's blobs again as the next number; EditionError when its files are gone."""
        with self._lock, _disk_faults():
            with self._market.reading() as tables:
                row, highest = tables.editions.by_order(order), tables.editions.highest()
                number = tables.editions.next_number()
            if row is None:
                raise EditionError("没有这一期，请刷新后再选。")
            old = self._opened(row)
            if self._shelf.missing(old, None):
                raise EditionError(f"第 {row.number} 期的文件已经清理，退不回去了，请改好内容后发布新的一期。")
            now = self._now()
            manifest = replace(old, order=self._next_order(highest, now), number=number, kind="rollback", built_at=now,
                               note=f"退回第 {old.number} 期")  # fmt: skip
            return self._issue(manifest, by, None)

    def _opened(self, row: EditionRow) -> Manifest:
        return open_manifest(SignedManifest(manifest=row.manifest, signature=row.signature), self._trusted)

    def kept(self) -> tuple[Manifest, ...]:
        """Return the published editions whose files are still here, newest first; the first is in force."""
        with self._market.reading() as tables:
            rows = tables.editions.kept(KEPT)
        manifests = (self._opened(row) for row in rows)
        return tuple(one for one in manifests if not self._shelf.missing(one, None))
