"""Kill -9 of screen and hub at random points, and the account of what lay on the shelf and became of every play."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import IO

import httpx
from sqlite_utils.utils import sqlite3

from content.clock import SystemClock, from_text, milliseconds
from content.edition.format import PROGRAMME
from content.edition.reading import Edition
from content.edition.shelf import HeldEdition, Shelf
from content.errors import ContentError
from content.hubapi.pairing import new_pairing_code
from content.link.envelope import open_envelope
from content.link.pairing import Paired, pair_once
from content.model.codec import from_json
from content.model.codes import TerminalKind
from content.model.filings import Envelope, FilingHeader, Play, PlaysBody
from content.model.programme import Programme
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from signage.scenes.scene import Shape
from signage.schedule import draw_up, item_at
from tests.contract.link_house import SITE, BadLine, House, until
from tests.contract.printer_process import REPOSITORY
from tests.contract.screen_victim import ROOT_KEY, FileClock, publish
from tests.unit.signage.samples import NOON, content, on_air

_BATCH = 100  # plays a report, as the player sends them


@dataclass(slots=True)
class Account:
    """What was found after the kills; `complaints` holds one sentence for everything that was wrong."""

    kills: int = 0
    under_way: int = 0  # kills that left an edition half fetched or half made
    generations: set[str] = field(default_factory=set)
    plays: int = 0
    complaints: list[str] = field(default_factory=list)


def generation_of(held: HeldEdition, audience: str | None) -> str:
    """Return the one generation all files of a shelved edition belong to; AssertionError for a mix or a bad byte."""
    for ref in held.manifest.for_audience(audience):
        assert hashlib.sha256(held.path_of(ref.name).read_bytes()).hexdigest() == ref.sha256, f"{ref.name} is damaged"
    edition = Edition.open(held)
    try:
        name = edition.market().name
    finally:
        edition.close()
    programme = from_json(Programme, held.path_of(PROGRAMME).read_bytes())
    titles = {slot.title for slot in programme.slots if slot.scene == "emergency"}
    assert titles == {name}, f"a mix: the market is {name}, the emergency {titles}"
    return name


@contextmanager
def _victims(*arguments: str, fds: tuple[int, ...] = ()) -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, "-m", "tests.contract.screen_victim", *arguments]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          pass_fds=fds) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout


def _let_loose(orders: IO[str], answers: IO[str], order: str) -> int:
    orders.write(f"{order}\n")
    orders.flush()
    return int(answers.readline().split()[1])


def killed_hubs(folder: Path, rounds: int, seed: int) -> Account:
    """Kill a publishing hub so many times and look at its shelf as the next start does."""
    chance, account, keys, said = random.Random(seed), Account(), KeyRing.from_root(ROOT_KEY), 0
    folder.mkdir(parents=True)
    with _victims("hub", str(folder)) as (orders, answers):
        for _ in range(rounds):
            pid = _let_loose(orders, answers, str(said + 1))
            if account.kills == 0:  # the first has something published, so that there is a last edition
                said = int(answers.readline().split()[1])
            timer = threading.Timer(chance.uniform(0.02, 0.6), os.kill, (pid, signal.SIGKILL))
            timer.start()
            while (line := answers.readline().strip()) != "dead":
                said = int(line.split()[1])
            account.kills += 1
            market = Market.open(folder / "market.db", keys, SystemClock())
            shelf = Shelf(folder / "shelf")
            publisher = Publisher(market, shelf, keys, SystemClock(), SITE)
            left = max(shelf.orders(), default=0)
            with market.reading() as tables:
                row = tables.editions.highest()
            account.under_way += row is not None and left > row.order
            publisher.settle()
            try:
                held = shelf.current((keys.edition.public,))
                found = 0 if held is None else int(generation_of(held, None)[1:-1])
                account.generations.add(str(found))
                assert said <= found <= said + 1, f"said {said}, found {found}"
                said = max(said, found)
            except (AssertionError, ContentError) as error:
                account.complaints.append(f"kill {account.kills}: {error}")
            market.close()
    return account


def oracle(hours: float) -> list[Play]:
    """Return every play of so many hours from noon on, as the pure schedule has them."""
    on = on_air(content(60, 6))
    found, at, timeline = [], milliseconds(NOON), draw_up(on, NOON, Shape.LANDSCAPE)
    while at < milliseconds(NOON + timedelta(hours=hours)):
        shown = item_at(timeline, at)
        found.append(Play(edition_order=7, scene_id=shown.item.scene.id, content_ids=shown.item.scene.content_ids,
                          started_at=NOON + timedelta(milliseconds=at - milliseconds(NOON)),
                          milliseconds=shown.ends_ms - at))  # fmt: skip
        at = shown.ends_ms
    return found


class ScreenUnderFire:
    """A hub that publishes without pause, and a screen that is killed while it stages and files plays."""

    def __init__(self, folder: Path) -> None:
        self.account = Account()
        self.house = House(folder / "hub")
        self.folder = folder / "screen"
        self.folder.mkdir()
        self.clock = FileClock(folder / "clock")
        self.clock.set(NOON)
        code = new_pairing_code(self.house.market, self.house.keys, TerminalKind.SCREEN, self.house.clock.now())
        self.road = BadLine(self.house.port)
        self.paired: Paired = pair_once(self.folder / "paired.json", self.road.url, code, TerminalKind.SCREEN, "屏")
        self.line = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.line.getsockname()[1]}"
        self._left_before: set[str] = set()
        self._lull = threading.Event()
        self._publishing = threading.Thread(target=self._publish)
        self._generation = count(1)

    def _publish(self) -> None:
        while not self._lull.wait(0.1):
            publish(self.house.publisher, self.house.market, next(self._generation))

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Publish all the time while the block runs."""
        publish(self.house.publisher, self.house.market, next(self._generation))
        self._publishing.start()
        try:
            yield
        finally:
            self._lull.set()
            self._publishing.join()

    def health(self) -> dict[str, object]:
        """Return what the screen says of itself, nothing while it does not answer."""
        try:
            return dict(httpx.get(f"{self.url}/health", timeout=5, trust_env=False).json())
        except httpx.HTTPError:
            return {}

    def serves(self) -> bool:
        """Say whether the screen answers."""
        return bool(self.health())

    def has_edition(self) -> bool:
        """Say whether the screen has an edition on air."""
        return bool(self.health().get("edition_order"))

    def look_at_shelf(self) -> None:
        """Open the shelf as the next start of the screen does."""
        shelf, account = Shelf(self.folder / "shelf"), self.account
        left = {path.name for name in ("incoming/*", "editions/.*.new") for path in shelf.root.glob(name)}
        left |= {str(order) for order in shelf.orders() if order > shelf.current_order()}
        account.under_way += not left <= self._left_before
        self._left_before = left
        try:
            held = shelf.current(self.paired.trusted_keys, "screen")
            if held is not None:
                account.generations.add(generation_of(held, "screen"))
            elif account.generations:
                account.complaints.append(f"kill {account.kills}: no edition left")
        except (AssertionError, ContentError) as error:
            account.complaints.append(f"kill {account.kills}: {error}")

    def close(self) -> None:
        """Stop the hub."""
        self.line.close()
        self.road.close()
        self.house.stop()


