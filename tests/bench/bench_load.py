"""T30: fifty terminals and ten clerks at one hub on loopback, as they ask in a day's busiest minutes."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

import httpx

from content.admin.login import COOKIE, issue_link, open_session
from content.clock import SystemClock, to_text
from content.house import open_house, prepare_demo
from content.hubapi.pairing import PairingRequest, new_pairing_code, redeem
from content.model.codes import TerminalKind
from content.model.ids import new_id
from content.settings import HubSettings
from tests.bench.figures import Figure, p95
from tests.contract.link_house import SITE, free_port

TERMINALS, CLERKS = 50, 10
_LASTS_S = 60.0
_BEAT_S, _POLL_S, _FILE_S, _READ_S = 15.0, 5.0, 20.0, 4.0
_PAGES = ("/", "/jobs", "/employers", "/review", "/ledger/seekers", "/windows", "/devices", "/policies", "/score")
_CONNECTIONS = httpx.Limits(max_connections=TERMINALS * 3, max_keepalive_connections=TERMINALS * 3)


def _prepared(data: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Plant the demonstration; return id and token of each terminal, and the token of each clerk's login."""
    clock = SystemClock()
    house = open_house(HubSettings(data=data, reserve_mb=1), clock)
    prepare_demo(house, "demo")
    terminals = []
    for number in range(TERMINALS):
        kind = (TerminalKind.KIOSK, TerminalKind.SCREEN)[number % 2]
        code = new_pairing_code(house.market, house.keys, kind, clock.now())
        asked = PairingRequest(code=code, kind=kind, name=f"终端 {number}")
        paired = redeem(house.market, house.keys, SITE, asked, clock.now())
        terminals.append((str(paired["terminal"]), str(paired["token"])))
    clerks = [open_session(house.market, house.keys, issue_link(house.market, house.keys, "demo", clock.now()),
                           clock.now()) for _ in range(CLERKS)]  # fmt: skip
    house.market.close()
    return terminals, clerks


class _Load:
    """Who asks, how long each answer took, and what went wrong."""

    def __init__(self, url: str) -> None:
        self.taken: dict[str, list[float]] = {"terminals": [], "pages": []}
        self.wrong: list[str] = []
        self._client = httpx.AsyncClient(base_url=url, timeout=30, limits=_CONNECTIONS, trust_env=False)
        self._ends = perf_counter() + _LASTS_S
        self._dice = random.Random(30)

    async def _ask(self, who: str, method: str, path: str, **more: object) -> None:
        began = perf_counter()
        answer = await self._client.request(method, path, **more)  # type: ignore[arg-type]
        self.taken[who].append((perf_counter() - began) * 1000)
        if answer.status_code not in (200, 204, 304):
            self.wrong.append(f"{method} {path} {answer.status_code}")

    async def _every(self, seconds: float, do: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(self._dice.random() * seconds)
        while perf_counter() < self._ends:
            await do()
            await asyncio.sleep(seconds * (0.8 + 0.4 * self._dice.random()))

    def _terminal(self, terminal: str, token: str) -> list[Awaitable[None]]:
        head, seq = {"Authorization": f"Bearer {token}"}, iter(range(1, 1000))

        async def beat() -> None:
            report = {"version": "1", "reader": "", "printer": "", "edition_number": 1, "waiting": 0, "clock_ok": True}
            await self._ask("terminals", "POST", "/link/heartbeat", headers=head,
                            json={"edition_order": 1, "report": report})  # fmt: skip

        async def poll() -> None:
            await self._ask("terminals", "GET", "/link/board", headers=head)
            await self._ask("terminals", "GET", "/link/edition", headers=head)

        async def file() -> None:
            now = SystemClock().now()
            # sealed to nobody: it is stored and confirmed like any other, which is what a terminal waits for
            envelope = {"header": {"id": new_id(now), "kind": "usage", "version": 1, "site_id": SITE, "clock_ok": True,
                                   "terminal": terminal, "seq": next(seq), "occurred_at": to_text(now)},
                        "sealed": "AAAA" * 200}  # fmt: skip
            await self._ask("terminals", "POST", "/link/filings", headers=head, json={"envelopes": [envelope]})

        async def listen() -> None:
            async with self._client.stream("GET", "/link/bell", headers=head) as answer:
                lines = answer.aiter_raw()
                while (left := self._ends - perf_counter()) > 0:
                    try:
                        await asyncio.wait_for(anext(lines), left)
                    except (TimeoutError, StopAsyncIteration):
                        return

        return [self._every(_BEAT_S, beat), self._every(_POLL_S, poll), self._every(_FILE_S, file), listen()]

    def _clerk(self, token: str) -> Awaitable[None]:
        async def read() -> None:
            path = f"/staff{self._dice.choice(_PAGES)}"
            await self._ask("pages", "GET", path, headers={"Cookie": f"{COOKIE}={token}"})

        return self._every(_READ_S, read)

    async def run(self, terminals: list[tuple[str, str]], clerks: list[str]) -> None:
        """Ask until the time is over."""
        async with self._client:
            everybody = [one for terminal in terminals for one in self._terminal(*terminal)]
            await asyncio.gather(*everybody, *(self._clerk(token) for token in clerks))


def _most_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1000


async def _answering(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(600):
            try:
                await client.get(f"{url}/health")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
    raise TimeoutError("the hub does not answer")


def run() -> list[Figure]:
    """Return the figures; RuntimeError when anything was not answered as it should be."""
    with tempfile.TemporaryDirectory(prefix="load") as folder:
        data, port = Path(folder), free_port()
        terminals, clerks = _prepared(data)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
        given = {"LINGGONG_HUB_DATA": str(data), "LINGGONG_HUB_PORT": str(port), "LINGGONG_HUB_LOG_LEVEL": "ERROR"}
        hub = subprocess.Popen([sys.executable, "-m", "content", "serve"], env=clean | given)
        url = f"http://127.0.0.1:{port}"
        try:
            asyncio.run(_answering(url))
            load = _Load(url)
            asyncio.run(load.run(terminals, clerks))
            most = _most_mb(hub.pid)
        finally:
            hub.terminate()
            hub.wait(15)
    if load.wrong:
        raise RuntimeError(f"{len(load.wrong)} wrong answers: {load.wrong[:5]}")
    asked, pages = load.taken["terminals"], load.taken["pages"]
    note = f"{len(asked)} questions and {len(pages)} pages in {_LASTS_S:.0f} s"
    return [
        Figure(name="50 terminals at one hub, p95", value=p95(asked), unit="ms", target=300, note=note),
        Figure(name="10 clerks beside them, p95 of a page", value=p95(pages), unit="ms", target=300),
        Figure(name="memory of that hub at most", value=most, unit="MB", target=1000),
    ]
