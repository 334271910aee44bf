"""The bytes of a slip, from the commands of the hardware reference (C.4)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.charset import in_rom
from printer.encode import Mode, cut, encode, feed, reprint_mark
from printer.fonts import Glyphs
from printer.layout import TextLine
from printer.profiles import PROFILES, Charset, CutMode, Profile
from printer.raster import Bitmap, commands
from printer.receipt import Align, Cut, Element, Feed, Pair, Qr, Receipt, Rule, SlipKind, Text
from printer.twin.device import Build, Device
from printer.twin.paper import Sheet

P58 = PROFILES["58mm"]
GBK_HANZI = [char for point in range(0x80, 0x110000) if in_rom(char := chr(point), Charset.GBK)]


class BoxFont:
    """A font that draws a black box for the characters it is given, and has no others."""

    def __init__(self, chars: str = "") -> None:
        self._chars = chars

    def covers(self, char: str) -> bool:
        return char in self._chars

    def line(self, line: TextLine, width_dots: int) -> Bitmap:
        return Bitmap(row_bytes=width_dots // 8, data=b"\xff" * (width_dots // 8 * 24 * line.size))


class NoiseFont:
    """A font whose glyphs are full of the bytes a printer would take for real-time commands."""

    def covers(self, char: str) -> bool:
        return True

    def line(self, line: TextLine, width_dots: int) -> Bitmap:
        size = width_dots // 8 * 24 * line.size
        return Bitmap(row_bytes=width_dots // 8, data=(b"\x10\x04\x01\x10\x14\x10\x10\x05" * size)[:size])


NOISE = NoiseFont()
VALUES = st.one_of(st.text(max_size=60), st.text(alphabet="零工市场，。1 :-", max_size=60))


def receipt(*elements: Element) -> Receipt:
    return Receipt(kind=SlipKind.JOB, reference="J1", title="岗位单", elements=elements)


def stream(
    *elements: Element, profile: Profile = P58, glyphs: Glyphs | None = None, mode: Mode = Mode.HYBRID
) -> bytes:
    return b"".join(encode(receipt(*elements), profile, glyphs or BoxFont(), mode).chunks)


def printed(data: bytes, build: Build | None = None) -> tuple[list[Sheet], list[str]]:
    sheets: list[Sheet] = []
    device = Device(build=build or Build(), reply=lambda reply: None, print_sheet=sheets.append)
    device.receive(data)
    while device.step() is not None:
        pass
    assert device.waiting_bytes == 0
    return sheets, device.errors


def test_a_job_starts_with_reset_and_chinese_mode() -> None:
    assert stream(Text(text="零")).hex(" ") == "1b 40 1c 26 c1 e3 0a"


def test_chinese_punctuation_and_the_yen_sign_are_two_byte_gbk() -> None:
    # hardware reference D: the line an independent decoder gave back exactly
    assert stream(Text(text="零工市场·阿卜杜拉¥100")).endswith(
        bytes.fromhex("c1e3 b9a4 cad0 b3a1 a1a4 b0a2 b2b7 b6c5 c0ad a3a4 313030 0a")
    )


def test_large_bold_centred_text_is_set_by_gs_and_set_back() -> None:
    sent = stream(Text(text="工", size=2, align=Align.CENTER, bold=True), Text(text="A"))
    assert sent.hex(" ") == (
        "1b 40 1c 26 1b 61 01 1d 21 11 1b 45 01 b9 a4 0a 1b 4a 0c 1b 61 00 1d 21 00 1b 45 00 41 0a"
    )


@pytest.mark.parametrize(
    ("mode", "end"),
    [
        (CutMode.FULL, "1d 56 00"),
        (CutMode.PARTIAL, "1d 56 01"),
        (CutMode.FEED_PARTIAL, "1d 56 42 00"),
        (CutMode.CLONE_FULL, "1b 69"),
        (CutMode.CLONE_PARTIAL, "1b 6d"),
        (CutMode.NONE, "1b 4a 78"),
    ],
)
def test_the_paper_is_cut_as_the_profile_says(mode: CutMode, end: str) -> None:
    assert cut(replace(P58, cut=mode)).hex(" ").endswith(end)


def test_feeds_are_counted_in_the_printers_own_unit() -> None:
    assert feed(24, P58).hex(" ") == "1b 4a 18"
    assert feed(203, replace(P58, feed_units_per_inch=360)).hex(" ") == "1b 4a ff 1b 4a 69"  # 360 units are an inch
    assert feed(0, P58) == b""


def test_a_line_with_a_character_outside_the_rom_is_a_picture_and_the_others_stay_text() -> None:
    gb2312 = replace(P58, charset=Charset.GB2312)
    sent = stream(Text(text="王珺"), Text(text="王"), profile=gb2312, glyphs=BoxFont("珺"))
    assert sent.startswith(bytes.fromhex("1b401c26 1d763000 3000 1800"))
    assert sent.endswith(bytes.fromhex("cdf5 0a"))
    assert "王珺".encode("gbk") in stream(Text(text="王珺"))


def test_a_character_nobody_can_draw_is_a_box_with_its_code_and_never_a_question_mark() -> None:
    encoded = encode(receipt(Text(text="王\U0002ebf0"), Pair(label="姓名", value="\ue000")), P58, BoxFont())
    sent = b"".join(encoded.chunks)
    assert "王□(U+2EBF0)".encode("gbk") in sent
    assert "□(U+E000)".encode("gbk") in sent
    assert b"?" not in sent
    assert len(encoded.findings) == 2


def test_a_qr_text_that_does_not_fit_is_printed_in_letters_with_a_note_to_staff() -> None:
    encoded = encode(receipt(Qr(data="https://dz.example.cn/" + "x" * 300, caption="扫码")), P58, BoxFont())
    assert b"https://dz.example.cn/" in b"".join(encoded.chunks)
    assert "扫码".encode("gbk") not in b"".join(encoded.chunks)
    assert "二维码" in encoded.findings[0].sentence


def test_a_profile_with_native_qr_sends_the_data_instead_of_a_picture() -> None:
    native = stream(Qr(data="https://dz.example.cn/j/1"), profile=replace(P58, native_qr=True))
    assert b"\x1d\x76\x30" not in native
    assert b"https://dz.example.cn/j/1" in native
    assert len(native) < 150
    assert printed(native + b"\n")[1] == []


def test_text_mode_sends_no_picture_and_leaves_the_qr_code_to_the_printer() -> None:
    elements = (Text(text="王𬎆"), Rule(), Qr(data="https://dz.example.cn/j/1"), Cut())
    sent = stream(*elements, profile=replace(P58, native_qr=True), glyphs=BoxFont("𬎆"), mode=Mode.TEXT)
    assert b"\x1d\x76\x30" not in sent
    assert "王□(U+2C386)".encode("gbk") + b"\n" + b"-" * 32 + b"\n" in sent
    assert b"\x1d\x28\x6b" in sent
    assert printed(sent)[1] == []


def test_text_mode_on_a_printer_without_qr_codes_writes_the_address_and_tells_staff() -> None:
    encoded = encode(receipt(Qr(data="https://dz.example.cn/j/1")), P58, BoxFont(), Mode.TEXT)
    assert b"https://dz.example.cn/j/1\n" in b"".join(encoded.chunks)
    assert "系统管理员" in encoded.findings[0].sentence


def test_raster_mode_draws_every_line_a_font_can_draw_and_keeps_the_others_as_text() -> None:
    sent = stream(Text(text="零工"), Text(text="市场"), glyphs=BoxFont("零工"), mode=Mode.RASTER)
    assert sent.startswith(bytes.fromhex("1b401c26 1d763000 3000 1800"))
    assert "零工".encode("gbk") not in sent
    assert sent.endswith("市场\n".encode("gbk"))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_drawn_line_takes_as_much_paper_as_a_written_one(size: int) -> None:
    heights = set()
    for mode in (Mode.HYBRID, Mode.RASTER):
        data = stream(Text(text="工", size=size), Cut(), glyphs=BoxFont("工"), mode=mode)
        [sheet], _ = printed(data)
        heights.add(sheet.image.height)
    assert len(heights) == 1


def test_a_large_value_stands_beside_a_small_label_on_one_line() -> None:
    sent = stream(Pair(label="电话", value="0566-7000000", size=2, bold=True))
    label, value = "电话  ".encode("gbk").hex(" "), b"0566-7000000".hex(" ")
    assert sent.hex(" ") == f"1b 40 1c 26 {label} 1d 21 11 1b 45 01 {value} 0a 1b 4a 0c"


def test_without_the_flipped_dot_a_picture_would_speak_to_the_printer() -> None:
    """The control of the property below: the very picture it draws, sent as it is, is caught by the printer."""
    picture = NOISE.line(TextLine(text="工"), 384)
    raw = bytes.fromhex("1d 76 30 00 30 00 18 00") + picture.data
    assert printed(raw + b"\n")[1] != []
    assert printed(b"".join(commands(picture)) + b"\n")[1] == []


def test_the_printer_beeps_only_where_the_profile_asks_for_it() -> None:
    assert stream(Cut(), profile=replace(P58, buzzer=True)).endswith(bytes.fromhex("1d564200 1b420202"))
    assert b"\x1b\x42" not in stream(Text(text="零工"), Cut())


def test_a_qr_text_with_a_control_byte_is_drawn_even_where_the_printer_could() -> None:
    sent = stream(Qr(data="a\x10\x04\x01"), profile=replace(P58, native_qr=True))
    assert b"\x10\x04" not in sent
    assert b"\x1d\x76\x30" in sent


def test_a_reprint_is_headed_by_its_mark() -> None:
    again = reprint_mark(P58) + stream(Text(text="零工"), Cut())
    [sheet], errors = printed(again)
    assert (sheet.text, errors) == ("【补打】\n零工", [])


def test_chunks_end_between_two_commands() -> None:
    body = tuple(Text(text="零工市场" * 4) for _ in range(100))
    chunks = encode(receipt(*body, Qr(data="https://dz.example.cn/j/1"), Cut()), P58, BoxFont()).chunks
    assert len(chunks) > 3
    for chunk in chunks:
        _, errors = printed(chunk)
        assert errors == []
        assert len(chunk) <= 8 + 128 * 48


def test_every_gbk_character_survives_the_way_to_the_paper() -> None:
    assert len(GBK_HANZI) == 21_791
    lines = ["".join(GBK_HANZI[start : start + 16]) for start in range(0, len(GBK_HANZI), 16)]
    for start in range(0, len(lines), 200):
        data = stream(*(Text(text=line) for line in lines[start : start + 200]), Cut())
        [sheet], errors = printed(data)
        assert errors == []
        assert "".join(sheet.text.split("\n")) == "".join(lines[start : start + 200])


@given(
    st.lists(
        st.one_of(
            st.builds(Text, text=st.text(max_size=40), size=st.integers(1, 4), align=st.sampled_from(Align)),
            st.builds(
                Pair, label=st.text(max_size=12), value=VALUES, bold=st.booleans(), size=st.integers(1, 4)
            ),
            st.builds(Qr, data=st.text(alphabet="abc/.:", min_size=1, max_size=60), caption=st.text(max_size=20)),
            st.builds(Feed, dots=st.integers(0, 600)),
            st.just(Rule()),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(sorted(PROFILES)),
    st.sampled_from(Mode),
)
def test_any_slip_is_understood_fits_the_paper_and_hides_no_real_time_command(
    elements: list[Element], name: str, mode: Mode
) -> None:
    profile = PROFILES[name]
    data = stream(*elements, Cut(), profile=profile, glyphs=NOISE, mode=mode)
    assert not any(sequence in data for sequence in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    _, errors = printed(data, Build(width=profile.width_dots, charset=profile.charset))
    assert errors == []
