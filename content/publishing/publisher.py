"""Publishing: from the market's records to a signed edition that the link serves, and back to an earlier one.

The steps, in this order: read · build and sign beside everything · lay the verified edition on the hub's shelf · commit
the row. The row is what makes it published: a crash before it leaves an edition nobody is offered, which a later
clean-up takes away. Only then does the hub's own `current` move (`settle` mends a crash between the two).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.clock import Clock
from content.edition.format import (
    PROGRAMME,
    BlobRef,
    Kind,
    Manifest,
    SignedManifest,
    open_manifest,
    sign_manifest,
)
from content.edition.reading import Edition
from content.edition.shelf import HeldEdition, Shelf
from content.errors import EditionError
from content.model.codec import from_json
from content.model.editions import EditionRow, Emergency
from content.model.programme import Programme
from content.model.programme_plan import ProgrammePlan
from content.model.published import EditionContent
from content.privacy import KeyRing
from content.publishing.changes import note_changes
from content.publishing.content import edition_content, held_back
from content.publishing.difference import Difference, difference_between
from content.publishing.displays import with_files
from content.publishing.going_back import LeftOut, still_shown
from content.publishing.planned_programme import planned_programme
from content.publishing.press import disk_faults, lay_edition, lay_programme
from content.publishing.screens import alarmed
from content.store.database import Market
from content.store.tables import Tables

_log = logging.getLogger(__name__)

# editions whose files stay, so that going back needs no building; beside them as many numbers as they stood last,
# for the patches of one busy day would push last week's edition out
KEPT = 3
_DRAFTS_KEPT = 3  # somebody may still be looking at one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the market's database says at one instant."""

    content: EditionContent
    lost: tuple[str, ...]  # sentences on 素材 without a file
    emergency: Emergency | None
    highest: EditionRow | None
    number: int
    plan: ProgrammePlan | None  # of the screens, as it was last approved


