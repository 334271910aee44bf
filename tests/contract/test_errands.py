"""Errands from the desk to a terminal over a real hub, a real link and, where it matters, a real spool and paper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SystemClock
from content.edition.shelf import Shelf
from content.errors import ErrandRefused, NotPaired, StoreError
from content.hubapi.errands import order_errand
from content.link.errands import ErrandBook
from content.link.follower import Follower
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.pairing import Paired
from content.model.audit import Action
from content.model.codec import to_json
from content.model.codes import Role
from content.model.people import Staff
from content.model.strips import StripOrder
from content.model.terminals import Errand, ErrandKind, ErrandOrder, ErrandState, errand_state, read_report
from content.store.audit import AuditPage
from kiosk.errands import deeds
from kiosk.reporting import reporter
from printer.slip_job import SlipState
from printer.twin.in_process import InProcessPrinter
from tests.contract.link_house import BadLine, House, until
from tests.contract.printer_rig import Counter

BOSS = Staff(id="staff-1", login="boss", name="负责人", roles=(Role.MANAGER,), enabled=True)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A hub."""
    hub = House(tmp_path / "hub")
    yield hub
    hub.stop()


class Box:
    """A terminal that follows, beats and does errands; `deeds` are counted by errand."""

    def __init__(self, folder: Path, paired: Paired, every_s: float = 60.0,
                 fail: Callable[[ErrandOrder], str] | None = None) -> None:  # fmt: skip
        self.folder, self.done = folder, list[str]()
        self.hub = Hub(paired)
        self.book = ErrandBook(folder / "errands.db", dict.fromkeys(ErrandKind, fail or self._deed), SystemClock())
        self.heart = Heartbeat(self.hub, lambda: {"edition_order": None}, every_s, self.book)
        self.follower = Follower(self.hub, Shelf(folder / "shelf"), "kiosk", lambda _: None, on_errand=self.heart.wake)

    def _deed(self, order: ErrandOrder) -> str:
        self.done.append(order.id)
        return "做好了。"

    def close(self) -> None:
        """Stop it as a process ends: what is on disk stays."""
        self.follower.stop()
        self.heart.stop()
        self.hub.close()
        self.book.close()


def _order(house: House, terminal: str, kind: ErrandKind = ErrandKind.TEST_SLIP, argument: str = "",
           now: datetime | None = None) -> Errand:  # fmt: skip
    at = now or house.clock.now()
    return house.market.write(lambda tables: order_errand(tables, BOSS, terminal, kind, argument, at))


def _state(house: House, errand: Errand) -> ErrandState:
    return errand_state(_kept(house, errand), house.clock.now())


def _kept(house: House, errand: Errand) -> Errand:
    with house.market.reading() as tables:
        found = tables.errands.get(errand.id)
    assert found is not None
    return found


