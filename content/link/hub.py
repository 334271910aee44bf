"""The hub as a terminal sees it: one method per route of the link, faults as LinkError."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx

from content.clock import from_text
from content.edition.format import SignedManifest
from content.errors import EditionError, HubAway, LinkError, NotPaired, PictureRefused
from content.link.answers import Beat, Greeting, Ring
from content.link.channel import json_object, open_client, pins_of, require_good, spoken, trust_in
from content.link.packages import PackageNote
from content.link.pairing import Paired
from content.link.protocol import answered_protocol, headers, hub_too_old
from content.link.turns import Turns
from content.model.codec import from_plain, to_plain
from content.model.filings import Envelope, Receipt
from content.model.terminals import ErrandOrder, ErrandResult
from content.model.tickets import CalledNumbers

log = logging.getLogger(__name__)

BELL_SILENCE_S = 40.0  # the hub says something every 15 s; longer silence means the line is dead
_CHUNK = 256 * 1024
# 404 and 405 are not among them: a hub of the version before has no such route yet
_NEVER_TAKEN = frozenset({400, 409, 410, 413, 415, 422})


class Hub:
    """One hub over HTTP, usable from several threads; every method raises HubAway, NotPaired or LinkError.

    `on_keys` is called with the pairing as it is to be kept, when a greeting brought other keys or a heartbeat the
    hub's certificate authority.
    """

    def __init__(self, paired: Paired, on_keys: Callable[[Paired], None] = lambda _: None) -> None:
        self.paired = paired
        self.turns = Turns(paired.prefix)
        self._on_keys = on_keys
        self._when_heard = list[Callable[[], None]]()
        self._trusted = trust_in(paired.hub_url, paired.certificate)
        self._client, self._former = self._open(paired, self._trusted), list[httpx.Client]()
        self._pairing_lock = threading.Lock()  # a greeting and a heartbeat may both bring news of it
        self._bell_lock = threading.Lock()
        self._bell_socket: socket.socket | None = None
        self._closed = False

    @staticmethod
    def _open(paired: Paired, trusted: ssl.SSLContext | None) -> httpx.Client:
        client = open_client(paired.hub_url, trusted)
        client.headers["Authorization"] = f"Bearer {paired.token}"
        client.headers.update(headers())
        return client

    def follow(self, url: str) -> bool:
        """Go over to where the hub moved, once it answers there with the certificate and the key we know; else stay.

        The pairing stays; `on_keys` keeps it with the new address.
        """
        if url == self.paired.hub_url:
            return False
        moved = replace(self.paired, hub_url=url, moved_from=self.paired.moved_from or self.paired.hub_url)
        trusted = trust_in(url, moved.certificate)  # refuses an address without TLS off loopback
        client = self._open(moved, trusted)
        try:
            with spoken():
                answer = client.post("/link/greeting", json={"terminal": moved.terminal})
            if not str(json_object(answer).get("now", "")):
                raise _garbled()
        except LinkError:
            client.close()
            raise
        self._former.append(self._client)  # other threads may be reading through it
        with self._pairing_lock:
            # what was learned meanwhile of keys and authority goes along
            moved = replace(self.paired, hub_url=moved.hub_url, moved_from=moved.moved_from)
            self.paired, self._client, self._trusted = moved, client, trusted
            self._on_keys(moved)
        self._hang_up_bell()
        return True

    def greet(self) -> Greeting:
        """Say hello; the answer decides what the courier sends again. HubAway while the hub is too old for us."""
        answer = self._post("/link/greeting", {"terminal": self.paired.terminal})
        if sentence := hub_too_old(answered_protocol(answer)):
            raise HubAway(sentence)
        try:
            greeting = Greeting(contiguous_seq=int(answer["contiguous_seq"]), now=from_text(answer["now"]),
                                clock_ok=answer.get("clock_ok") is not False,
                                version=str(answer.get("version", "")))  # fmt: skip
            self._trust(tuple(b64decode(key, validate=True) for key in answer.get("trusted_keys", ())),
                        b64decode(answer.get("seal_key", ""), validate=True))  # fmt: skip
        except (KeyError, TypeError, ValueError) as error:
            raise _garbled() from error
        return greeting

    def _trust(self, keys: tuple[bytes, ...], seal_key: bytes) -> None:
        """Take the hub's present keys; `on_keys` keeps them. An empty list is none, a hub of before names no seal."""
        with self._pairing_lock:
            renewed = replace(self.paired, trusted_keys=keys or self.paired.trusted_keys,
                              seal_key=seal_key if len(seal_key) == 32 else self.paired.seal_key)  # fmt: skip
            if renewed != self.paired:
                self.paired = renewed
                self._on_keys(renewed)

    def _learn(self, authority: str) -> None:
        """Trust the hub's authority beside what is pinned, in this process at once and kept for the next.

        The hub is told so with the next heartbeat, and only of what was kept: it puts its old certificate away by that.
        """
        with self._pairing_lock:
            known = set(pins_of(self.paired.certificate))
            if self._trusted is None or not authority or set(pins_of(authority)) <= known:
                return
            bundle = f"{self.paired.certificate.strip()}\n{authority.strip()}\n"
            try:
                self._trusted.load_verify_locations(cadata=authority)
                self._on_keys(replace(self.paired, certificate=bundle))
            except OSError as error:
                log.warning("the hub's authority is not kept, the next heartbeat tries again: %s", error)
                return
            self.paired = replace(self.paired, certificate=bundle)

    def edition(self, known_order: int | None) -> SignedManifest | None:
        """Return the highest published manifest, unopened; None when `known_order` is still the highest."""
        headers = {} if known_order is None else {"If-None-Match": f'"{known_order}"'}
        with spoken():
            response = self._client.get("/link/edition", headers=headers)
        if response.status_code in (httpx.codes.NOT_MODIFIED, httpx.codes.NO_CONTENT):
            return None
        answer = json_object(response)
        try:
            return SignedManifest.from_wire(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise EditionError("收到的期清单不完整，继续使用原来的一期；请系统管理员查看中心主机。") from error

    def blob(self, sha256: str, start: int = 0) -> Iterator[bytes]:
        """Yield a blob's bytes from offset `start`; its hash is the caller's to check."""
        return self._stream(f"/link/blobs/{sha256}", start)

    def package_note(self, sha256: str) -> PackageNote:
        """Return what the hub says of a package it offers; LinkError when it offers it no more."""
        with spoken():
            response = self._client.get(f"/link/packages/{sha256}/note")
        try:
            return from_plain(PackageNote, json_object(response))
        except ValueError as error:
            raise _garbled() from error

    def package(self, sha256: str, start: int = 0) -> Iterator[bytes]:
        """Yield a package's bytes from offset `start`; its hash and signature are the caller's to check."""
        return self._stream(f"/link/packages/{sha256}", start)

    def board(self, known: str) -> tuple[CalledNumbers | None, str, datetime]:
        """Return the board of called numbers (None while `known` is still its tag), its tag and the hub's time."""
        with spoken():
            response = self._client.get("/link/board", headers={"If-None-Match": known} if known else {})
        require_good(response)
        try:
            board = None
            if response.status_code != httpx.codes.NOT_MODIFIED:
                board = from_plain(CalledNumbers, json_object(response))
            return board, response.headers["ETag"], from_text(response.headers["Linggong-Now"])
        except (KeyError, ValueError) as error:
            raise _garbled() from error

    def send(self, envelopes: Iterable[Envelope]) -> Receipt:
        """Hand over filings; what the receipt names is stored in the hub's inbox."""
        answer = self._post("/link/filings", {"envelopes": [to_plain(envelope) for envelope in envelopes]})
        try:
            return from_plain(Receipt, answer)
        except ValueError as error:
            raise _garbled() from error

    def heartbeat(self, edition_order: int | None, report: dict[str, Any],
                  results: Iterable[ErrandResult] = ()) -> Beat:  # fmt: skip
        """Tell how the terminal is and what came of its errands; an answer means that the hub has both."""
        if self._trusted is not None:
            report = report | {"trusts": " ".join(pins_of(self.paired.certificate))}
        answer = self._post("/link/heartbeat", {"edition_order": edition_order, "report": report,
                                                "errands": [to_plain(result) for result in results]})  # fmt: skip
        # by now nothing is answered over the line to where the hub was, but what begins again anyhow
        former, self._former = self._former, []
        for client in former:
            client.close()
        try:
            # a hub of the version before sends no errands
            orders = tuple(from_plain(ErrandOrder, one) for one in answer.get("errands", []))
            self._learn(str(answer.get("authority", "")))
            moved = answer.get("moved_to")
            return Beat(now=from_text(answer["now"]), errands=orders, moved_to=moved if isinstance(moved, str) else "")
        except (KeyError, TypeError, ValueError) as error:
            raise _garbled() from error

    def ask(self, question: str, **words: str) -> dict[str, Any]:
        """Put a question to the hatch and return the answer as JSON values; neither is stored."""
        return self._post("/link/hatch", {"question": question} | words)

    def put_scene_picture(self, scene_id: str, png: bytes) -> None:
        """Hand over the one picture of a scene; PictureRefused when the hub will never take it."""
        self._put(f"/link/scenes/{scene_id}", png, "image/png")

    def put_live_picture(self, jpeg: bytes) -> None:
        """Hand over what the glass shows now; PictureRefused when the hub will never take it."""
        self._put("/link/live", jpeg, "image/jpeg")

    def when_heard(self, tell: Callable[[], None]) -> None:
        """Call `tell`, from the thread that listens, whenever the bell's line stands: the hub is there."""
        self._when_heard.append(tell)

    @property
    def hears_bell(self) -> bool:
        """Say whether the bell's line stands."""
        return self._bell_socket is not None

    def rings(self) -> Iterator[Ring]:
        """Yield the edition at once, then what to look at at every ring, until the line breaks (HubAway)."""
        timeout = httpx.Timeout(BELL_SILENCE_S, connect=3.0)
        with spoken(), self._client.stream("GET", "/link/bell", timeout=timeout) as response:
            require_good(response)
            with self._bell_lock:
                if self._closed:
                    return
                self._bell_socket = response.extensions["network_stream"].get_extra_info("socket")
            for tell in self._when_heard:
                tell()
            try:
                event = ""
                for line in response.iter_lines():
                    if line.startswith("event:"):
                        event = line.removeprefix("event:").strip()
                    elif line.startswith("data:"):
                        order = line.removeprefix("data:").strip()
                        yield Ring(event=event, order=int(order) if order.isdecimal() else None)
            finally:
                with self._bell_lock:
                    self._bell_socket = None
        raise HubAway("与中心的提醒线断开了，稍后会自动再接；期间仍定时查看。")

    def silence_bell(self) -> None:
        """Wake the thread that waits in `rings` with HubAway; the bell is not heard again through this hub."""
        with self._bell_lock:
            self._closed = True
        self._hang_up_bell()

    def _hang_up_bell(self) -> None:
        with self._bell_lock:
            if self._bell_socket is not None:
                with suppress(OSError):  # the hub may have hung up first
                    # not SSLSocket.shutdown, which takes the cipher away from the thread that is reading
                    socket.socket.shutdown(self._bell_socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up for good, when the parts that use this hub are stopped."""
        self.silence_bell()
        for client in (*self._former, self._client):
            client.close()

    def _stream(self, path: str, start: int) -> Iterator[bytes]:
        headers = {"Range": f"bytes={start}-"} if start else {}
        with spoken(), self._client.stream("GET", path, headers=headers) as response:
            require_good(response)
            if start and response.status_code != httpx.codes.PARTIAL_CONTENT:
                raise HubAway("中心主机没有从断点续传，稍后会自动重新下载。")
            yield from response.iter_bytes(_CHUNK)

    def _put(self, path: str, picture: bytes, mime: str) -> None:
        with spoken():
            response = self._client.put(path, content=picture, headers={"Content-Type": mime})
        try:
            require_good(response)
        except NotPaired:
            raise
        except LinkError as error:
            if response.status_code in _NEVER_TAKEN:
                raise PictureRefused(str(error)) from error
            raise

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        with spoken():
            response = self._client.post(path, json=body)
        return json_object(response)


def _garbled() -> HubAway:
    return HubAway("中心主机的回答读不懂，稍后会自动再试；一直如此请系统管理员核对两边的程序版本。")
