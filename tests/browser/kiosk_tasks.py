"""Every task of the kiosk as somebody does it by touch, from the first page to its receipt, whatever device is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from playwright.sync_api import expect

from content.clock import calendar_day
from content.link.outbox import Outbox
from content.model.codes import NoticeKind
from content.model.published import EditionContent
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.numbers import check_character
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until
from tests.fixtures.handwritten import drawn
from tests.pages.kiosk_market import pairing

PHONE, GROWN, CHILD = "13805660000", "34172119710508002", "34172120150508002"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Somebody with a card before a kiosk, and which of its devices answer."""

    walker: Walker
    rig: KioskRig
    reader: bool = True
    printer: bool = True
    fault: str = "none"  # of the printer, as its twin is ordered

    def gets_paper(self, *words: str) -> None:
        """See the slip come out with the words on it, or be told that none does and what serves instead."""
        if not self.printer:
            told = (".page .note.bad", ".page .note:has-text('没有接打印机')", ".page:has-text('没纸')")
            self.walker.page.wait_for_selector(", ".join(told))
            return
        self.walker.page.wait_for_selector("text=打好了")
        slip = wait_until(self.rig.printer.slips, "the paper")[-1]["text"].replace(" ", "").replace("\n", "")
        assert [word for word in words if word not in slip] == [], slip

    def lays_card(self) -> IdCard:
        """Lay a card of somebody grown up on the reader."""
        card = demo_cards(calendar_day(datetime.now(UTC)))[0]
        self.rig.put_card(card)
        return card

    def writes_who(self, first: str = GROWN) -> None:
        """Write 李芳 and an ID number on the panel."""
        self.walker.page.wait_for_selector(".kb")
        for syllable, character in (("li", "李"), ("fang", "芳")):
            self.walker.type(syllable)
            self.walker.tap(f'.cand button:has-text("{character}") >> nth=0')
        self.walker.tap(".kb [data-key=go]")
        self.walker.type(first + check_character(first))
        self.walker.tap(".kb [data-key=go]")

    def agrees_and_says_who(self) -> None:
        """Go from the notice of a registration to its wishes, by card where the reader answers."""
        self.walker.tap("[data-act=agree]")
        if self.reader:
            self.walker.page.wait_for_selector(".card-place")
            self.lays_card()
        else:
            self.walker.tap("[data-act=hand]")
            self.writes_who()
        self.walker.page.wait_for_selector("[data-act=trade]")

    def chooses_work(self) -> None:
        """Choose the first trade and go on to when and where."""
        self.walker.tap("[data-act=trade] >> nth=0")
        self.walker.page.wait_for_selector("[data-act=trade].on")
        self.walker.tap("[data-act=next]")

    def writes_phone(self) -> None:
        """Write the phone number and finish."""
        self.walker.type(PHONE)
        self.walker.tap(".kb [data-key=go]")

    def more(self, path: str) -> None:
        """Go to a service by the page of all services."""
        self.walker.tap(".tile[href='/kiosk/more']")
        self.walker.tap(f".services [href='/kiosk/{path}']")


Task = Callable[[Errand], None]


def a_trade_to_its_job_slip(one: Errand) -> None:
    one.walker.tap(".trades a >> nth=0")
    one.walker.tap(".job >> nth=0")
    title = one.walker.page.locator(".lead h2").inner_text()
    one.walker.page.wait_for_selector(".sheet .qr svg")
    one.walker.tap(".sheet [data-act=print]")
    one.gets_paper(title, "免费服务")


def todays_work_and_from_job_to_job(one: Errand) -> None:
    one.walker.tap("text=今天就能干")
    one.walker.tap(".job >> nth=0")
    for place, way in ((2, "下一个"), (1, "上一个")):
        one.walker.tap(f".step a:has-text('{way}')")
        expect(one.walker.page.locator(".step p")).to_contain_text(f"第 {place} 个")


