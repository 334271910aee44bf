"""Pictures and PDF pages made safe to show: decoded, turned upright, made smaller, written without their metadata."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from content.feeds.recognise import LONGEST_SIDE, MOST_PAGES, MOST_PIXELS, FileRefused

PAGE_WIDTH = 1600
_TOO_LARGE = "这张图片的像素太多，太大了，请缩小到 5000×4000 以内再传。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture written to a folder; sizes in pixels."""

    name: str
    width: int
    height: int


def prepare_image(source: Path, folder: Path) -> Picture:
    """Write `picture.png` or `picture.jpg`; FileRefused when it does not decode or is too large to."""
    try:
        with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise FileRefused(_TOO_LARGE)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as error:
        raise FileRefused(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused("这张图片打不开，可能没传完或已损坏，请重新导出一张再传。") from error
    return _written(upright, folder, "picture")


def _written(image: Image.Image, folder: Path, stem: str) -> Picture:
    sharp = "A" in image.getbands() or image.mode in ("P", "1", "L")
    clean = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    name = f"{stem}.png" if sharp else f"{stem}.jpg"
    # a fresh picture has none of the old one's EXIF, which may tell where a person lives
    bare = Image.new(clean.mode, clean.size)
    bare.paste(clean)
    bare.save(folder / name, **({"optimize": True} if sharp else {"quality": 88, "optimize": True}))
    return Picture(name=name, width=bare.width, height=bare.height)


def prepare_pdf(source: Path, folder: Path) -> tuple[Picture, ...]:
    """Write each page as `page-001.jpg` …, 1600 px wide; FileRefused when it is locked, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise FileRefused("这个 PDF 打不开：可能已损坏，或者加了密码。请去掉密码、另存后再传。") from error
    with document:
        if not 0 < len(document) <= MOST_PAGES:
            raise FileRefused(f"这个 PDF 有 {len(document)} 页，屏幕上最多放 {MOST_PAGES} 页，请摘出要公示的几页。")
        try:
            return tuple(_page(document[number], folder, number + 1) for number in range(len(document)))
        except pypdfium2.PdfiumError as error:
            raise FileRefused("这个 PDF 有一页画不出来，请用浏览器打开后“打印到 PDF”另存一份再传。") from error


def _page(page: pypdfium2.PdfPage, folder: Path, number: int) -> Picture:
    width, height = page.get_size()
    if width <= 0 or height <= 0 or not 0.2 <= width / height <= 5:
        raise FileRefused(f"第 {number} 页的纸张大小不正常，请换成 A4 再传。")
    image = page.render(scale=(PAGE_WIDTH - 0.01) / width).to_pil().convert("RGB")
    name = f"page-{number:03d}.jpg"
    image.save(folder / name, quality=85, optimize=True)
    return Picture(name=name, width=image.width, height=image.height)
