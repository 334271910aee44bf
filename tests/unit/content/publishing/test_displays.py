"""Pictures, recordings, wages, licences and merged numbers in an edition, and nothing of the desk beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.attachments import Attachment, AttachmentRole
from content.model.codes import Invited, MediaKind, NoticeChannel, PayUnit, Stage
from content.model.editorial import Release
from content.model.market import MarketSettings, MinimumWage
from content.model.media import MediaItem
from content.model.notices import Announcement, Invitation, WageGuide, WageLine
from content.model.published import LicenceDisplay, MarketCard
from content.publishing.wages import own_medians
from tests.unit.content.edition.samples import public_job
from tests.unit.content.publishing.conftest import Desk, approved_job
from tests.unit.content.store.samples import ARTICLE, COURSE, DAY, FAIR, NOTICE, NOW, employer

GUIDE = WageGuide(
    id="guide-1", title="样例指导价位", document_number="样例〔2026〕3 号", issuer="样例局", issued_on=date(2026, 3, 1),
    source_url="", expires_on=None, stage=Stage.APPROVED, created_at=NOW, created_by="鸟笼-1", updated_at=NOW,
    lines=(WageLine(trade_code="A11", trade_name="装卸搬运工", unit=PayUnit.DAY, low_fen=18000, median_fen=22000,
                    high_fen=30000),),
)  # fmt: skip


def _item(desk: Desk, key: str, data: bytes, **changes: Any) -> None:
    digest, size = desk.market.media_files.put([data])
    item = MediaItem(id=key, title=f"素材 {key}", kind=MediaKind.IMAGE, mime="image/png", sha256=digest, size=size,
                     stage=Stage.APPROVED, created_at=NOW, created_by="鸟笼-1", updated_at=NOW)  # fmt: skip
    desk.market.write(lambda tables: tables.media.save(replace(item, **changes), None))


@contextmanager
def _published(desk: Desk) -> Iterator[Edition]:
    desk.publisher.publish("甲")
    edition = desk.publisher.current()
    assert edition is not None
    yield edition
    edition.close()


def test_only_what_is_shown_travels(desk: Desk) -> None:
    for key in ("named", "draft", "loose", "late"):
        _item(desk, key, key.encode(), stage=Stage.DRAFT if key == "draft" else Stage.APPROVED,
              shown_until=NOW if key == "late" else None)  # fmt: skip
    _item(desk, "screen", b"film", kind=MediaKind.VIDEO, mime="video/mp4", on_screens=True)
    _item(desk, "pdf", b"%PDF", kind=MediaKind.PDF, mime="application/pdf")
    for page in (2, 1):
        _item(desk, f"page-{page}", b"page%d" % page, page_of="pdf", page=page)
    desk.put(approved_job(2000, media=("draft", "named", "late", "pdf", "none")))
    with _published(desk) as edition:
        job = edition.job_by_number(2000)
        assert job is not None
        assert job.media == ("named", "page-1", "page-2")
        assert {one.id for one in edition.media(NOW)} == {"named", "page-1", "page-2", "screen"}
        found = edition.media_file("named")
        assert found is not None
        assert found[1].read_bytes() == b"named"
        assert edition.media_file("loose") is None
        audiences = {ref.name[-4:]: ref.audience for ref in edition.manifest.blobs}
    assert audiences[".mp4"] == ("kiosk", "screen")
    assert b"loose" not in b"".join(one.read_bytes() for one in desk.shelf.root.rglob("*") if one.is_file())


def test_the_newest_passed_recording_of_a_prompt_travels_to_kiosks(desk: Desk) -> None:
    for place, stage in enumerate((Stage.APPROVED, Stage.APPROVED, Stage.SUBMITTED)):
        _item(desk, f"clip-{place}", b"clip%d" % place, kind=MediaKind.AUDIO, mime="audio/mpeg", prompt="welcome",
              stage=stage, updated_at=NOW + timedelta(minutes=place))  # fmt: skip
    with _published(desk) as edition:
        assert {key: clip.id for key, clip in edition.clips().items()} == {"welcome": "clip-1"}
        clips = [ref for ref in edition.manifest.blobs if ref.name.endswith(".mp3")]
    assert [ref.audience for ref in clips] == [("kiosk",)]


def test_a_recording_made_in_the_browser_is_carried_as_what_it_is(desk: Desk) -> None:
    sound = b"\x1a\x45\xdf\xa3 webm A_OPUS"
    _item(desk, "clip", sound, kind=MediaKind.AUDIO, mime="audio/webm", prompt="goodbye")
    with _published(desk) as edition:
        clip = edition.clips()["goodbye"]
        found = edition.media_file(clip.id)
        assert found is not None
        assert found[1].read_bytes() == sound
        assert (clip.mime, clip.blob[-5:]) == ("audio/webm", ".weba")


def _paper(desk: Desk, subject: str, subject_id: str, plain: bytes) -> Attachment:
    key = f"paper-{subject}"
    paper = Attachment(id=key, subject=subject, subject_id=subject_id, role=AttachmentRole.DOCUMENT, size=len(plain),
                       mime="application/pdf", sha256=desk.market.attachment_files.put(key, plain), added_at=NOW,
                       added_by="鸟笼-1")  # fmt: skip
    desk.market.write(lambda tables: tables.attachments.add(paper))
    return paper


def test_no_edition_carries_a_paper_kept_with_a_record(desk: Desk) -> None:
    plain = "鸟笼：委托证明的扫描件".encode()
    policy, fair = desk.market.write(lambda tables: (tables.policies.publishable(NOW)[0], FAIR))
    desk.market.write(lambda tables: tables.fairs.save(replace(fair, stage=Stage.APPROVED), None))
    papers = [_paper(desk, kind, key, plain) for kind, key in (
        ("employer", "firm-1"), ("fair", fair.id), ("policy", policy.id))]  # fmt: skip
    sealed = [desk.market.attachment_files._files.path_of(one.sha256).read_bytes() for one in papers]
    desk.put(approved_job(2000, media=tuple(one.id for one in papers)))  # not even by name
    # the control: the same bytes as 素材 do travel
    _item(desk, "control", plain, on_screens=True)
    with _published(desk) as edition:
        job = edition.job_by_number(2000)
        assert job is not None
        assert job.media == ()
        assert [one.id for one in edition.media(NOW)] == ["control"]
        names = " ".join(ref.name for ref in edition.manifest.blobs)
    assert not any(one.sha256 in names for one in papers)
    files = [path.read_bytes() for path in desk.shelf.root.rglob("*") if path.is_file()]
    assert [one for one in files if plain in one] == [plain]
    assert not any(one in data for data in files for one in sealed)
    assert not any(one.id.encode() in data for data in files for one in papers)


def test_a_lost_file_keeps_nothing_else_from_the_hall(desk: Desk) -> None:
    _item(desk, "named", b"named")
    desk.put(approved_job(2000, media=("named",)))
    for path in desk.market.media_files.path_of("any").parent.iterdir():
        path.unlink()
    assert any("素材 named" in line for line in desk.publisher.difference(NOW).held_back)
    with _published(desk) as edition:
        job = edition.job_by_number(2000)
    assert job is not None
    assert job.media == ()


def test_own_medians_need_five_jobs_and_say_so() -> None:
    """Five day wages of 100…500 yuan: the median is 300."""
    jobs = [public_job(place, pay_min_fen=place * 10000, pay_max_fen=place * 10000) for place in range(1, 6)]
    (wage,) = own_medians(jobs, date(2026, 11, 23))
    assert (wage.low_fen, wage.median_fen, wage.high_fen, wage.own_jobs) == (10000, 30000, 50000, 5)
    assert wage.ground == "本市场 5 个在招岗位的中位数"
    assert own_medians(jobs[:4], date(2026, 11, 23)) == ()
    assert own_medians([*jobs[:4], public_job(9, pay_unit=PayUnit.HOUR)], date(2026, 11, 23)) == ()


def test_a_document_s_wages_and_the_licences_hang_in_the_hall(desk: Desk) -> None:
    licences = LicenceDisplay(business_licence="91341721样例", agency_licence="样例许可证", services=("职业介绍",),
                              supervisor="样例局", supervisor_phone="12333")  # fmt: skip
    _item(desk, "loose", b"loose")
    settings = MarketSettings(card=MarketCard(name="样例市场"), licences=licences, bulletin_owner="鸟笼-2",
                              minimum_wage=MinimumWage(monthly_fen=1, hourly_fen=1, source="鸟笼-3", source_url="",
                                                       effective_on=date(2026, 1, 1)))  # fmt: skip
    desk.market.write(lambda tables: tables.market.save(settings, 0, "甲"))
    desk.market.write(lambda tables: tables.wage_guides.save(GUIDE, None))
    with _published(desk) as edition:
        assert edition.licences() == licences
        assert edition.market().name == "样例市场"
        (wage,) = edition.wages()
        assert edition.content().wages == (wage,)
    assert (wage.median_fen, wage.ground, wage.own_jobs) == (22000, "样例局 样例指导价位 样例〔2026〕3 号", 0)


def test_a_slip_s_number_leads_to_the_job_that_was_kept(desk: Desk) -> None:
    desk.market.write(lambda tables: tables.jobs.merge("job-1001", "job-1002", "甲", NOW))
    with _published(desk) as edition:
        kept = edition.job_by_number(1002)
        assert kept is not None
        assert (kept.number, kept.also_numbers) == (1001, (1002,))
        assert [one.number for one in search_jobs(edition, JobQuery(text="1002"), NOW).jobs] == [1001]
        assert edition.job_by_number(1003) is None


def test_booths_of_firms_that_come_stand_beside_the_typed_ones(desk: Desk) -> None:
    asked = ((Invited.ASKED, "鸟笼甲"), (Invited.DECLINED, "鸟笼乙"), (Invited.CONFIRMED, "某厂"))
    coming = tuple(Invitation(employer_id="", name=name, answer=answer, booth="3 号") for answer, name in asked)
    fair = replace(FAIR, stage=Stage.APPROVED, invitations=coming, plan="鸟笼-4", emergency_plan="鸟笼-5",
                   security_plan="鸟笼-6", roster="鸟笼-7", follow_up="鸟笼-8",
                   announcements=(Announcement(channel=NoticeChannel.SMS, at=NOW, by="鸟笼-9", where="鸟笼-10"),))
    desk.market.write(lambda tables: tables.fairs.save(fair, None))
    with _published(desk) as edition:
        (shown,) = edition.fairs(NOW)
    assert shown.booths == ("1 号 · 样例厂", "3 号 · 某厂")


def test_no_field_of_the_desk_leaks_from_any_kind(desk: Desk) -> None:
    let = Release(code="AGE-1", field="x", word="鸟笼-1", reason="鸟笼-2", by="鸟笼-3", at=NOW)
    private = {"created_by": "鸟笼-4", "updated_by": "鸟笼-5", "owner": "鸟笼-6", "reviewed_by": "鸟笼-7",
               "review_note": "鸟笼-8", "releases": (let,), "stage": Stage.APPROVED, "reviewed_at": NOW}
    firm = employer(id="firm-2", credit_code="", verified_note="鸟笼-9", authorisation_media="鸟笼-10",
                    licence_media="鸟笼-11", agency_licence="鸟笼-12", owner="鸟笼-13")

    def fill(tables: Any) -> None:
        tables.employers.save(firm, None, "鸟笼-14")
        tables.jobs.save(approved_job(2000, employer_id="firm-2", **private), None)
        for table, record in ((tables.courses, replace(COURSE, month="鸟笼")), (tables.articles, ARTICLE),
                              (tables.notices, NOTICE), (tables.wage_guides, GUIDE)):
            table.save(replace(record, **private), None)

    desk.market.write(fill)
    _item(desk, "named", b"bytes", on_screens=True, file_name="鸟笼-15.png", **private)
    with _published(desk) as edition:
        assert edition.job_by_number(2000) is not None
        assert (len(edition.courses(NOW)), len(edition.articles()), len(edition.notices(NOW))) == (1, 1, 1)
        assert (len(edition.wages()), len(edition.media(NOW))) == (1, 1)
    data = b"".join(path.read_bytes() for path in desk.shelf.root.rglob("*") if path.is_file())
    assert "样例指导价位".encode() in data
    assert "鸟笼".encode() not in data


def test_no_job_of_a_suspended_firm_or_one_with_a_licence_past_gets_in(desk: Desk) -> None:
    for key, changes in (("s", {"suspended": "有人举报"}), ("l", {"licence_until": (NOW - DAY).date()}),
                         ("ok", {"licence_until": NOW.date()})):
        desk.market.write(lambda tables, key=key, changes=changes: tables.employers.save(
            employer(id=f"firm-{key}", credit_code="", **changes), None))
    desk.put(approved_job(2000, employer_id="firm-s"), approved_job(2001, employer_id="firm-l"),
             approved_job(2002, employer_id="firm-ok"))
    said = desk.publisher.difference(NOW).held_back
    desk.publisher.publish("甲")
    assert desk.shown() == [2002, 1002, 1001]
    assert [line[:4] for line in said] == ["2001", "2000"]
    assert ("执照" in said[0], "暂停" in said[1]) == (True, True)
