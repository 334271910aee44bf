"""Files nobody vouches for: what they are is told by their bytes, and no bad one costs more than the fence allows."""

from __future__ import annotations

import asyncio
import io
import resource
import struct
import subprocess
import sys
import wave
import zipfile
import zlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from content.feeds.intake import Intake, Taken
from content.feeds.recognise import MEDIA, SHEETS, SHOWN, SOUND, FileRefused, FileSort
from content.feeds.workshop import MEMORY

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>" * 100


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """An empty tray."""
    return Intake(tmp_path / "tray")


async def _pieces(raw: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(raw), 65536):
        yield raw[start : start + 65536]


def take(intake: Intake, raw: bytes, name: str, wanted: frozenset[FileSort] = MEDIA) -> Taken:
    """Send a file as a browser does and open it."""
    path, digest = asyncio.run(intake.receive(_pieces(raw), name, wanted, len(raw)))
    return intake.open(path, digest, name, wanted)


def picture(size: tuple[int, int] = (64, 48), form: str = "PNG", **options: object) -> bytes:
    """Return a picture with a gradient."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **options)
    return out.getvalue()


def workbook(rows: list[list[object]]) -> bytes:
    """Return an xlsx."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: int) -> bytes:
    """Return a PDF of empty A4 pages, written by hand."""
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{text}endobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return body + f"{tail}startxref\n{len(body)}\n%%EOF".encode()


def box(sort: bytes, body: bytes) -> bytes:
    """Return one box of an MP4."""
    return struct.pack(">I4s", len(body) + 8, sort) + body


def mp4(codec: bytes = b"avc1", seconds: int = 20) -> bytes:
    """Return the boxes of an MP4 without pictures."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", header + box(b"stsd", bytes(8) + box(codec, bytes(70))))


def wav(seconds: float = 1) -> bytes:
    """Return a silent recording of 16 bits at 16 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes(int(seconds * 16000) * 2))
    return out.getvalue()