class PlayerAtWork:
    """Tells a screen process the plays of the oracle, as reports.js does: kept until the process says it has them."""

    def __init__(self, url: str, clock: FileClock, plays: list[Play], forgetful: bool = False) -> None:
        self._forgetful = forgetful  # the control: forgets what was not taken
        self._client = httpx.Client(base_url=url, timeout=2, trust_env=False)
        self._clock, self.left = clock, plays

    def tell(self, number: int) -> bool:
        """Set the clock behind the next plays and tell them; False when nobody took them."""
        batch = self.left[: max(0, number)]
        if not batch:
            return False
        self._clock.set(batch[-1].started_at + timedelta(milliseconds=batch[-1].milliseconds))
        body = [
            {"edition_order": one.edition_order, "scene_id": one.scene_id, "content_ids": list(one.content_ids),
             "started_ms": milliseconds(one.started_at), "milliseconds": one.milliseconds}
            for one in batch
        ]  # fmt: skip
        try:
            taken = self._client.post("/plays", json=body).status_code == 200
        except httpx.HTTPError:
            taken = False
        if taken or self._forgetful:
            del self.left[: len(batch)]
        return taken

    def close(self) -> None:
        """Hang up."""
        self._client.close()


def killed_screens(folder: Path, rounds: int, seed: int, away_hours: float = 6.0, forgetful: bool = False) -> Account:
    """Kill a screen so many times while editions stage and plays go through an outage of the hub; return the account.

    The plays are those of the outage, of two hours before it and two after it.
    """
    chance, fire, moment = random.Random(seed), ScreenUnderFire(folder), threading.Event()
    plays = oracle(away_hours + 4)
    told = PlayerAtWork(fire.url, fire.clock, list(plays), forgetful)
    first, last = NOON + timedelta(hours=2), NOON + timedelta(hours=2 + away_hours)
    arguments = ("screen", str(fire.folder), str(fire.line.fileno()), fire.road.url, str(fire.clock.path))
    with _victims(*arguments, fds=(fire.line.fileno(),)) as (orders, answers), fire.publishing():
        for turn in range(rounds):
            fire.road.lose_request = float(first <= fire.clock.now() < last)
            pid = _let_loose(orders, answers, "")
            if turn == 0 or chance.random() < 0.75:  # the others die while they start
                until(fire.serves if turn else fire.has_edition, "the screen is up")
            timer = threading.Timer(chance.uniform(0.05, 0.6), os.kill, (pid, signal.SIGKILL))
            timer.start()
            goal = len(plays) - len(plays) * (turn + 1) // rounds
            while timer.is_alive():
                if not told.tell(min(chance.randint(1, 12), len(told.left) - goal)):
                    moment.wait(0.01)
            answers.readline()
            fire.account.kills += 1
            fire.look_at_shelf()
        fire.road.lose_request = 0.0
        pid = _let_loose(orders, answers, "")
        until(lambda: not (told.left and told.tell(_BATCH)) and not told.left, "every play is told")
        told.close()
        fire.clock.set(NOON + timedelta(hours=away_hours + 6))
        found = _filed_until(fire, plays, forgetful)
        os.kill(pid, signal.SIGKILL)
        answers.readline()
    fire.account.plays = len(found)
    _compare(fire.account, Counter(map(_key, found)), Counter(map(_key, plays)))
    fire.close()
    return fire.account


