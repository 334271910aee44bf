"""Each kind of scene shows what it says and no longer than it holds, and none of them costs a job its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.clock import milliseconds
from content.model.codes import FairTheme, MediaKind, NoticeKind, PayUnit, Settlement, Stage
from content.model.market import HolidayYear
from content.model.notices import Notice
from content.model.programme import SCENES, Priority, Slot
from content.model.published import EditionContent, PublicMedia, PublicNotice, PublicWage
from content.publishing.content import public_notice
from content.publishing.screens import programme_for
from signage.painting import FEATURED, KNOWN, Moment, scenes_of_slot
from signage.programme import OnAir, round_at
from signage.scenes.fairs import countdown
from signage.scenes.jobs import by_township, featured
from signage.scenes.scene import Scene, Shape
from signage.schedule import draw_up, item_at, split_line
from tests.unit.signage.samples import BUILT, MARKET, NOON, content, fair, job, midnight_after, on_air, policy

LANDSCAPE = Shape.LANDSCAPE
MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 24 November 00:00 in the market
EMPTY = replace(content(0, 0), courses=(), fairs=(), articles=())


def scenes(held: EditionContent, kind: str, at: datetime = NOON, shape: Shape = LANDSCAPE, *, also: tuple[str, ...] = ()
           ) -> tuple[Scene, ...]:  # fmt: skip
    moment = Moment(on_air=on_air(held), at=at, shape=shape, kinds=frozenset((kind, *also)))
    return scenes_of_slot(moment, Slot(scene=kind))


def media(name: str, **changes: object) -> PublicMedia:
    record = PublicMedia(id=name, kind=MediaKind.IMAGE, mime="image/png", blob=f"media-{name}.png", title=name,
                         width=1600, height=900, length_ms=0, on_screens=True)  # fmt: skip
    return replace(record, **changes)  # type: ignore[arg-type]


def notice(name: str, kind: NoticeKind = NoticeKind.NOTICE, **changes: object) -> PublicNotice:
    record = PublicNotice(id=name, title=name, body="内容", shown_from=NOON, valid_until=midnight_after(3), kind=kind)
    return replace(record, **changes)  # type: ignore[arg-type]


def full(jobs: int, film_s: int = 120) -> OnAir:
    """Return a hall with every kind in its programme, and so many jobs."""
    held = content(jobs)
    live = replace(fair(), id="live", theme=FairTheme.LIVE, stream_url="https://live.example.cn/1")
    held = replace(
        held, fairs=(replace(fair(), booths=("1 号 · 东至县示例用工有限公司",)), live),
        notices=(notice("公示甲", NoticeKind.PUBLICITY), notice("通知乙")),
        media=(media("海报"), media("片子", kind=MediaKind.VIDEO, length_ms=film_s * 1000)),
        wages=(PublicWage(trade_code="A01", trade_name="建筑小工", unit=PayUnit.DAY, low_fen=18000, median_fen=22000,
                          high_fen=26000, ground="某文件", as_of=BUILT.date()),),
    )  # fmt: skip
    return OnAir(order=1, number=94, built_at=BUILT, content=held, programme=programme_for(held))


def test_every_kind_has_a_name_and_a_painter() -> None:
    assert set(SCENES) == KNOWN
    assert all(kind.label and kind.about for kind in SCENES.values())


def test_the_programme_of_a_full_hall_has_a_slot_of_every_kind_but_the_emergency() -> None:
    slots = full(30).programme.slots
    assert [slot.scene for slot in slots] == [kind for kind in SCENES if kind != "emergency"]
    assert {slot.scene for slot in slots if slot.priority is Priority.PUBLICITY} == {"publicity"}
    assert [slot.scene for slot in programme_for(EMPTY).slots] == ["service", "safety", "evacuation", "hotlines"]


@pytest.mark.parametrize(("jobs", "shape", "film_s"), [(240, LANDSCAPE, 120), (1000, LANDSCAPE, 300),
                                                       (240, Shape.PORTRAIT, 120)])  # fmt: skip
def test_with_every_kind_in_the_programme_each_job_is_on_at_least_once_an_hour(
    jobs: int, shape: Shape, film_s: int
) -> None:
    timeline = draw_up(full(jobs, film_s), NOON, shape)
    assert timeline.in_time
    at = begin = milliseconds(NOON)
    end = begin + 4 * 3600 * 1000
    last: dict[str, int] = {}
    longest = 0
    while at < end:
        found = item_at(timeline, at)
        if found.item.scene.kind == "jobs":
            for key in (key for key in found.item.scene.content_ids if key.startswith("job-")):
                longest = max(longest, at - last.get(key, begin))
                last[key] = found.ends_ms
        at = found.ends_ms
    assert len(last) == jobs
    assert max(longest, *(end - seen for seen in last.values())) / 1000 <= 3600


def test_pages_by_trade_and_by_township_take_turns_while_both_fit_the_hour() -> None:
    def headings(jobs: int) -> str:
        return "".join(item.scene.markup for item in round_at(full(jobs), NOON, LANDSCAPE).items)

    few, many = headings(240), headings(1000)
    assert "建筑搬运" in few and "尧渡镇的岗位" in few
    assert "建筑搬运" in many and "尧渡镇的岗位" not in many


def test_townships_begin_with_the_markets_own_and_hold_each_job_once() -> None:
    some = tuple(job(number) for number in range(60))
    groups = by_township(some)
    assert groups[0][0] == "尧渡镇"
    # beside the county seat, in the order of the county's list (content.model.places)
    assert [name for name, _ in groups[1:7]] == ["东流镇", "张溪镇", "洋湖镇", "葛公镇", "香隅镇", "泥溪镇"]
    assert sorted(one.id for _, group in groups for one in group) == sorted(one.id for one in some)


def test_the_urgent_board_holds_urgent_jobs_alone() -> None:
    ids = [key for scene in scenes(content(40, 0), "urgent") for key in scene.content_ids]
    assert sorted(ids) == sorted(f"job-{number}" for number in range(0, 40, 8))


def test_the_jobs_that_get_the_whole_glass_are_urgent_first_and_others_the_next_day() -> None:
    some = tuple(job(number, urgent=number < 20) for number in range(40))
    today, tomorrow = featured(some, date(2026, 11, 23), FEATURED), featured(some, date(2026, 11, 24), FEATURED)
    assert len(today) == FEATURED and all(one.urgent for one in (*today, *tomorrow))
    assert {one.id for one in today}.isdisjoint(one.id for one in tomorrow)
    assert [one.id for one in featured(some[18:23], date(2026, 11, 23), FEATURED)] == [
        "job-18", "job-19", "job-20", "job-21", "job-22"]  # fmt: skip


@pytest.mark.parametrize("shape", Shape)
def test_a_job_by_itself_says_number_pay_and_place_and_stays_long_enough_for_a_phone(shape: Shape) -> None:
    one = job(5, urgent=True, pay_min_fen=22000, pay_max_fen=22000, settlement=Settlement.DAY)
    (scene,) = scenes(replace(EMPTY, jobs=(one,)), "job", shape=shape)
    for shown in ("编号 1005", "220", "元/天", "日结", "急招", one.township_name, 'class="qr-code"'):
        assert shown in scene.markup
    assert scene.seconds >= 12 and scene.content_ids == ("job-5",)


def test_the_days_to_a_fair_are_counted_by_the_calendar_of_the_hall() -> None:
    starts = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)  # 6 December 09:00 in the market

    def said(at: datetime) -> str:
        return "".join(vars_of(countdown(starts, at)[0]))

    def vars_of(count: object) -> tuple[str, str, str]:
        return count.before, count.what, count.after  # type: ignore[attr-defined]

    assert said(NOON) == "还有13天"
    assert said(MIDNIGHT - timedelta(seconds=1)) == "还有13天" and said(MIDNIGHT) == "还有12天"
    assert said(datetime(2026, 12, 4, 16, 0, tzinfo=UTC)) == "就在明天09:00 开始"
    assert said(datetime(2026, 12, 5, 16, 0, tzinfo=UTC)) == "就在今天09:00 开始"
    assert said(starts) == "现在进行中快来看看"


def test_a_countdown_never_outlives_its_day() -> None:
    held = replace(EMPTY, fairs=(fair(),))
    (scene,) = scenes(held, "fair")
    assert scene.valid_until == MIDNIGHT and "13" in scene.markup
    timeline = draw_up(on_air(held, (Slot(scene="fair"),)), NOON, LANDSCAPE)
    before, after = item_at(timeline, milliseconds(MIDNIGHT) - 1), item_at(timeline, milliseconds(MIDNIGHT))
    assert before.ends_ms == milliseconds(MIDNIGHT) and before.item.scene.id != after.item.scene.id
    assert ">12<" in after.item.scene.markup


def test_a_fair_that_begins_turns_to_under_way_at_that_very_minute() -> None:
    begins = NOON + timedelta(minutes=17)
    timeline = draw_up(on_air(replace(EMPTY, fairs=(replace(fair(), starts_at=begins),)), (Slot(scene="fair"),)),
                       NOON, LANDSCAPE)  # fmt: skip
    assert "今天" in item_at(timeline, milliseconds(begins) - 1).item.scene.markup
    assert "进行中" in item_at(timeline, milliseconds(begins)).item.scene.markup


def test_a_live_stream_has_its_own_code_and_its_own_slot() -> None:
    live = replace(fair(), id="live", theme=FairTheme.LIVE, stream_url="https://live.example.cn/1")
    held = replace(EMPTY, fairs=(fair(), live))
    assert [scene.content_ids for scene in scenes(held, "live")] == [("live",)]
    assert "扫码进直播间" in scenes(held, "live")[0].markup
    assert [scene.content_ids for scene in scenes(held, "fair", also=("live",))] == [("fair-1",)]
    # a programme of before has one slot for both
    assert [scene.content_ids for scene in scenes(held, "fair")] == [("fair-1",), ("live",)]


def test_booths_say_what_their_firms_look_for_in_this_edition() -> None:
    mason = job(1, trade_name="砌筑瓦工", headcount=4, employer_name="甲公司")
    porter = job(2, trade_name="装卸搬运", headcount=6, employer_name="甲公司", valid_until=NOON + timedelta(hours=1))
    held = replace(EMPTY, jobs=(mason, porter), fairs=(replace(fair(), booths=("3 号 · 甲公司", "乙公司")),))
    (now,), (later,) = scenes(held, "booths"), scenes(held, "booths", NOON + timedelta(hours=2))
    for shown in ("3 号", "甲公司", "砌筑瓦工、装卸搬运", "招</small>10<small>人", "乙公司"):
        assert shown in now.markup
    assert "装卸搬运" not in later.markup and "砌筑瓦工" in later.markup


def test_trades_that_lack_hands_are_ranked_by_the_people_asked_for() -> None:
    some = (job(1, trade_code="A01", trade_name="建筑小工", headcount=5),
            job(2, trade_code="A02", trade_name="砌筑瓦工", headcount=9),
            job(3, trade_code="A01", trade_name="建筑小工", headcount=6))  # fmt: skip
    (scene,) = scenes(replace(EMPTY, jobs=some), "shortage")
    assert 0 < scene.markup.index("建筑小工") < scene.markup.index("砌筑瓦工")
    assert "11<small>人" in scene.markup and "2 个岗位" in scene.markup


def test_every_wage_stands_under_the_paper_it_is_taken_from() -> None:
    def wage(ground: str, own: int = 0) -> PublicWage:
        return PublicWage(trade_code="A01", trade_name="建筑小工", unit=PayUnit.DAY, low_fen=18000, median_fen=22000,
                          high_fen=26000, ground=ground, as_of=date(2026, 11, 1), own_jobs=own)  # fmt: skip

    held = replace(EMPTY, wages=(wage("池州市价位 〔2026〕8号"), wage("本市场 12 个在招岗位的中位数", 12)))
    guide, own = scenes(held, "wages")
    assert "池州市价位 〔2026〕8号 · 2026年11月1日" in guide.markup and "从 180 到 260 元" in guide.markup
    assert "在招岗位的中间价 · 2026年11月1日" in own.markup and "12 个岗位" in own.markup


def test_a_publicity_notice_is_on_for_seven_working_days_as_the_holidays_stand_at_the_build() -> None:
    posted = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)  # Monday 09:00
    table = HolidayYear(year=2026, days_off=tuple(date(2026, 10, day) for day in range(1, 8)),
                        working_weekends=(date(2026, 10, 10),), source="示例")  # fmt: skip
    typed = Notice(id="n", title="考核公示", body="内容", shown_from=posted, shown_until=posted + timedelta(days=9),
                   kind=NoticeKind.PUBLICITY, stage=Stage.APPROVED, created_at=posted, created_by="s",
                   updated_at=posted)  # fmt: skip
    public = public_notice(typed, posted, (table,))
    assert public is not None
    # 29 and 30 September, 8 and 9 October, Saturday the 10th made up for, 12 and 13: the seventh is over at midnight
    end = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
    assert public.valid_until == end
    held = replace(EMPTY, notices=(public,))
    (scene,) = scenes(held, "publicity", end - timedelta(seconds=1))
    assert "9月28日—10月13日（7 个工作日）" in scene.markup and MARKET.complaint_phone in scene.markup
    assert scenes(held, "publicity", end) == ()
    assert scenes(held, "publicity", posted - timedelta(seconds=1)) == ()


def test_a_programme_of_before_shows_a_publicity_notice_among_the_notices() -> None:
    held = replace(EMPTY, notices=(notice("公示甲", NoticeKind.PUBLICITY), notice("通知乙")))
    assert [scene.kind for scene in scenes(held, "notice")] == ["publicity", "notice"]
    assert [scene.kind for scene in scenes(held, "notice", also=("publicity",))] == ["notice"]


def test_a_publicity_notice_comes_three_times_a_round() -> None:
    kinds = [item.scene.kind for item in round_at(full(240), NOON, LANDSCAPE).items]
    assert kinds.count("publicity") >= 3 * kinds.count("wages") > 0


def test_a_picture_is_on_between_its_dates_and_a_paper_follows_its_notice_page_by_page() -> None:
    later = media("海报", shown_from=NOON + timedelta(hours=1), valid_until=NOON + timedelta(hours=2))
    pages = tuple(media(f"第{page}页", page_of="pdf", page=page, width=1240, height=1754, on_screens=False)
                  for page in (2, 1))  # fmt: skip
    told = notice("通知", media=("第1页", "第2页"))
    held = replace(EMPTY, media=(later, *pages), notices=(told,))
    assert scenes(held, "picture") == () == scenes(held, "picture", NOON + timedelta(hours=2))
    (shown,) = scenes(held, "picture", NOON + timedelta(hours=1))
    assert shown.content_ids == ("海报",) and 'src="media/media-海报.png"' in shown.markup
    # upright pages are read in two halves on glass that hangs across
    assert [scene.content_ids for scene in scenes(held, "notice")] == [
        ("通知",), ("第1页",), ("第1页",), ("第2页",), ("第2页",)]  # fmt: skip
    assert len(scenes(held, "notice", shape=Shape.PORTRAIT)) == 3


@pytest.mark.parametrize(("length_ms", "seconds"), [(20_000, 20), (20_400, 21), (0, 30), (1_000, 5), (900_000, 300)])
def test_a_film_is_on_as_long_as_it_runs(length_ms: int, seconds: int) -> None:
    film = media("片子", kind=MediaKind.VIDEO, length_ms=length_ms)
    (scene,) = scenes(replace(EMPTY, media=(film,)), "film")
    assert scene.seconds == seconds and 'data-film="media/media-片子.png"' in scene.markup


def test_a_line_for_the_foot_is_split_between_words() -> None:
    assert split_line("12月6日 09:00 月度零工综合招聘会", 15) == ["12月6日 09:00", "月度零工综合招聘会"]
    assert split_line("一二三四五六七八九十", 4) == ["一二三四", "五六七八", "九十"]
    assert split_line("短", 4) == ["短"]


def test_what_is_read_is_split_so_that_it_can_be_read_while_it_is_on() -> None:
    told = notice("通知", body="一二三四五六七八九十" * 60)
    found = scenes(replace(EMPTY, notices=(told,)), "notice")
    assert len(found) > 3
    # six characters a second for thirty seconds (signage.scenes.scene)
    assert all(scene.markup.count("一二三四五六七八九十") * 10 <= 180 for scene in found)


def test_a_policy_upright_has_its_code_on_the_last_page() -> None:
    found = scenes(replace(EMPTY, policies=(policy(1, summary="可以领补贴。" * 20),)), "policy", shape=Shape.PORTRAIT)
    assert len(found) > 1
    assert ['class="qr"' in scene.markup for scene in found] == [*[False] * (len(found) - 1), True]