def spoken_mp4(codec: bytes = b"mp4a", seconds: int = 4, handler: bytes = b"soun") -> bytes:
    """Return the boxes of an MP4 that holds one track."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    track = box(b"hdlr", bytes(8) + handler + bytes(13)) + box(b"stsd", bytes(8) + box(codec, bytes(28)))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", header + track)


def huge_png() -> bytes:
    """Return a PNG of 30,000 × 30,000 black pixels: 3.6 GB once decoded."""
    def chunk(sort: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + sort + body + struct.pack(">I", zlib.crc32(sort + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


def bomb(unpacked: int) -> bytes:
    """Return an xlsx whose sheet unpacks to so many bytes."""
    good = zipfile.ZipFile(io.BytesIO(workbook([["a"], ["b"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            if "sheet1" in name:
                with archive.open(name, "w") as part:
                    for _ in range(unpacked // 1_000_000):
                        part.write(b" " * 1_000_000)
            else:
                archive.writestr(name, good.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "wanted", "sort"),
    [
        (picture(), "证照.png", MEDIA, FileSort.IMAGE),
        (picture(form="JPEG"), "海报.png", MEDIA, FileSort.IMAGE),  # the name lies, the bytes do not
        (picture(form="WEBP"), "a", MEDIA, FileSort.IMAGE),
        (pdf(2), "公示.pdf", MEDIA, FileSort.PDF),
        (mp4(), "消防.mp4", MEDIA, FileSort.VIDEO),
        (wav(), "提示.wav", MEDIA, FileSort.AUDIO),
        (spoken_mp4(), "提示.m4a", SOUND, FileSort.AUDIO),  # as Safari and phones name their recordings
        (spoken_mp4(), "提示.mp4", MEDIA, FileSort.AUDIO),
        (workbook([["工种"], ["搬运"]]), "表.xlsx", SHEETS, FileSort.XLSX),
        ("工种,人数\n搬运,3\n".encode("gb18030"), "表.csv", SHEETS, FileSort.CSV),
    ],
)
def test_each_sort_is_known_by_its_bytes(
    intake: Intake, raw: bytes, name: str, wanted: frozenset[FileSort], sort: FileSort
) -> None:
    assert take(intake, raw, name, wanted).sort is sort


@pytest.mark.parametrize(
    ("raw", "name", "wanted", "words"),
    [
        (HTML, "照片.png", MEDIA, "不能用"),
        (b"<html>", "照片.png", MEDIA, "不能用"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "图.png", MEDIA, "不能用"),
        (b"MZ" + bytes(9000), "海报.jpg", MEDIA, "不能用"),
        (b"", "空.png", MEDIA, "空文件"),
        (picture((640, 480))[:-60], "断.png", MEDIA, "打不开"),
        (huge_png(), "大.png", MEDIA, "太大"),
        (pdf(41), "长.pdf", MEDIA, "41 页"),
        (pdf(1)[:60], "断.pdf", MEDIA, "打不开"),
        (mp4(b"hvc1"), "手机.mp4", MEDIA, "H.265"),
        (mp4(seconds=700), "长.mp4", MEDIA, "最长 10 分钟"),
        (mp4()[:-30], "断.mp4", MEDIA, "不完整"),
        (mp4(), "片子.mp4", SOUND, "其实是视频"),
        (wav(), "提示.mp4", SHOWN, "不能用"),
        (spoken_mp4(b"samr"), "手机.m4a", SOUND, "编码自助机放不了"),
        (wav(121), "长.wav", SOUND, "最长 120 秒"),
        (wav(0), "空.wav", SOUND, "没有声音"),
        (wav()[:30], "断.wav", SOUND, "不完整"),
        (workbook([["工种"]]), "空表.xlsx", SHEETS, "没有数据"),
        (workbook([["工种"], ["搬运"]])[:-400], "断.xlsx", SHEETS, "不能用"),
        (bomb(200_000_000), "炸弹.xlsx", SHEETS, "大得不正常"),
        (HTML, "表.csv", SHEETS, "不能用"),
        (picture(), "表.xlsx", SHEETS, "其实是图片"),
        (b"a,b\n" + b"1,2\n" * 5001, "多.csv", SHEETS, "最多导入 5000 行"),
        (b'a,b\n"1,2\n', "引号.csv", SHEETS, "引号"),
        (b"a\n" + b"x" * 4001, "长格.csv", SHEETS, "超过 4000 个字"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason_and_leaves_nothing(
    intake: Intake, tmp_path: Path, raw: bytes, name: str, wanted: frozenset[FileSort], words: str
) -> None:
    with pytest.raises(FileRefused, match=words) as refusal:
        take(intake, raw, name, wanted)
    assert name in str(refusal.value)
    assert list((tmp_path / "tray").iterdir()) == []


def test_two_gigabytes_are_refused_before_the_first_byte_and_unannounced_ones_at_the_limit(
    intake: Intake, tmp_path: Path
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield mp4()
        while True:
            sent += 1_000_000
            yield bytes(1_000_000)

    with pytest.raises(FileRefused, match="太大"):
        asyncio.run(intake.receive(endless(), "大片.mp4", MEDIA, 2_000_000_000))
    assert sent == 0
    with pytest.raises(FileRefused, match="太大"):
        asyncio.run(intake.receive(endless(), "大片.mp4", MEDIA, None))
    assert sent <= FileSort.VIDEO.most + 2_000_000
    assert list((tmp_path / "tray").iterdir()) == []


@pytest.mark.parametrize(
    ("sort", "raw"), [("IMAGE", huge_png()), ("XLSX", bomb(79_000_000)), ("IMAGE", picture((5900, 4000)))]
)
def test_no_file_costs_more_memory_than_the_fence(tmp_path: Path, sort: str, raw: bytes) -> None:
    source = tmp_path / "source"
    source.write_bytes(raw)
    # VmHWM is of this program image alone; the peak that wait4 tells counts the forked test run as well
    weighed = (
        "import re, sys; from content.feeds.workshop import main; main();"
        " print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)"
    )
    command = [sys.executable, "-c", weighed, sort, str(source), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.startswith(b"{")
    assert int(done.stderr) * 1024 <= MEMORY


def test_the_fence_holds_against_a_program_that_takes_all_it_can() -> None:
    greedy = "from content.feeds.workshop import _fence; _fence(); bytearray(400_000_000)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY


def test_a_picture_is_turned_upright_made_smaller_and_loses_where_it_was_taken(intake: Intake) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x9286] = "31.1 N 117.0 E"
    taken = take(intake, picture((4000, 1000), "JPEG", exif=exif), "门口.jpg")
    (made,) = taken.result["pictures"]
    with Image.open(taken.folder / made["name"]) as image:
        assert (image.width, image.height) == (640, 2560)
        assert dict(image.getexif()) == {}
    assert b"117.0 E" not in (taken.folder / made["name"]).read_bytes()


def test_a_pdf_becomes_one_picture_a_page(intake: Intake) -> None:
    taken = take(intake, pdf(3), "公示.pdf")
    assert [(page["name"], page["width"]) for page in taken.result["pictures"]] == [
        ("page-001.jpg", 1600), ("page-002.jpg", 1600), ("page-003.jpg", 1600),
    ]  # fmt: skip


def test_rows_come_as_they_would_be_typed(intake: Intake) -> None:
    half_past_five = datetime(2026, 12, 1, 5, 30)  # noqa: DTZ001  a sheet knows no zone
    raw = workbook([
        ["工种", "日工资", "开工", "几点", None],
        ["  搬运 ", 220, date(2026, 12, 1), half_past_five, None],
        [None, None, None, None, None],
        ["保洁", 17.5, None, True, "x"],
    ])  # fmt: skip
    assert take(intake, raw, "表.xlsx", SHEETS).rows() == [
        ["工种", "日工资", "开工", "几点"],
        ["搬运", "220", "2026-12-01", "2026-12-01 05:30"],
        ["保洁", "17.5", "", "是", "x"],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_every_program_here_is_read(intake: Intake, encoding: str, delimiter: str) -> None:
    text = f'工种{delimiter}说明\r\n搬运{delimiter}"先到，\n先上"\r\n'
    assert take(intake, text.encode(encoding), "表.csv", SHEETS).rows() == [["工种", "说明"], ["搬运", "先到，\n先上"]]


def test_what_lay_in_the_tray_is_gone_when_the_program_starts_again(intake: Intake, tmp_path: Path) -> None:
    taken = take(intake, picture(), "图.png")
    assert taken.source.exists()
    Intake(tmp_path / "tray")
    assert not taken.folder.exists()
