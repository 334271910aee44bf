"""A hub on a loopback port with everything real in it, terminals paired to it, and a line that can be cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from content.admin.trust_page import open_trust
from content.clock import Clock, SystemClock
from content.edition.shelf import Shelf
from content.hubapi.bell import Bell
from content.hubapi.board import TicketBoard
from content.hubapi.calls import CallBoard
from content.hubapi.certificate import Shown
from content.hubapi.packages import PackageShelf
from content.hubapi.pairing import new_pairing_code
from content.hubapi.parts import HubParts
from content.hubapi.projector import Projector
from content.hubapi.routes import register
from content.hubapi.tls import HubTls
from content.link.courier import Courier
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import Paired, pair
from content.model.codes import Channel, IdEntry, PayWish, StartWish, TerminalKind
from content.model.filings import RegistrationBody
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market

SITE = "341721-01"
CANARY = "341721199003071234"  # no checksum on purpose: it belongs to nobody
DEADLINE_S = 20.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for a condition with a deadline; AssertionError names what did not happen."""
    moment = threading.Event()
    for _ in range(int(DEADLINE_S / 0.02)):
        if true():
            return
        moment.wait(0.02)
    raise AssertionError(f"not within {DEADLINE_S} s: {what}")


class House:
    """The hub: market.db, shelf, publisher, projector and the link over HTTP; it can be stopped and started again."""

    def __init__(self, data: Path, *, tls: tuple[Path, Path] | HubTls | None = None, quiet_s: float = 15.0,
                 port: int = 0, clock: Clock | None = None) -> None:  # fmt: skip
        self.data, self.port, self._tls, self._quiet_s = data, port or free_port(), tls, quiet_s
        self.keys = KeyRing.from_root(bytes(range(32)))
        self.clock = clock or SystemClock()
        self.start()

    @property
    def url(self) -> str:
        """Return where the hub listens."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Open the data folder and serve."""
        self.market = Market.open(self.data / "market.db", self.keys, self.clock)
        self.shelf = Shelf(self.data / "shelf")
        self.bell = Bell(self._quiet_s)
        self.projector = Projector(self.market, self.keys, self.clock)
        self.publisher = Publisher(self.market, self.shelf, self.keys, self.clock, SITE,
                                   on_published=lambda manifest: self.bell.ring(manifest.order))  # fmt: skip
        self.calls = CallBoard(tell=self.bell.tell_call)
        self.board = TicketBoard(self.market, self.clock, self.bell.tell_board)
        self.projector.on_ticket = self.board.changed
        self.app = FastAPI()
        parts = HubParts(market=self.market, shelf=self.shelf, keys=self.keys, clock=self.clock, site_id=SITE,
                         bell=self.bell, on_filed=self.projector.wake, calls=self.calls,
                         board=self.board, packages=PackageShelf(self.data / "packages"),
                         authority=self._authority())  # fmt: skip
        register(self.app, parts)
        secure: dict[str, Any] = {}
        if isinstance(self._tls, HubTls):
            secure = {"ssl_context_factory": self._tls.context}
            open_trust(self.app, self._tls.certificate, self.url, Shown.OWN)
        elif self._tls is not None:
            secure = {"ssl_certfile": self._tls[0], "ssl_keyfile": self._tls[1]}
        config = uvicorn.Config(self.app, host="127.0.0.1", port=self.port, log_level="error", ws="none", **secure)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.projector.start()
        self._thread.start()
        until(lambda: self._server.started, "the hub serves")

    def _authority(self) -> str:
        return self._tls.certificate.authority_pem if isinstance(self._tls, HubTls) else ""

    def serve_with(self, tls: tuple[Path, Path] | HubTls) -> None:
        """Take another certificate and key from the next start on."""
        self._tls = tls

    def stop(self) -> None:
        """Stop serving and close everything."""
        self.bell.close()
        self._server.should_exit = True
        self._thread.join(DEADLINE_S)
        assert not self._thread.is_alive()
        self.projector.stop()
        self.market.close()

    def pair(self, kind: TerminalKind = TerminalKind.KIOSK, url: str = "") -> Paired:
        """Pair a new terminal; `url` is where it believes the hub to be."""
        code = new_pairing_code(self.market, self.keys, kind, self.clock.now())
        return replace(pair(self.url, code, kind, "测试终端"), hub_url=url or self.url)

    def revoke(self, terminal: str) -> None:
        """Shut a terminal out."""
        self.market.write(lambda tables: tables.terminals.revoke(terminal, self.clock.now()))

    def ledger_numbers(self) -> list[str]:
        """Return the receipt numbers in the ledger, sorted."""
        with self.market.reading() as tables:
            rows, total = tables.seekers.registrations(limit=100_000)
        assert total == len(rows)
        return sorted(row.number for row in rows)

    def counts(self) -> tuple[int, int, int, int]:
        """Return pending, projected, waiting and stuck filings."""
        with self.market.reading() as tables:
            counts = tables.inbox.counts()
        return counts.pending, counts.projected, counts.waiting, counts.stuck

    def publish(self, market_name: str = "测试零工市场") -> int:
        """Publish an edition whose market card says the name; return its order."""
        with self.market.reading() as tables:
            card = tables.market_card.get()
        self.market.write(lambda tables: tables.market_card.save(replace(card, name=market_name)))
        return self.publisher.publish("测试").order