def test_the_bell_brings_an_errand_at_once_and_its_result_comes_back(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    box = Box(tmp_path / "box", paired)  # beats once a minute: without the bell this test would not end in time
    box.follower.start()
    box.heart.start()
    until(lambda: house.bell.listeners() == 1, "the terminal listens")
    errand = _order(house, paired.terminal)
    house.bell.call(paired.terminal)
    until(lambda: _state(house, errand) is ErrandState.DONE, "the result is reported")
    box.close()
    assert box.done == [errand.id]
    assert _kept(house, errand).sentence == "做好了。"


def test_the_bell_calls_only_the_terminal_that_is_meant(house: House, tmp_path: Path) -> None:
    one, other = house.pair(), house.pair()
    heard = threading.Event()
    hub = Hub(other)
    rung: list[str] = []

    def listen() -> None:
        try:
            for ring in hub.rings():
                rung.append(ring.event)
                if len(rung) == 2:
                    heard.set()
        except Exception:  # noqa: BLE001  hung up below
            return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    until(lambda: rung == ["edition"], "the line stands")
    house.bell.call(one.terminal)
    house.bell.call(other.terminal)
    assert heard.wait(10)
    hub.close()
    thread.join(10)
    assert rung == ["edition", "errand"]


def test_an_answer_that_is_lost_does_not_do_it_twice(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    line = BadLine(house.port)
    box = Box(tmp_path / "box", house.pair(url=line.url), every_s=0.02)
    errands = [_order(house, box.hub.paired.terminal) for _ in range(5)]
    line.lose_answer = line.lose_request = 0.4
    box.heart.start()
    until(lambda: line.lost_answers >= 5 and line.lost_requests >= 5, "the line loses both ways")
    line.lose_answer = line.lose_request = 0.0
    until(lambda: all(_state(house, one) is ErrandState.DONE for one in errands), "all results are reported")
    box.close()
    line.close()
    assert sorted(box.done) == sorted(one.id for one in errands)
    assert paired.terminal != box.hub.paired.terminal


def test_a_process_that_dies_in_the_middle_does_not_begin_again(house: House, tmp_path: Path) -> None:
    paired = house.pair()

    class Died(BaseException):
        pass

    def die(order: ErrandOrder) -> str:
        raise Died

    first = Box(tmp_path / "box", paired, fail=die)
    errand, restart = _order(house, paired.terminal), _order(house, paired.terminal, ErrandKind.RESTART)
    for _ in range(2):  # each beat begins the next one and dies in it
        with pytest.raises(Died):
            first.heart.beat()
    first.close()
    second = Box(tmp_path / "box", paired)
    second.heart.beat()
    second.close()
    assert second.done == []
    assert _state(house, errand) is ErrandState.FAILED
    assert "不知道做完没有" in _kept(house, errand).sentence
    assert (_state(house, restart), _kept(house, restart).sentence) == (ErrandState.DONE, "已重新启动。")


def test_what_a_terminal_cannot_do_is_said_at_the_desk(house: House, tmp_path: Path) -> None:
    paired = house.pair()

    def refuse(order: ErrandOrder) -> str:
        raise ErrandRefused("这台设备没有打印机。")

    box = Box(tmp_path / "box", paired, fail=refuse)
    errand = _order(house, paired.terminal)
    box.heart.beat()
    box.heart.beat()
    box.close()
    assert (_state(house, errand), _kept(house, errand).sentence) == (ErrandState.FAILED, "这台设备没有打印机。")


def test_an_errand_expires_after_ten_minutes_and_is_not_offered_then(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    box = Box(tmp_path / "box", paired)
    late = _order(house, paired.terminal, now=house.clock.now() - timedelta(minutes=10, seconds=1))
    box.heart.beat()
    box.close()
    assert box.done == []
    assert _state(house, late) is ErrandState.EXPIRED


def test_a_revoked_terminal_gets_none_and_none_can_be_ordered_for_it(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    box = Box(tmp_path / "box", paired)
    errand = _order(house, paired.terminal)
    house.revoke(paired.terminal)
    with pytest.raises(NotPaired):
        box.heart.beat()
    with pytest.raises(StoreError, match="停用"):
        _order(house, paired.terminal)
    box.close()
    assert box.done == []
    assert _kept(house, errand).offered_at is None


def test_a_terminal_cannot_answer_for_another(house: House, tmp_path: Path) -> None:
    mine, other = house.pair(), house.pair()
    errand = _order(house, mine.terminal)
    hub = Hub(other)
    box = Box(tmp_path / "box", other)
    box.book.take([ErrandOrder(id=errand.id, kind="test_slip")])
    box.heart.beat()
    box.close()
    hub.close()
    assert _state(house, errand) is ErrandState.WAITING


def test_who_ordered_it_is_on_record(house: House) -> None:
    paired = house.pair()
    _order(house, paired.terminal, ErrandKind.PAUSE, "维护中，请到窗口办理")
    with house.market.reading() as tables:
        entry, *_ = tables.audit.page(AuditPage(action=Action.TERMINAL))[0]  # after the code and the pairing
    assert (entry.staff_id, entry.subject_id) == (BOSS.id, paired.terminal)
    assert "暂停使用（维护中，请到窗口办理）" in entry.words


def test_an_errand_of_a_later_version_is_answered_not_dropped(tmp_path: Path) -> None:
    book = ErrandBook(tmp_path / "errands.db", {}, SystemClock())
    book.take([ErrandOrder(id="1", kind="dance")])
    (result,) = book.results()
    book.close()
    assert not result.ok
    assert "升级" in result.sentence


def test_new_signing_keys_come_with_the_greeting_and_are_kept(house: House, tmp_path: Path) -> None:
    stale = house.pair()
    kept: list[Paired] = []
    hub = Hub(Paired(hub_url=stale.hub_url, certificate="", terminal=stale.terminal, token=stale.token,
                     prefix=stale.prefix, site_id=stale.site_id, seal_key=stale.seal_key,
                     trusted_keys=(bytes(32),)), kept.append)  # fmt: skip
    hub.greet()
    hub.greet()
    hub.close()
    assert [one.trusted_keys for one in kept] == [(house.keys.edition.public,)]
    assert hub.paired.trusted_keys == (house.keys.edition.public,)


def test_results_are_stored_under_the_time_of_the_hub(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    box = Box(tmp_path / "box", paired)
    errand = _order(house, paired.terminal)
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    box.heart.beat()
    box.heart.beat()
    box.close()
    done_at = _kept(house, errand).done_at
    assert done_at is not None and before <= done_at <= datetime.now(UTC)


class _Pause:
    notice = ""

    def pause(self, notice: str = "") -> None:
        self.notice = notice

    def resume(self) -> None:
        self.notice = ""


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A spool, a worker that waits to be started, and a printer's twin."""
    made = Counter(InProcessPrinter(tmp_path / "paper"), "twin", tmp_path)
    yield made
    made.worker.stop()
    made.spool.close()


def _kiosk(folder: Path, paired: Paired, counter: Counter | None, every_s: float = 60.0) -> tuple[Hub, Heartbeat]:
    hub, printing = Hub(paired), counter.printing if counter is not None else None
    book = ErrandBook(folder / "errands.db", deeds(printing, _Pause(), lambda: None), SystemClock())
    report = reporter(lambda: {"edition_order": None, "printer": "ready"}, printing, lambda: True)
    return hub, Heartbeat(hub, report, every_s, book)


def test_a_test_slip_whose_answers_are_lost_comes_out_of_the_printer_once(house: House, tmp_path: Path,
                                                                          counter: Counter) -> None:  # fmt: skip
    line = BadLine(house.port)
    paired = house.pair(url=line.url)
    errand = _order(house, paired.terminal)
    counter.worker.start()
    hub, heart = _kiosk(tmp_path, paired, counter, every_s=0.02)
    line.lose_answer = 0.6
    heart.start()
    until(lambda: line.lost_answers >= 5, "answers are lost")
    line.lose_answer = 0.0
    until(lambda: _state(house, errand) is ErrandState.DONE, "the result is reported")
    counter.ends(f"self_test:{errand.id}", SlipState.CONFIRMED)
    heart.stop()
    hub.close()
    line.close()
    assert len(counter.machine.slips()) == 1


STRIP = StripOrder(title="日报表条", period="2026-11-23 到现在", figures=(("求职登记", "7 人"), ("新岗位", "3 个")),
                   audit_head="第 128 条 0a1b2c3d4e5f", number="2026-11-23", market="东至县零工市场", place="自助机 A1",
                   complaint_phone="12333", at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC))  # fmt: skip


def test_a_strip_of_the_day_comes_out_once_with_its_figures_and_the_end_of_the_record(
    house: House, tmp_path: Path, counter: Counter
) -> None:
    paired = house.pair()
    errand = _order(house, paired.terminal, ErrandKind.STRIP, to_json(STRIP).decode())
    hub, heart = _kiosk(tmp_path, paired, counter)
    counter.worker.start()
    heart.beat()
    counter.ends(f"report:{errand.id}", SlipState.CONFIRMED)
    heart.beat()
    assert _state(house, errand) is ErrandState.DONE
    (slip,) = counter.machine.slips()
    paper = "".join(str(slip["text"]).split())
    for part in ("日报表条", "求职登记7人", "新岗位3个", "第128条0a1b2c3d4e5f", "11月23日17:30"):
        assert part in paper, part
    heart.stop()
    hub.close()


def test_a_strip_nobody_can_read_is_refused_in_words(house: House, tmp_path: Path, counter: Counter) -> None:
    paired = house.pair()
    errand = _order(house, paired.terminal, ErrandKind.STRIP, "{}")
    hub, heart = _kiosk(tmp_path, paired, counter)
    heart.beat()
    heart.beat()
    assert _state(house, errand) is ErrandState.FAILED
    assert "升级" in _kept(house, errand).sentence
    heart.stop()
    hub.close()


def test_a_reprint_ordered_twice_is_one_more_slip_with_its_mark(house: House, tmp_path: Path, counter: Counter
                                                               ) -> None:  # fmt: skip
    paired = house.pair()
    counter.spool.put("100417", "job", (b"\x1b\x40\x1c\x26", "岗位单\n".encode("gbk"), b"\x1dV\x00"), counter.moment)
    counter.spool.mark_unknown("job:100417", "不知道", counter.moment)
    first = _order(house, paired.terminal, ErrandKind.REPRINT, "job:100417")
    second = _order(house, paired.terminal, ErrandKind.REPRINT, "job:100417")
    hub, heart = _kiosk(tmp_path, paired, counter)
    counter.worker.start()
    heart.beat()
    counter.ends("job:100417#2", SlipState.CONFIRMED)
    heart.beat()
    hub.close()
    assert _state(house, first) is ErrandState.DONE
    assert _state(house, second) in (ErrandState.DONE, ErrandState.FAILED)
    (slip,) = counter.machine.slips()
    assert "补打" in slip["text"]


def test_a_device_without_a_printer_says_so(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    errand = _order(house, paired.terminal)
    hub, heart = _kiosk(tmp_path, paired, None)
    heart.beat()
    heart.beat()
    hub.close()
    assert _kept(house, errand).sentence == "这台设备没有打印机。"


def test_the_report_lists_slips_by_kind_and_number_only(house: House, tmp_path: Path, counter: Counter) -> None:
    paired = house.pair()
    counter.spool.put("12-000417", "registration", ("王**\n".encode("gbk"),), counter.moment)
    counter.spool.mark_failed("registration:12-000417", "没有打印", counter.moment)
    hub, heart = _kiosk(tmp_path, paired, counter)
    heart.beat()
    hub.close()
    with house.market.reading() as tables:
        terminal = tables.terminals.get(paired.terminal)
    assert terminal is not None and "王" not in terminal.report
    (slip,) = read_report(terminal.report).slips
    assert (slip.kind, slip.reference, slip.state, slip.reprintable) == ("registration", "12-000417", "failed", True)
