"""Carries a screen's pictures to the hub: each scene once, on disk until it has it; the live picture, newest only."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from content.errors import LinkError, PictureRefused
from content.link.hub import Hub

log = logging.getLogger(__name__)

PNG_LIMIT = 2 * 1024 * 1024
JPEG_LIMIT = 300 * 1024
MOST_WAITING = 2000  # some weeks of new scenes without a hub; then the oldest picture goes
_FORGOTTEN_AFTER_S = 90 * 24 * 3600.0  # a scene that comes back after so long is sent again, which the hub knows
_SCENE = re.compile(r"[0-9a-f]{16}")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0


def is_picture(data: bytes, mime: str) -> bool:
    """Say whether bytes are of a kind and size that travel: PNG up to 2 MB, JPEG up to 300 KB."""
    if mime == "image/png":
        return data.startswith(_PNG) and len(data) <= PNG_LIMIT
    return mime == "image/jpeg" and data.startswith(_JPEG) and len(data) <= JPEG_LIMIT


class PictureQueue:
    """One folder: `waiting/<scene>.png`, and an empty `known/<scene>` for what the hub has; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._waiting, self._known = folder / "waiting", folder / "known"
        self._lock = threading.Lock()
        for part in (self._waiting, self._known):
            part.mkdir(parents=True, exist_ok=True)
        for half in self._waiting.glob("*.part"):
            half.unlink(missing_ok=True)

    def wants(self, scene: str) -> bool:
        """Say whether the scene's picture was never taken."""
        if not _SCENE.fullmatch(scene):
            return False
        return not (self._known / scene).exists() and not self._path(scene).exists()

    def put(self, scene: str, png: bytes) -> None:
        """Keep a picture, durable when this returns; one already here or known stays. OSError when the disk is full."""
        if not self.wants(scene):
            return
        with self._lock:
            half = self._waiting / f"{scene}.part"
            with half.open("wb") as file:
                file.write(png)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._path(scene))
            _sync(self._waiting)
            for old in sorted(self._waiting.glob("*.png"), key=_age)[:-MOST_WAITING]:
                old.unlink(missing_ok=True)

    def waiting(self) -> tuple[str, ...]:
        """Return the scenes whose pictures the hub has not, oldest first."""
        return tuple(path.stem for path in sorted(self._waiting.glob("*.png"), key=_age))

    def read(self, scene: str) -> bytes | None:
        """Return a waiting picture; None when it is gone."""
        try:
            return self._path(scene).read_bytes()
        except OSError:
            return None

    def settle(self, scene: str) -> None:
        """Note that the hub has the picture, or never will; a crash in between sends it once more."""
        with self._lock:
            (self._known / scene).touch()
            self._path(scene).unlink(missing_ok=True)

    def forget_old(self, now_s: float) -> None:
        """Drop what is known of scenes of long ago; `now_s` is seconds since 1970."""
        for path in self._known.iterdir():
            if now_s - _age(path) > _FORGOTTEN_AFTER_S:
                path.unlink(missing_ok=True)

    def _path(self, scene: str) -> Path:
        return self._waiting / f"{scene}.png"


class PictureCourier:
    """One thread; `state` is a sentence, "" when all is well."""

    def __init__(self, hub: Hub, pictures: PictureQueue) -> None:
        self.state = ""
        self._hub, self._pictures = hub, pictures
        self._live: bytes | None = None
        self._look, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()

    def wake(self) -> None:
        """Say that a picture waits."""
        self._look.set()

    def show(self, jpeg: bytes) -> None:
        """Hand over what the glass shows now; an earlier one that was not sent is dropped."""
        self._live = jpeg
        self._look.set()

    def stop(self) -> None:
        """Stop after the picture under way; what was not acknowledged stays on disk."""
        self._stopping.set()
        self._look.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def carry(self) -> None:
        """Send everything there is, once; LinkError when the hub is away or does not know this terminal."""
        live, self._live = self._live, None
        if live is not None:
            try:
                self._hub.put_live_picture(live)
            except PictureRefused as error:
                log.error("the hub refused the live picture: %s", error)
        for scene, png in self._left():
            try:
                self._hub.put_scene_picture(scene, png)
            except PictureRefused as error:
                log.error("the hub refused the picture of scene %s: %s", scene, error)
            self._pictures.settle(scene)

    def _left(self) -> Iterator[tuple[str, bytes]]:
        for scene in self._pictures.waiting():
            if self._stopping.is_set():
                return
            png = self._pictures.read(scene)
            if png is not None:
                yield scene, png

    def _run(self) -> None:
        wait = _SHORTEST_WAIT_S
        self._pictures.forget_old(time.time())
        while not self._stopping.is_set():
            self._look.clear()
            pause = _LONGEST_WAIT_S
            try:
                self.carry()
                self.state, wait = "", _SHORTEST_WAIT_S
            except LinkError as error:
                if self.state != str(error):
                    log.warning("pictures wait on disk: %s", error)
                self.state = str(error)
                pause, wait = wait, min(wait * 2, _LONGEST_WAIT_S)
                # a picture put meanwhile does not shorten the wait for a hub that is away
                self._stopping.wait(pause)
                continue
            except OSError:
                self.state = "大屏画面存证写不了磁盘，请系统管理员检查磁盘空间。"
                log.exception("pictures stay where they are")
            if not self._stopping.is_set():
                self._look.wait(pause)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
