"""The shelf: what one box holds of editions, and the one atomic step by which another becomes current.

    blobs/<sha256>                       every file once, however many editions name it
    incoming/<sha256>                    a file on its way; kept when the line breaks, so that the rest can follow
    editions/<order>/manifest.json       the bytes that were signed
    editions/<order>/manifest.sig        64 bytes
    current -> editions/<order>          replaced by rename; a reader sees the old edition or the new one, never both

Everything is fsynced before the step that makes it visible (reliability T13). A hub is the first terminal of its own
editions, so hub and terminals share this file.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from content.digests import file_sha256
from content.edition.format import BlobRef, Manifest, SignedManifest, open_manifest
from content.errors import EditionError, LowerOrder
from content.privacy import signed_by


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEdition:
    """An edition that lies whole on a shelf."""

    manifest: Manifest
    signed: SignedManifest
    blobs: Path

    def path_of(self, name: str) -> Path:
        """Return where the named blob lies; EditionError when the edition has none of that name."""
        ref = self.manifest.blob(name)
        if ref is None:
            raise EditionError(f"这一期里没有 {name}，请系统管理员重新发布。")
        return self.blobs / ref.sha256


class Shelf:
    """One folder of editions; writing calls may come from any thread of the one process that owns it."""

    def __init__(self, root: Path, *, draft: bool = False) -> None:
        self.root = root
        self.draft = draft
        self._lock = threading.RLock()

    @property
    def _blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def _incoming(self) -> Path:
        return self.root / "incoming"

    @property
    def _editions(self) -> Path:
        return self.root / "editions"

    def _prepare(self) -> None:
        for folder in (self._blobs, self._incoming, self._editions):
            folder.mkdir(parents=True, exist_ok=True)

    def current_order(self) -> int:
        """Return the order `current` points at, 0 before the first edition."""
        try:
            return int((self.root / "current").readlink().name)
        except (OSError, ValueError):
            return 0

    def orders(self) -> tuple[int, ...]:
        """Return every order that lies on the shelf, newest first."""
        if not self._editions.is_dir():
            return ()
        return tuple(sorted((int(one.name) for one in self._editions.iterdir() if one.name.isdigit()), reverse=True))

    def read_signed(self, order: int) -> SignedManifest | None:
        """Return the manifest stored under an order, unverified, or None."""
        folder = self._editions / str(order)
        try:
            return SignedManifest(manifest=(folder / "manifest.json").read_bytes(),
                                  signature=(folder / "manifest.sig").read_bytes())  # fmt: skip
        except OSError:
            return None

    def held(self, order: int, trusted: tuple[bytes, ...], audience: str | None = None) -> HeldEdition:
        """Return a stored edition, its signature checked and its blobs of that audience there in full size."""
        signed = self.read_signed(order)
        if signed is None:
            raise EditionError(f"第 {order} 号刊期不在本机，请系统管理员重新发布。")
        manifest = open_manifest(signed, trusted, draft=self.draft)
        if self.missing(manifest, audience):
            raise EditionError("本机存的这一期缺文件，会自动重新取；一直不好请系统管理员查看磁盘。")
        return HeldEdition(manifest=manifest, signed=signed, blobs=self._blobs)

    def current(self, trusted: tuple[bytes, ...], audience: str | None = None) -> HeldEdition | None:
        """Return the current edition; if it is damaged, the newest older one that is whole; None when there is none."""
        top = self.current_order()
        for order in (top, *(one for one in self.orders() if one < top)):
            try:
                return self.held(order, trusted, audience)
            except EditionError:
                continue
        return None

    def has(self, ref: BlobRef) -> bool:
        """Say whether the blob lies here in full size; `install` checks its hash."""
        try:
            return (self._blobs / ref.sha256).stat().st_size == ref.size
        except OSError:
            return False

    def missing(self, manifest: Manifest, audience: str | None) -> tuple[BlobRef, ...]:
        """Return the blobs still to be fetched before the edition can be installed; None as audience is all of them."""
        return tuple(ref for ref in manifest.for_audience(audience) if not self.has(ref))

    def received(self, ref: BlobRef) -> int:
        """Return how many bytes of a broken-off blob are there, the offset from which to fetch the rest."""
        try:
            return (self._incoming / ref.sha256).stat().st_size
        except OSError:
            return 0

    def put_blob(self, ref: BlobRef, chunks: Iterable[bytes], *, resume: bool = False) -> None:
        """Store a blob; `resume` appends to the `received` bytes. EditionError when it is not what the name promises.

        When `chunks` raises, what came stays for a later `resume`.
        """
        with self._lock:
            self._prepare()
            partial = self._incoming / ref.sha256
            with partial.open("ab" if resume else "wb") as file:
                size = file.tell()
                for chunk in chunks:
                    size += len(chunk)
                    if size > ref.size:
                        break
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if size < ref.size:
                raise EditionError(f"文件 {ref.name} 没有传完，稍后自动接着传。")
            if size > ref.size or file_sha256(partial) != ref.sha256:
                partial.unlink()
                raise EditionError(f"文件 {ref.name} 传坏了（校验不符），已丢弃，稍后自动重传。")
            partial.replace(self._blobs / ref.sha256)
            _sync_folder(self._blobs)

    def _check_blobs(self, manifest: Manifest, audience: str | None) -> None:
        for ref in manifest.for_audience(audience):
            path = self._blobs / ref.sha256
            if not self.has(ref):
                raise EditionError(f"这一期还缺 {ref.name}，没有换上，稍后自动重取。")
            if file_sha256(path) != ref.sha256:
                path.unlink()
                raise EditionError(f"本机存的 {ref.name} 已损坏，已丢弃，稍后自动重取；常出现请系统管理员查看磁盘。")

    def stage(self, signed: SignedManifest, trusted: tuple[bytes, ...], audience: str | None = None) -> HeldEdition:
        """Lay a complete, verified edition beside the current one without making it current."""
        with self._lock:
            self._prepare()
            manifest = open_manifest(signed, trusted, draft=self.draft)
            now_current = self.current_order()
            if manifest.order < now_current or (manifest.order == now_current and not self._repairs(signed, trusted)):
                raise LowerOrder("收到的一期比正在用的旧，没有换；要退回请在后台用“退回上一期”发布。")
            self._check_blobs(manifest, audience)
            folder, new = self._editions / str(manifest.order), self._editions / f".{manifest.order}.new"
            if self.read_signed(manifest.order) != signed:
                shutil.rmtree(new, ignore_errors=True)
                shutil.rmtree(folder, ignore_errors=True)
                new.mkdir()
                _write_synced(new / "manifest.json", signed.manifest)
                _write_synced(new / "manifest.sig", signed.signature)
                _sync_folder(new)
                new.rename(folder)
                _sync_folder(self._editions)
            return HeldEdition(manifest=manifest, signed=signed, blobs=self._blobs)

    def _repairs(self, signed: SignedManifest, trusted: tuple[bytes, ...]) -> bool:
        stored = self.read_signed(self.current_order())
        return stored is None or stored == signed or not signed_by(stored.manifest, stored.signature, trusted)

    def switch_to(self, order: int) -> None:
        """Make a staged edition the current one, atomically and durably."""
        with self._lock:
            target = Path("editions") / str(order)
            if not (self.root / target).is_dir():
                raise EditionError(f"第 {order} 号刊期不在本机，请系统管理员重新发布。")
            first, link = not self.current_order(), self.root / ".current.new"
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            link.replace(self.root / "current")
            _sync_folder(self.root)
            if first:
                _sync_folder(self.root.parent)  # else the new shelf itself may be gone after a power cut

    def install(self, signed: SignedManifest, trusted: tuple[bytes, ...], audience: str | None) -> HeldEdition:
        """Verify, stage and switch; on any EditionError (LowerOrder among them) the current edition stays."""
        with self._lock:
            held = self.stage(signed, trusted, audience)
            self.switch_to(held.manifest.order)
            return held

    def collect(self, keep: int = 3, also: Collection[int] = ()) -> tuple[str, ...]:
        """Drop all but the newest `keep` editions up to the current one; return the sha256 of blobs that went.

        The orders in `also` stay whatever their age.

        Open files stay readable to whoever has them open. Call it only when no blob waits for its manifest.
        """
        with self._lock:
            self._prepare()
            top = self.current_order()
            orders = [one for one in self.orders() if one <= top]
            for order in set(orders[keep:]).difference(also):
                shutil.rmtree(self._editions / str(order), ignore_errors=True)
            named: set[str] = set()
            for order in self.orders():
                named |= self._named_by(order)
            gone = [path for path in self._blobs.iterdir() if path.name not in named]
            for path in (*gone, *self._incoming.iterdir()):
                path.unlink(missing_ok=True)
            return tuple(path.name for path in gone)

    def _named_by(self, order: int) -> set[str]:
        signed = self.read_signed(order)
        try:
            blobs = json.loads(signed.manifest)["blobs"] if signed else []
            return {blob["sha256"] for blob in blobs}
        except (ValueError, KeyError, TypeError):
            return set()