def search_by_initials(one: Errand) -> None:
    one.walker.tap(".box")
    one.walker.type("by")
    one.walker.tap(".kb [data-key=go]")
    one.walker.page.wait_for_selector(".list .job .why")


def search_by_handwriting(one: Errand) -> None:
    one.walker.tap(".box")
    one.walker.page.wait_for_selector(".kb")
    if one.walker.page.locator("[data-tab=hand]:not(.on)").count():
        one.walker.tap("[data-tab=hand]")
    one.walker.draw(drawn("工", "as printed"))
    one.walker.tap('.cand button:has-text("工") >> nth=0')
    one.walker.tap(".kb [data-key=go]")
    one.walker.page.wait_for_selector(".list .job")


def sifting_with_the_count_before(one: Errand) -> None:
    one.walker.tap("text=全部岗位")
    one.walker.tap(".chip:has-text('筛选')")
    one.walker.tap('[data-value="settle:day"]')
    expect(one.walker.page.locator("[data-act=apply]")).not_to_contain_text(f"看 {len(one.rig.content.jobs)} 个")
    promised = one.walker.page.locator("[data-act=apply]").inner_text()
    one.walker.tap("[data-act=apply]")
    one.walker.page.wait_for_selector(".list .job")
    assert one.walker.page.locator(".found b").inner_text() in promised


def two_jobs_on_one_slip(one: Errand) -> None:
    one.walker.tap("text=今天就能干")
    one.walker.tap(".job >> nth=0")
    one.walker.tap("[data-act=pick]")
    one.walker.page.wait_for_selector("text=小票 1/5")
    one.walker.tap("text=下一个")
    expect(one.walker.page.locator(".step p")).to_contain_text("第 2 个")
    one.walker.tap("[data-act=pick]")
    one.walker.tap(".basket:has-text('2/5')")
    one.walker.tap("[data-act=print]")
    one.gets_paper("2个岗位", "岗位号")


def a_number_from_the_screen(one: Errand) -> None:
    job = one.rig.content.jobs[3]
    one.walker.tap(".by-number")
    one.walker.type(str(job.number))
    one.walker.tap(".kb [data-key=go]")
    expect(one.walker.page.locator(".lead h2")).to_have_text(job.title)


def applying_for_a_job(one: Errand) -> None:
    """By card; with no reader by way of a registration, which leads back to the job."""
    one.walker.tap("text=今天就能干")
    one.walker.tap(".job >> nth=0")
    one.walker.tap("text=我要报名")
    one.walker.tap("[data-act=agree]")
    one.walker.page.wait_for_selector(".card-place")
    if one.reader:
        one.lays_card()
    else:
        one.walker.tap(".foot [href='/kiosk/register']")
        one.agrees_and_says_who()
        one.chooses_work()
        one.writes_phone()
        one.walker.page.wait_for_selector(".ticket")
        one.walker.tap(".foot a:has-text('接着报名')")
    employer = one.walker.page.locator(".receiver").inner_text()
    one.walker.tap("[data-act=agree]")
    one.walker.page.wait_for_selector(".kb")
    if one.reader:
        one.walker.type(PHONE)
    one.walker.tap(".kb [data-key=go]")
    one.walker.page.wait_for_selector("text=报好了")
    one.gets_paper(employer, "接下来")
    one.walker.tap("[data-act=withdraw]")
    one.walker.tap("[data-act=withdraw-yes]")
    one.walker.page.wait_for_selector("text=已撤回")


def registering(one: Errand) -> None:
    one.walker.tap(".hero")
    one.agrees_and_says_who()
    one.chooses_work()
    one.writes_phone()
    expect(one.walker.page.locator(".ticket .big")).to_contain_text("12-")
    number = one.walker.page.locator(".ticket .big").inner_text()
    one.gets_paper(number)


