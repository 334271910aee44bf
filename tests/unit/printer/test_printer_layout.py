"""Lines that fit the paper to the cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.charset import text_cells
from printer.layout import TextLine, lay_out, pair_lines, wrap
from printer.profiles import PROFILES, Charset
from printer.receipt import Cut, Pair, Receipt, SlipKind, Text

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("零工市场岗位，。、：（）《》“”…- ./()A1￥"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=120,
)


@given(ANY_TEXT, st.sampled_from([4, 8, 16, 32, 48]))
def test_no_line_is_wider_than_the_paper_and_no_character_is_lost(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(text_cells(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="零工市场岗位今天日结，。、：）", min_size=1, max_size=60))
def test_no_line_begins_with_closing_punctuation(text: str) -> None:
    text = "岗" + text.replace("，，", "，").replace("。。", "。")
    for line in wrap(text, 32)[1:]:
        previous_is_all_closing = all(char in "，。、：）" for char in text[: text.find(line)][-15:])
        assert line[0] not in "，。、：）" or previous_is_all_closing


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("要押金、要押身份证、叫你刷单的，都是骗子。", ["要押金、要押身份证、叫你刷单的，", "都是骗子。"]),
        # 17 hanzi on 16: a lonely last one would be an orphan, so three go down together
        ("一二三四五六七八九十一二三四五六七", ["一二三四五六七八九十一二三四", "五六七"]),
        ("在东至县尧渡镇建设路人力资源（二楼）", ["在东至县尧渡镇建设路人力资源", "（二楼）"]),
        ("请打市场电话或者咨询 0566-7000000", ["请打市场电话或者咨询", "0566-7000000"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("", [""]),
    ],
)
def test_lines_break_where_a_reader_would_break_them(text: str, lines: list[str]) -> None:
    assert wrap(text, 32) == lines


def test_a_number_longer_than_the_line_is_cut_rather_than_overflowing() -> None:
    assert wrap("https://dz.example.cn/j/1", 16) == ["https://dz.examp", "le.cn/j/1"]


def test_values_line_up_in_their_own_column() -> None:
    assert pair_lines("单位", "安徽某某物流有限公司东至分公司", 6, 32) == [
        "单位  安徽某某物流有限公司东至",
        "      分公司",
    ]


def test_a_label_too_long_for_its_column_stands_on_its_own_line() -> None:
    assert pair_lines("平均等候时间（分）", "12", 8, 32) == ["平均等候时间（分）", "        12"]


def test_all_pairs_of_a_slip_share_one_column() -> None:
    receipt = Receipt(
        kind=SlipKind.JOB,
        reference="J1",
        title="岗位单",
        elements=(Pair(label="编号", value="J1"), Pair(label="查询码", value="4821"), Text(text="尾"), Cut()),
    )
    placed, _ = lay_out(receipt, PROFILES["58mm"].columns, Charset.GBK, lambda char: False)
    assert [part.text for part in placed if isinstance(part, TextLine)] == ["编号    J1", "查询码  4821", "尾"]
