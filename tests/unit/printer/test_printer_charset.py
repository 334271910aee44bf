"""What the ROM can draw, and what stands on paper instead of the rest."""

import pytest

from printer.charset import cells, for_paper, in_rom, text_cells
from printer.profiles import Charset

# Hardware reference C.4: given-name hanzi a GB2312 ROM lacks and a GBK ROM has.
RARE_IN_GB2312 = "珺喆瑄镕昇堃玥婳彧翀祎旻烜垚犇"


def nothing(char: str) -> bool:
    return False


@pytest.mark.parametrize("char", RARE_IN_GB2312)
def test_a_gb2312_rom_lacks_common_given_names_that_a_gbk_rom_has(char: str) -> None:
    assert not in_rom(char, Charset.GB2312)
    assert in_rom(char, Charset.GBK)


@pytest.mark.parametrize("char", "工零市A0￥·—：，。【】①℃")
def test_common_characters_are_in_both_roms(char: str) -> None:
    assert in_rom(char, Charset.GB2312)
    assert in_rom(char, Charset.GBK)


@pytest.mark.parametrize("char", "㛃䶮𠮷𬎆€¥\ue000\ud800")
def test_four_byte_and_private_characters_are_in_neither_rom(char: str) -> None:
    assert not in_rom(char, Charset.GBK)


def test_the_gbk_repertoire_is_the_one_of_the_reference() -> None:
    two_bytes = [char for point in range(0x80, 0x110000) if in_rom(char := chr(point), Charset.GBK)]
    assert len(two_bytes) == 21_791  # hardware reference C.4
    assert all(cells(char) == 2 for char in two_bytes)


def test_characters_the_printer_would_garble_are_written_as_their_chinese_twins() -> None:
    assert for_paper("¥100 • A\u00a0B", Charset.GBK, nothing) == ("￥100·A B", ())


def test_a_character_without_a_glyph_becomes_a_box_with_its_code_and_a_note_to_staff() -> None:
    text, findings = for_paper("王\U0002ebf0", Charset.GBK, nothing)
    assert text == "王□(U+2EBF0)"
    [finding] = findings
    assert "U+2EBF0" in finding.sentence
    assert "工作人员" in finding.sentence


def test_a_rare_name_keeps_its_code_point_when_a_font_can_draw_it() -> None:
    assert for_paper("𬎆\uf92c", Charset.GBK, lambda char: True) == ("𬎆\uf92c", ())


def test_a_letter_and_its_mark_become_one_and_hanzi_beside_it_keep_their_code_points() -> None:
    # U+F92C is a compatibility hanzi that NFC of the whole text would turn into U+90CE
    assert for_paper("\uf92ce\u0301", Charset.GBK, lambda char: True) == ("\uf92c\u00e9", ())


@pytest.mark.parametrize("rubbish", ["\u200b", "\ufe0f", "\u202e", "\x07", "\x1b", "\x10", "\U000e0101"])
def test_invisible_and_control_characters_never_reach_the_printer(rubbish: str) -> None:
    assert for_paper(f"零{rubbish}工", Charset.GBK, nothing) == ("零工", ())


def test_hanzi_and_full_width_punctuation_take_two_cells() -> None:
    assert text_cells("220元/天") == 3 + 2 + 1 + 2
    assert text_cells("￥·“”") == 8