def a_parent_without_a_plan_and_without_a_phone(one: Errand) -> None:
    """An electronic ID, typed by the child; what they can do is ticked; nobody has a phone."""
    one.walker.tap(".hero")
    one.walker.tap("[data-act=agree]")
    one.walker.tap("[data-act=parent]")
    one.walker.page.wait_for_selector("[data-act=parent].chosen")
    one.walker.tap("[data-act=electronic]")
    one.writes_who()
    one.walker.tap("[data-act=unsure]")
    one.walker.page.wait_for_selector("a[href^='/kiosk/test']")
    one.walker.tap("[data-act=abilities]")
    one.walker.tap("[data-act=skill] >> nth=0")
    one.walker.page.wait_for_selector("[data-act=skill].on")
    one.walker.tap(".foot [data-act=back]")
    one.walker.tap("[data-act=next]")
    one.walker.tap("[data-act=phone-of][data-value=none]")
    one.walker.tap("[data-act=submit]")
    one.walker.page.wait_for_selector(".ticket .big")


def a_child_is_stopped_kindly(one: Errand) -> None:
    one.walker.tap(".hero")
    one.walker.tap("[data-act=agree]")
    one.walker.tap("[data-act=hand]")
    one.writes_who(CHILD)
    one.walker.page.wait_for_selector("text=没有存下来")


def my_own_record_while_the_hub_is_away(one: Errand) -> None:
    one.walker.tap(".tile[href='/kiosk/mine']")
    one.walker.page.wait_for_selector(".card-place")
    if one.reader:
        one.lays_card()
        one.walker.page.wait_for_selector("text=现在看不到您的登记")
        one.walker.page.wait_for_selector("text=找活、打小票、求职登记还能办")
    else:
        expect(one.walker.page.locator(".card-place")).to_contain_text("请到求职登记窗口")


def a_policy_with_its_check_and_its_papers(one: Errand) -> None:
    one.walker.tap(".tile[href='/kiosk/policies']")
    one.walker.tap(".leaf >> nth=0")
    one.walker.page.wait_for_selector(".article .plain")
    one.walker.tap("a[href$='/check']")
    one.walker.page.wait_for_selector(".replies")
    while one.walker.page.locator(".replies").count():
        asked = one.walker.page.locator(".asked").inner_text()
        one.walker.tap(".replies [data-act=reply] >> nth=0")
        expect(one.walker.page.locator(f".asked:text-is('{asked}')")).to_have_count(0)
    one.walker.tap(".foot a:has-text('回去打印材料清单')")
    one.walker.tap("[data-act=print]")
    one.gets_paper("材料清单")


def a_place_in_a_course(one: Errand) -> None:
    one.walker.tap(".tile[href='/kiosk/courses']")
    one.walker.tap(".leaf >> nth=0")
    one.walker.tap("a[href$='/join']")
    one.walker.page.wait_for_selector(".kb")
    for syllable, character in (("li", "李"), ("fang", "芳")):
        one.walker.type(syllable)
        one.walker.tap(f'.cand button:has-text("{character}") >> nth=0')
    one.walker.tap(".kb [data-key=go]")
    one.writes_phone()
    one.walker.page.wait_for_selector(".ticket .big")
    one.gets_paper("培训")


def what_i_want_to_learn(one: Errand) -> None:
    one.more("survey")
    for key in ("wish", "time", "mode"):
        one.walker.tap(f"[data-act={key}] >> nth=0")
        one.walker.page.wait_for_selector(f"[data-act={key}].on")
    one.walker.tap("[data-act=next]")
    one.walker.page.wait_for_selector("text=记下了")


def a_fair_on_its_day(one: Errand) -> None:
    one.walker.tap(".tile[href='/kiosk/fairs']")
    one.walker.tap(".leaf >> nth=0")
    one.walker.tap("[data-act=check-in]")
    one.walker.page.wait_for_selector("text=签好到了")
    one.walker.tap("[data-act=booth] >> nth=1")
    one.walker.page.wait_for_selector("text=记下了")