class Post:
    """A terminal's filing side: outbox and courier on one folder."""

    def __init__(self, folder: Path, paired: Paired) -> None:
        self.paired = paired
        self.hub = Hub(paired)
        self.outbox = Outbox(folder / "outbox.db", paired)
        self.courier = Courier(self.hub, self.outbox, SystemClock(), silent_wait_s=1.0)

    def register(self, id_number: str = CANARY, key: str | None = None) -> str:
        """File a registration and return its number."""
        filed = self.outbox.file_numbered("registration", lambda number: registration(number, id_number),
                                          datetime.now(UTC), True, key=key)  # fmt: skip
        self.courier.wake()
        return filed.number

    def close(self) -> None:
        """Stop the courier and close the files."""
        self.courier.stop()
        self.hub.close()
        self.outbox.close()


def registration(number: str, id_number: str = CANARY) -> RegistrationBody:
    """Return the body of an invented person's registration."""
    return RegistrationBody(
        number=number, code="4821", name="测试员甲", id_number=id_number, id_entry=IdEntry.CARD, sex="1",
        nation_code="01", township_code="341721100", phone="13900000000", trades=("A11",), pay_wishes=(PayWish.DAY,),
        start_wish=StartWish.TODAY, township_codes=("341721100",), consent_version="2026-11",
        consented_at=datetime(2026, 11, 23, 1, tzinfo=UTC), channel=Channel.KIOSK,
    )  # fmt: skip


class BadLine:
    """A TCP line to the hub that loses requests before they arrive and answers before they are heard."""

    def __init__(self, port: int) -> None:
        self._to, self._dice = port, Random(20261123)
        self.lose_request, self.lose_answer = 0.0, 0.0
        self.lost_requests = self.lost_answers = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._lines: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._to), 5)
            except OSError:
                near.close()
                continue
            self._lines |= {near, far}
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_request: bool) -> None:
        try:
            while data := source.recv(65536):
                if self._dice.random() < (self.lose_request if is_request else self.lose_answer):
                    self.lost_requests += is_request
                    self.lost_answers += not is_request
                    break
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            with suppress(OSError):  # the other side may be gone first
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take the line down."""
        for end in (self._listener, *self._lines):
            with suppress(OSError):  # the other side may be gone first
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def bytes_hold(folder: Path, text: str) -> list[str]:
    """Return the files under a folder that hold the text in any of their bytes."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def plain_client(house: House, token: str = "") -> httpx.Client:
    """Return a client that speaks to the hub without our link code."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=house.url, headers=headers, trust_env=False, timeout=10)
