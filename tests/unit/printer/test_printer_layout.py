"""Lines that fit the paper to the cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.charset import text_cells
from printer.layout import TextLine, lay_out, pair_lines
from printer.linebreaks import reads_well, wrap
from printer.profiles import PROFILES, Charset
from printer.receipt import Cut, Element, Pair, Receipt, Rule, SlipKind, Text

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("零工市场岗位，。、：（）《》“”…- ./()A1￥"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=120,
)


def placed_lines(*elements: Element, columns: int = 32) -> list[TextLine]:
    receipt = Receipt(kind=SlipKind.JOB, reference="J1", title="岗位单", elements=elements)
    placed, _ = lay_out(receipt, columns, Charset.GBK, lambda char: False)
    return [part for part in placed if isinstance(part, TextLine)]


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
        # 17 hanzi on 16: a lonely last one would be an orphan, so five go down together
        ("一二三四五六七八九十一二三四五六七", ["一二三四五六七八九十一二", "三四五六七"]),
        ("想学一门手艺，可以报本月的电工班。", ["想学一门手艺，", "可以报本月的电工班。"]),
        ("面试结果请单位回电，或由本人告诉窗口。", ["面试结果请单位回电，", "或由本人告诉窗口。"]),
        ("东至经济开发区示例路中段东侧 32 号三楼", ["东至经济开发区示例路中段东侧", "32 号三楼"]),
        ("结果  □录用  □未录用  □未去", ["结果  □录用  □未录用  □未去"]),
        ("在东至县尧渡镇建设路人力资源（二楼）", ["在东至县尧渡镇建设路人力资源", "（二楼）"]),
        ("请打市场电话或者咨询 0566-7000000", ["请打市场电话或者咨询", "0566-7000000"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("", [""]),
    ],
)
def test_lines_break_where_a_reader_would_break_them(text: str, lines: list[str]) -> None:
    assert wrap(text, 32) == lines


def test_an_address_longer_than_the_line_breaks_at_its_slashes() -> None:
    assert wrap("https://dz.example.cn/j/J2611-0412", 32) == ["https://dz.example.cn/j/", "J2611-0412"]


@pytest.mark.parametrize("columns", range(8, 40, 2))
def test_the_words_slips_say_most_often_stay_whole(columns: int) -> None:
    lines = wrap("安徽某某精密电子科技股份有限公司东至分公司要看身份证和健康证", columns)
    for word in ("股份", "有限公司", "分公司", "身份证", "健康证"):
        assert any(word in line for line in lines), lines


def test_a_number_longer_than_the_line_is_cut_rather_than_overflowing() -> None:
    assert wrap("1234567890", 8) == ["12345678", "90"]


def test_values_line_up_in_their_own_column() -> None:
    assert pair_lines("单位", "安徽某某物流有限公司东至分公司", 6, 32) == [
        "单位  安徽某某物流有限公司",
        "      东至分公司",
    ]


def test_a_label_too_long_for_its_column_stands_on_its_own_line() -> None:
    assert pair_lines("平均等候时间（分）", "12", 8, 32) == ["平均等候时间（分）", "        12"]


def test_no_line_breaks_between_a_number_and_its_unit() -> None:
    text = "今天最多的是搬运工每天220元也有保洁每天150元都是当天结"
    assert all(not line.startswith("元") for columns in range(8, 48, 2) for line in wrap(text, columns))


@given(st.text(max_size=16), ANY_TEXT, st.integers(1, 4), st.sampled_from([32, 48]))
def test_labels_and_values_of_any_size_stay_on_the_paper(label: str, value: str, size: int, columns: int) -> None:
    lines = placed_lines(Pair(label=label, value=value, size=size), columns=columns)
    assert all(line.cells <= columns for line in lines)


@pytest.mark.parametrize(
    ("text", "is_well"),
    [
        ("0566-7000000", True),
        ("08:00-17:00，管午饭", True),
        ("11月24日 08:00", True),
        ("0566-7000000转801", True),
        ("东至经济开发区3号库", False),  # it would break inside a word
        ("江边三号码头 75 号", True),
        ("三号码头江边 75 号院", True),
        ("", True),
    ],
)
def test_large_letters_are_for_values_that_break_at_a_pause(text: str, is_well: bool) -> None:
    assert reads_well(text, 13) is is_well


def test_a_key_fact_is_large_beside_its_small_label() -> None:
    assert placed_lines(Pair(label="电话", value="0566-7000000", size=2, bold=True)) == [
        TextLine(label="电话  ", text="0566-7000000", size=2, bold=True)
    ]
    assert placed_lines(Pair(label="时间", value="11月24日 08:00", size=2)) == [
        TextLine(label="时间  ", text="11月24日", size=2),
        TextLine(label="      ", text="08:00", size=2),
    ]


def test_a_key_fact_too_long_for_large_letters_is_bold() -> None:
    assert placed_lines(Pair(label="地点", value="东至经济开发区3号库", size=2)) == [
        TextLine(text="地点  东至经济开发区3号库", bold=True)
    ]


def test_pairs_that_stand_together_share_a_column_and_a_rule_ends_it() -> None:
    lines = placed_lines(Pair(label="□", value="身份证"), Rule(), Pair(label="地点", value="窗口"))
    assert [line.text for line in lines] == ["□  身份证", "地点  窗口"]


def test_all_pairs_of_a_slip_share_one_column() -> None:
    receipt = Receipt(
        kind=SlipKind.JOB,
        reference="J1",
        title="岗位单",
        elements=(Pair(label="编号", value="J1"), Pair(label="查询码", value="4821"), Text(text="尾"), Cut()),
    )
    placed, _ = lay_out(receipt, PROFILES["58mm"].columns, Charset.GBK, lambda char: False)
    assert [part.text for part in placed if isinstance(part, TextLine)] == ["编号    J1", "查询码  4821", "尾"]
