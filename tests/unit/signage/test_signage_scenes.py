"""Scenes: fitted by size and page, escaped, with codes that can be read back."""

from __future__ import annotations

from dataclasses import replace

from content.model.published import LicenceDisplay
from signage.scenes import evergreen, notices, qr
from signage.scenes.prose import Line, Room, fit, room_for
from signage.scenes.scene import Shape, breadth, count_characters
from tests.unit.signage.samples import MARKET, policy

ROOM = Room(width=100.0, height=50.0, long_title=False)


def test_breadth_counts_a_hanzi_one_and_a_space_a_quarter() -> None:
    assert breadth("招人") == 2.0
    assert breadth(" ") == 0.25
    assert breadth("10") == 1.16


def test_the_largest_size_that_fits_is_chosen() -> None:
    # one line of six hanzi fits at 9.4 u: 100 / 9.4 - 4.6 = 6.04 em; 23 hanzi: at 7.4 u
    # three lines of 7.9 em, 30.6 u high, and at 9.4 u five of 5.04 em, 64.9 u high
    assert [page.size for page in fit([Line(label="谁能办", text="六个字的一行")], ROOM)] == ["giant"]
    assert [page.size for page in fit([Line(label="谁能办", text="字" * 23)], ROOM)] == ["huge"]
    # 80 hanzi: at 6 u eight lines of 11.07 em are 66 u high; at 5 u six of 14.4 em are 41.4 u
    assert [page.size for page in fit([Line(label="说什么", text="字" * 80)], ROOM)] == ["middle"]


def test_what_does_not_fit_goes_on_a_further_page_and_nothing_is_lost() -> None:
    lines = [Line(label=str(number), text="条件。" * 30) for number in range(6)]
    pages = fit(lines, ROOM)
    assert len(pages) > 1
    assert "".join(line.text for page in pages for line in page.lines) == "".join(line.text for line in lines)
    assert all(ROOM.takes(page.lines, 5.0) for page in pages)


def test_a_statement_longer_than_a_page_is_cut_after_a_mark() -> None:
    pages = fit([Line(label="说什么", text="一二三四五六七八，" * 60)], ROOM)
    assert len(pages) > 1
    assert all(page.lines[-1].text.endswith("，") for page in pages)
    assert [page.lines[0].label for page in pages] == ["说什么", *[""] * (len(pages) - 1)]


def test_a_long_title_leaves_less_room() -> None:
    short, long = room_for("短标题", Shape.LANDSCAPE), room_for("长" * 40, Shape.LANDSCAPE)
    assert not short.long_title and long.long_title
    assert long.height < short.height


def test_text_from_the_desk_never_becomes_markup() -> None:
    nasty = policy(1, title="<script>alert(1)</script>", who="<img src=x onerror=alert(1)>")
    (scene, *_) = notices.of_policy(nasty, MARKET, Shape.LANDSCAPE)
    assert "<script" not in scene.markup and "<img" not in scene.markup
    assert "&lt;script&gt;" in scene.markup


def test_a_policy_without_a_web_address_carries_its_essentials_in_the_code() -> None:
    plain = qr.of_policy(policy(1), MARKET)
    online = qr.of_policy(policy(1), replace(MARKET, public_url="https://lg.example/"))
    assert plain.invitation == "扫码存下办事地点"
    assert online.invitation == "扫码看全文和材料"
    assert online.drawing == qr.draw("https://lg.example/policies/policy-1")


def test_a_code_has_a_quiet_zone_of_four_modules() -> None:
    # version 3, the least, has 29 modules (ISO/IEC 18004); finder pattern: seven dark modules in the first row
    drawing = qr.draw("1")
    assert 'viewBox="0 0 37 37"' in drawing
    assert "M4 4h7v1h-7z" in drawing


def test_the_drawing_of_a_code_is_not_counted_as_text() -> None:
    assert count_characters(f"<p>免费 服务</p>{qr.draw('1')}") == 4


def test_an_unchanged_policy_keeps_its_scene_id() -> None:
    one, two = (notices.of_policy(policy(1), MARKET, Shape.LANDSCAPE)[0] for _ in range(2))
    other = notices.of_policy(policy(1, summary="改过的说法"), MARKET, Shape.LANDSCAPE)[0]
    assert one.id == two.id != other.id


def test_the_service_notice_shows_what_the_law_wants_displayed() -> None:
    licences = LicenceDisplay(business_licence="演示执照 001", services=("职业介绍", "技能培训"), supervisor="县人社局",
                              supervisor_phone="0566-7019999")  # fmt: skip
    for shape in Shape:
        markup = "".join(scene.markup for scene in evergreen.service(MARKET, licences, shape))
        for shown in (MARKET.operator, MARKET.licence_number, MARKET.complaint_phone, "演示执照 001",
                      "职业介绍、技能培训", "免费服务", "不收任何费用", "县人社局", "0566-7019999"):  # fmt: skip
            assert shown in markup