def the_self_test(one: Errand) -> None:
    one.more("test")
    one.walker.tap("[data-act=begin]")
    for place in range(24):
        one.walker.tap(f'.likes [data-value^="{place}:"] >> nth={place % 3}')
    one.walker.tap("[data-act=keep]")
    one.walker.page.wait_for_selector("[data-act=keep]", state="detached")
    one.walker.tap("[data-act=print]")
    one.gets_paper("职业小测")


def a_dispute(one: Errand) -> None:
    one.more("dispute")
    for key in ("dispute", "amount", "wish"):
        one.walker.tap(f"[data-act={key}] >> nth=0")
        one.walker.page.wait_for_selector(f"[data-act={key}].on")
    one.walker.tap("[data-act=next]")
    one.writes_phone()
    one.walker.page.wait_for_selector(".ticket .big")
    one.gets_paper("查询码")


def a_question_and_where_its_answer_comes(one: Errand) -> None:
    one.more("question")
    one.walker.tap("[data-act=topic] >> nth=0")
    one.walker.page.wait_for_selector("[data-act=topic].on")
    one.walker.tap("[data-act=next]")
    one.walker.page.wait_for_selector(".kb")
    one.walker.tap(".kb [data-key=go]")
    one.writes_phone()
    number, code = (one.walker.page.locator(f".ticket {where}").inner_text() for where in (".big", ".code"))
    one.walker.open("/kiosk/")
    one.more("answer")
    one.walker.type(number.replace("-", ""))
    one.walker.tap(".kb [data-key=go]")
    one.walker.type(code)
    one.walker.tap(".kb [data-key=go]")
    expect(one.walker.page.locator(".said")).to_contain_text("联系不上中心")


def papers_for_the_window(one: Errand) -> None:
    for title in ("就业失业登记", "就业困难人员认定"):
        one.walker.open("/kiosk/")
        one.more("guides")
        one.walker.tap(f".leaf:has-text('{title}') >> nth=0")
        one.walker.tap("[data-act=print]")
        one.gets_paper("材料清单", "身份证")


def how_it_was(one: Errand) -> None:
    one.more("satisfaction")
    one.walker.tap("[data-act=face] >> nth=0")
    one.walker.tap("[data-act=reason] >> nth=0")
    one.walker.tap("[data-act=aware] >> nth=0")
    one.walker.page.wait_for_selector("text=谢谢您")


def an_employer_wants_hands(one: Errand) -> None:
    one.walker.tap(".tile[href='/kiosk/hiring']")
    one.walker.tap("[data-act=who][data-value=household]")
    one.walker.tap("[data-act=trade] >> nth=0")
    one.walker.page.wait_for_selector("[data-act=trade].on")
    one.walker.tap("[data-act=whereto]")
    one.walker.tap("[data-act=pay] >> nth=0")
    one.walker.page.wait_for_selector("[data-act=pay].on")
    one.walker.tap("[data-act=township] >> nth=0")
    one.walker.page.wait_for_selector("[data-act=township].on")
    one.walker.tap("[data-act=who-next]")
    one.walker.page.wait_for_selector(".kb")
    for syllable, character in (("li", "李"), ("fang", "芳")):
        one.walker.type(syllable)
        one.walker.tap(f'.cand button:has-text("{character}") >> nth=0')
    one.walker.tap(".kb [data-key=go]")
    one.writes_phone()
    one.walker.page.wait_for_selector(".ticket .big")
    one.gets_paper("用工登记")


def a_job_is_reported(one: Errand) -> None:
    one.walker.tap("text=今天就能干")
    one.walker.tap(".job >> nth=0")
    one.walker.tap(".doubt")
    one.walker.tap("[data-act=kind] >> nth=0")
    one.walker.page.wait_for_selector(".kb")
    one.walker.tap(".kb [data-key=go]")
    one.walker.tap(".kb [data-key=go]")
    one.walker.page.wait_for_selector(".ticket .big")
    one.gets_paper("举报")