def _key(play: Play) -> tuple[object, ...]:
    return play.started_at, play.scene_id, play.milliseconds, play.content_ids


def _filed_until(fire: ScreenUnderFire, plays: list[Play], forgetful: bool) -> list[Play]:
    """Wait until the hub has as many plays as there were and the screen none, and return the hub's."""

    def settled() -> bool:
        return fire.health().get("plays_waiting") == 0 and (forgetful or len(plays_at_hub(fire.house)) >= len(plays))

    until(settled, "the hub has the plays")
    return plays_at_hub(fire.house)


def plays_at_hub(house: House) -> list[Play]:
    """Open every filing of plays in the hub's inbox."""
    database = sqlite3.connect(f"file:{house.data / 'market.db'}?mode=ro", uri=True)
    names = "id, kind, version, site_id, terminal, seq, occurred_at, clock_ok, sealed"
    try:
        rows = database.execute(f"SELECT {names} FROM inbox WHERE kind = 'plays'").fetchall()
    finally:
        database.close()
    found: list[Play] = []
    for *head, at, clock_ok, sealed in rows:
        header = FilingHeader(**dict(zip(names.split(", "), head, strict=False)), occurred_at=from_text(at),
                              clock_ok=bool(clock_ok))  # fmt: skip
        found += from_json(PlaysBody, open_envelope(Envelope(header=header, sealed=sealed), house.keys.seal)).plays
    return found


def _compare(account: Account, found: Counter[tuple[object, ...]], wanted: Counter[tuple[object, ...]]) -> None:
    lost, extra = wanted - found, found - wanted
    if lost:
        account.complaints.append(f"{lost.total()} plays are lost, the first of {min(lost)[0]}")
    if extra:
        account.complaints.append(f"{extra.total()} plays are doubled or never were, the first of {min(extra)[0]}")