def _mark(tables: Tables, content: EditionContent, now: datetime) -> None:
    """Note what the hall sees from now on."""
    tables.jobs.mark_published((one.id for one in content.jobs), now)
    tables.policies.mark_published((one.id for one in content.policies), now)
    tables.courses.mark_published((one.id for one in content.courses), now)
    tables.fairs.mark_published((one.id for one in content.fairs), now)
    tables.articles.mark_published((one.id for one in content.articles), now)
    tables.notices.mark_published((one.id for one in content.notices), now)
    tables.media.mark_published((one.id for one in content.media), now)


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
        self._files = market.media_files
        self.drafts = Shelf(shelf.root.with_name(f"{shelf.root.name}-drafts"), draft=True)
        self.draft_keys = (keys.draft.public,)  # what a previewing player trusts
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
        read = self._read(now)
        with self._market.reading() as tables:
            after, left_out = read.content, (*held_back(tables, now), *read.lost)
        try:
            edition = self.current()
        except EditionError:
            edition = None  # its files are gone or damaged: all that is published next is new to the terminals
        if edition is None:
            return difference_between(None, after, now, left_out)
        try:
            # without its emergency: that is no plan of anybody's
            changed = alarmed(edition.programme(), None) != planned_programme(read.plan, edition.content())
            found = difference_between(edition.content(), after, now, left_out)
            return replace(found, programme_changed=read.plan is not None and changed)
        finally:
            edition.close()

    def publish(self, by: str, note: str = "") -> Manifest:
        """Publish everything that may be shown now as the next 期."""
        return self._publish_content("full", by, note)

    def patch(self, by: str, note: str = "") -> Manifest:
        """Publish what may be shown now under the 期 in force, for one thing that cannot wait (已招满)."""
        return self._publish_content("patch", by, note)

    def _read(self, now: datetime) -> _Reading:
        with self._market.reading() as tables:
            content = edition_content(tables, now)
            emergency, highest = tables.emergencies.get(now), tables.editions.highest()
            number, plan = tables.editions.next_number(), tables.programme.approved()
        content, lost = with_files(content, self._files)
        return _Reading(content=content, lost=lost, emergency=emergency, highest=highest, number=number, plan=plan)

    def _publish_content(self, kind: Kind, by: str, note: str) -> Manifest:
        # an emergency is declared whatever the disk: it is one small file
        self._market.require_room()
        with self._lock, disk_faults():
            now = self._now()
            read = self._read(now)
            blobs = lay_edition(read.content, read.emergency, self._shelf, self._files, now, read.plan)
            number = read.highest.number if kind == "patch" and read.highest is not None else read.number
            manifest = Manifest(site_id=self._site_id, order=self._next_order(read.highest, now), number=number,
                                kind=kind, built_at=now, note=note, blobs=blobs)  # fmt: skip
            return self._issue(manifest, by, read.content)

    def draft(self, plan: ProgrammePlan | None = None) -> HeldEdition:
        """Build what publishing now would bring, for a preview: signed by another key, on a shelf no link offers.

        With a plan, its screens play that one instead of the one last approved.
        """
        with self._lock, disk_faults():
            now, shelf = self._now(), self.drafts
            read = self._read(now)
            blobs = lay_edition(read.content, read.emergency, shelf, self._files, now, plan or read.plan)
            order = max(shelf.current_order() + 1, int(now.timestamp()))
            manifest = Manifest(site_id=self._site_id, order=order, number=read.number, kind="full", draft=True,
                                built_at=now, blobs=blobs)  # fmt: skip
            held = shelf.install(sign_manifest(manifest, self._keys.draft), self.draft_keys, None)
            shelf.collect(_DRAFTS_KEPT)
            return held

    def declare(self, emergency: Emergency) -> Manifest:
        """Show an emergency on every screen at once, by a patch that changes the programme alone."""
        return self._alarm(emergency, emergency.by, f"紧急通知：{emergency.title}")

    def end_emergency(self, by: str) -> Manifest:
        """Take the emergency off before its end."""
        return self._alarm(None, by, "紧急通知结束")

    def _alarm(self, emergency: Emergency | None, by: str, note: str) -> Manifest:
        with self._lock, disk_faults():
            now = self._now()
            if emergency is not None and emergency.until <= now:
                raise EditionError("紧急通知的结束时间已经过了，请改到现在以后再发。")
            # first of all: should this fail, the next edition carries it
            self._market.write(lambda tables: tables.emergencies.put(emergency))
            highest = self._highest()
            if highest is None:
                raise EditionError("还没有发布过一期，紧急通知会随第一期发出，请先发布。")
            old = self._opened(highest)
            manifest = replace(old, order=self._next_order(highest, now), kind="emergency", built_at=now, note=note,
                               blobs=self._alarmed(old, emergency))  # fmt: skip
            return self._issue(manifest, by, None)

    def _alarmed(self, manifest: Manifest, emergency: Emergency | None) -> tuple[BlobRef, ...]:
        held = self._shelf.held(manifest.order, self._trusted)
        programme = from_json(Programme, held.path_of(PROGRAMME).read_bytes())
        ref = lay_programme(alarmed(programme, emergency), self._shelf)
        return tuple(ref if one.name == PROGRAMME else one for one in manifest.blobs)

    def _next_order(self, highest: EditionRow | None, now: datetime) -> int:
        previous = max((highest.order if highest else 0, *self._shelf.orders()))
        return max(previous + 1, int(now.timestamp()))

    def _issue(self, manifest: Manifest, by: str, content: EditionContent | None) -> Manifest:
        """Stage, commit the row, switch, ring; `content` None leaves the first-published dates alone."""
        signed = sign_manifest(manifest, self._keys.edition)
        self._shelf.stage(signed, self._trusted)

        def commit(tables: Tables) -> None:
            self._market.require_here()
            tables.editions.add(manifest.order, manifest.number, manifest.kind, manifest.built_at, by, manifest.note,
                                signed.manifest, signed.signature)  # fmt: skip
            if content is not None:
                _mark(tables, content, manifest.built_at)

        self._market.write(commit)
        try:
            self._shelf.switch_to(manifest.order)
            self._shelf.collect(KEPT, {row.order for row in self._kept_rows()})
        except OSError as error:
            # published all the same, by the row; the phone pages follow at the next edition or start
            _log.warning("第 %s 期已发布，本机没有换上，请系统管理员检查磁盘后重启：%s", manifest.number, error)
        if self._on_published is not None:
            self._on_published(manifest)
        if manifest.kind != "emergency":
            # after the bell: the hall waits for the edition, not for its story
            note_changes(self._market, self._shelf, self._trusted)
        return manifest

    def roll_back(self, order: int, by: str) -> Manifest:
        """Publish an earlier edition again as the next number, without what is filled, withdrawn or over by now.

        EditionError when its files are gone.
        """
        with self._lock, disk_faults():
            now = self._now()
            with self._market.reading() as tables:
                highest, number = tables.editions.highest(), tables.editions.next_number()
                emergency, plan = tables.emergencies.get(now), tables.programme.approved()
            old, content, out = self._past(order, now)
            if out:
                blobs = lay_edition(with_files(content, self._files)[0], emergency, self._shelf, self._files, now, plan)
            else:
                # always: its screens may have shown an emergency that is over by now
                blobs = self._alarmed(old, emergency)
            note = f"退回第 {old.number} 期" + (f"，{len(out)} 条已招满、撤下或过期的没有带回" if out else "")
            manifest = replace(old, order=self._next_order(highest, now), number=number, kind="rollback", built_at=now,
                               note=note, blobs=blobs)  # fmt: skip
            return self._issue(manifest, by, None)

    def left_out(self, order: int) -> tuple[str, ...]:
        """Return what going back to an edition would leave out now, a line each; EditionError as `roll_back`."""
        return tuple(one.words for one in self._past(order, self._now())[2])

    def _past(self, order: int, now: datetime) -> tuple[Manifest, EditionContent, tuple[LeftOut, ...]]:
        with self._market.reading() as tables:
            row = tables.editions.by_order(order)
            if row is None:
                raise EditionError("没有这一期，请刷新后再选。")
            old = self._opened(row)
            if self._shelf.missing(old, None):
                raise EditionError(f"第 {row.number} 期的文件已经清理，退不回去了，请改好内容后发布新的一期。")
            edition = Edition.open(self._shelf.held(order, self._trusted))
            try:
                return old, *still_shown(edition.content(), tables, now)
            finally:
                edition.close()

    def _opened(self, row: EditionRow) -> Manifest:
        return open_manifest(SignedManifest(manifest=row.manifest, signature=row.signature), self._trusted)

    def _kept_rows(self) -> tuple[EditionRow, ...]:
        with self._market.reading() as tables:
            rows = {row.order: row for row in (*tables.editions.kept(KEPT), *tables.editions.last_of_numbers(KEPT))}
        return tuple(rows[order] for order in sorted(rows, reverse=True))

    def kept(self) -> tuple[Manifest, ...]:
        """Return the published editions whose files are still here, newest first; the first is in force."""
        manifests = (self._opened(row) for row in self._kept_rows())
        return tuple(one for one in manifests if not self._shelf.missing(one, None))