def who_runs_this_and_an_appeal_inside_its_term(one: Errand) -> None:
    one.more("service")
    one.walker.page.wait_for_selector(".article")
    one.walker.open("/kiosk/")
    one.more("notices")
    one.walker.tap(".leaf:has-text('考核结果公示')")
    one.walker.tap("a[href$='/appeal']")
    one.walker.page.wait_for_selector(".kb")
    one.walker.type("hao")
    one.walker.tap('.cand button >> nth=0')
    one.walker.tap(".kb [data-key=go]")
    one.writes_phone()
    one.walker.page.wait_for_selector(".ticket .big")


def the_window_and_help_while_the_hub_is_away(one: Errand) -> None:
    one.more("queue")
    one.walker.tap(".page [data-call] >> nth=0")
    one.walker.page.wait_for_selector(".call-over.open:has-text('联系不上中心')")
    one.walker.tap(".call-over [data-act=close]")
    expect(one.walker.page.locator(".call-over.open")).to_have_count(0)


# a task with the kinds of filings it leaves; registering on the way to an application is named where it happens
TASKS: dict[Task, tuple[str, ...]] = {
    a_trade_to_its_job_slip: (), todays_work_and_from_job_to_job: (), search_by_initials: (),
    search_by_handwriting: (), sifting_with_the_count_before: (), two_jobs_on_one_slip: (),
    a_number_from_the_screen: (), applying_for_a_job: ("application", "withdrawal"), registering: ("registration",),
    a_parent_without_a_plan_and_without_a_phone: ("registration",), a_child_is_stopped_kindly: (),
    my_own_record_while_the_hub_is_away: (), a_policy_with_its_check_and_its_papers: (),
    a_place_in_a_course: ("course_sign_up",), what_i_want_to_learn: ("survey_training",),
    a_fair_on_its_day: ("fair_check_in", "fair_interest"), the_self_test: ("self_test",), a_dispute: ("dispute",),
    a_question_and_where_its_answer_comes: ("question",), papers_for_the_window: (), how_it_was: ("satisfaction",),
    an_employer_wants_hands: ("hiring",), a_job_is_reported: ("report",),
    who_runs_this_and_an_appeal_inside_its_term: ("appeal",),
    the_window_and_help_while_the_hub_is_away: ("staff_call",),
}  # fmt: skip


def on_a_fair_day(content: EditionContent) -> EditionContent:
    """Return the market with a fair today and a publicity notice inside its term."""
    now = datetime.now(UTC)
    fair = next(one for one in content.fairs if one.booths)
    today = replace(fair, starts_at=now - timedelta(minutes=1), valid_until=now + timedelta(hours=6))
    term = replace(content.notices[0], id="term", title="考核结果公示", kind=NoticeKind.PUBLICITY,
                   shown_from=now - timedelta(days=1), valid_until=now + timedelta(days=6))  # fmt: skip
    return replace(content, fairs=(today,), notices=(*content.notices, term))


def filed_kinds(rig: KioskRig) -> list[str]:
    """Return the kinds of what lies in the outbox, counts of use left out."""
    outbox = Outbox(rig.data / "outbox.db", pairing())
    try:
        kinds = [one.header.kind for one in outbox.after(0, limit=1000, max_bytes=100_000_000)]
    finally:
        outbox.close()
    return [kind for kind in kinds if kind != "usage"]


def done_and_filed(task: Task, errand: Errand) -> float:
    """Do a task from the first page, hold that exactly its filings were made, and return how long it took."""
    begun, before = monotonic(), len(filed_kinds(errand.rig))
    if errand.reader:
        errand.rig.reader.calm()
    errand.rig.printer.order(clear=True, fault=errand.fault)
    errand.walker.open("/kiosk/")
    task(errand)
    expected = list(TASKS[task])
    if task is applying_for_a_job and not errand.reader:
        expected.insert(0, "registration")
    assert wait_until(lambda: filed_kinds(errand.rig)[before:] == expected or not expected, f"{expected}")
    assert filed_kinds(errand.rig)[before:] == expected
    return monotonic() - begun
