# SPDX-License-Identifier: AGPL-3.0-or-later
"""OCR of whole Arabic pages as books, slides, school sheets and copies show them, against plain tesseract.

Pages are set from real paragraphs, drawn, and worn as scanners, copiers and compression wear them. A word
counts as found once for each time that it stands on the page; marks above letters are not compared.

    bench_ocr_pages.py QUESTIONS.json [PAGES_OF_EACH_KIND [KIND…]]       QUESTIONS: SQuAD-shaped, in Arabic
"""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.documents.extract.mupdf import pymupdf  # noqa: E402
from core.documents.ocr.recognise import recognise_page  # noqa: E402
from core.documents.ocr.tesseract import Tesseract  # noqa: E402
from core.settings import ExtractSettings  # noqa: E402

FONTS = Path("/usr/share/fonts")
FACES = (
    "Amiri-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoKufiArabic-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
)
_DPI = 300
_NOT_READ = re.compile("[\u064b-\u0652\u0670\u0640\u200e\u200f\u202a-\u202e]")
Sheet = tuple["Image.Image", list[str]]


class Setter:
    """Sets paragraphs on a sheet, and remembers the words it set."""

    def __init__(
        self, paragraphs: list[str], seed: int, size: tuple[int, int], paper: str = "#ffffff"
    ) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same pages each time
        self._paragraphs = paragraphs
        self.page = pymupdf.open().new_page(width=size[0], height=size[1])
        self.fill((0, 0, *size), paper)
        self.words: list[str] = []

    def fill(self, box: tuple[float, ...], colour: str, edge: str | None = None) -> None:
        """A coloured box."""
        inks = [pymupdf.pdfcolor["black"] if c == "" else _rgb(c) if c else None for c in (edge, colour)]
        self.page.draw_rect(pymupdf.Rect(box), color=inks[0], fill=inks[1], width=0.8 if edge else 0)

    def text(
        self,
        box: tuple[float, ...],
        letters: int,
        face: str,
        size: float,
        colour: str = "#111111",
        prefix: str = "",
    ) -> None:
        """So many letters of some paragraph, set in the box."""
        words = self.random.choice(self._paragraphs).split()
        start = self.random.randrange(max(1, len(words) - letters // 6))
        text = prefix
        for word in words[start:]:
            if len(text) > letters:
                break
            text += f" {word}"
        css = (
            f'@font-face {{font-family: f; src: url("{face}")}} p {{font-family: f; font-size: {size}px;'
            f" direction: rtl; text-align: right; color: {colour}; margin: 0; line-height: 1.5}}"
        )
        left = self.page.insert_htmlbox(
            pymupdf.Rect(box), f'<p dir="rtl">{text}</p>', css=css, archive=_ARCHIVE, scale_low=1
        )
        if left[0] >= 0:
            self.words += words_of(text)

    def drawn(self, dpi: int) -> Image.Image:
        """The sheet as a colour picture."""
        pixels = self.page.get_pixmap(dpi=dpi, alpha=False)
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    plain = _NOT_READ.sub("", unicodedata.normalize("NFKC", text))
    return re.findall(r"\w+", re.sub("[إأآٱ]", "ا", plain))


def book(paragraphs: list[str], seed: int) -> Sheet:
    """A page of a printed book, scanned at 200 dpi, a little askew."""
    sheet = Setter(paragraphs, seed, (420, 620), "#f7f3e8")
    sheet.text((60, 30, 360, 50), 30, FACES[0], 9)
    y = 60.0
    while y < 500:
        sheet.text((50, y, 370, y + 120), 330, FACES[seed % 2], 12)
        y += 122
    sheet.text((50, 560, 370, 610), 120, FACES[0], 8.5, prefix="(١)")
    return _worn(sheet.drawn(200), seed, angle=0.6, blur=0.8, noise=8, quality=60), sheet.words


def slide(paragraphs: list[str], seed: int) -> Sheet:
    """A dark slide with light letters and a coloured box."""
    dark, box = ("#12305a", "#f0b429") if seed % 2 else ("#20232a", "#2f855a")
    sheet = Setter(paragraphs, seed, (720, 405), dark)
    sheet.text((40, 20, 680, 60), 35, FACES[2], 24, "#ffffff")
    for row in range(3):
        sheet.text(
            (330, 85 + 75 * row, 690, 155 + 75 * row), 75, FACES[3 - seed % 2], 15, "#e8eef8", prefix="•"
        )
    sheet.fill((30, 90, 300, 330), box)
    sheet.text((45, 100, 285, 320), 130, FACES[2], 16, "#ffffff" if box == "#2f855a" else "#222222")
    sheet.text((40, 380, 300, 400), 25, FACES[3], 9, "#9fb3c8")
    return _worn(sheet.drawn(150), seed, blur=0.4, quality=70), sheet.words


def school(paragraphs: list[str], seed: int) -> Sheet:
    """Two columns, coloured boxes, exercises with numbers, and a ruled table."""
    sheet = Setter(paragraphs, seed, (595, 842))
    sheet.fill((40, 30, 555, 70), "#2b6cb0")
    sheet.text((60, 36, 540, 68), 32, FACES[2], 18, "#ffffff")
    sheet.text((310, 85, 555, 330), 420, FACES[1], 12)
    sheet.fill((40, 85, 290, 330), "#fde8c8", edge="#dd6b20")
    sheet.text((52, 92, 278, 325), 330, FACES[3], 11)
    for row in range(4):
        sheet.text((60, 350 + 42 * row, 555, 390 + 42 * row), 110, FACES[1], 12, prefix=f"{row + 1}.")
    for row in range(4):
        for column in range(3):
            cell = (60 + 165 * column, 540 + 34 * row, 225 + 165 * column, 574 + 34 * row)
            sheet.fill(cell, "#edf2f7" if row == 0 else "#ffffff", edge="#000000")
            sheet.text((cell[0] + 6, cell[1] + 6, cell[2] - 6, cell[3]), 18, FACES[3], 10)
    sheet.text((60, 700, 555, 800), 260, FACES[0], 13)
    return _worn(sheet.drawn(150), seed, blur=0.5, quality=55), sheet.words


def photocopy(paragraphs: list[str], seed: int) -> Sheet:
    """Two columns, uneven light, the other side shining through, specks."""
    sheet = Setter(paragraphs, seed, (595, 842))
    for x in (305, 45):
        for y in (60, 300, 540):
            sheet.text((x, y, x + 245, y + 235), 480, FACES[seed % 2], 11)
    other = Setter(paragraphs, seed + 99, (595, 842))
    other.text((45, 60, 550, 800), 2500, FACES[0], 12)
    front = np.asarray(sheet.drawn(200).convert("L"), dtype=np.float32)
    back = np.asarray(
        other.drawn(200)
        .convert("L")
        .transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        .filter(ImageFilter.GaussianBlur(1.5)),
        dtype=np.float32,
    )
    light = np.linspace(0.55, 1.0, front.shape[1], dtype=np.float32)[None, :]
    page = np.minimum(front, 255 - 0.25 * (255 - back)) * light
    return _worn(
        Image.fromarray(page.astype(np.uint8)), seed, angle=-0.8, blur=0.7, noise=14, quality=60
    ), sheet.words


def small(paragraphs: list[str], seed: int) -> Sheet:
    """A page that was kept at 100 dpi."""
    sheet = Setter(paragraphs, seed, (595, 842))
    for y in (50, 240, 430, 620):
        sheet.text((60, y, 535, y + 180), 560, FACES[seed % 2], 13)
    return _worn(sheet.drawn(100), seed, quality=75), sheet.words


def clean(paragraphs: list[str], seed: int) -> Sheet:
    """Black on white, 300 dpi, nothing wrong with it."""
    sheet = Setter(paragraphs, seed, (595, 842))
    for y in (50, 240, 430, 620):
        sheet.text((60, y, 535, y + 180), 560, FACES[seed % 2], 13)
    return sheet.drawn(300).convert("L"), sheet.words


KINDS: dict[str, Callable[[list[str], int], Sheet]] = {
    kind.__name__: kind for kind in (book, slide, school, photocopy, small, clean)
}


def _worn(
    image: Image.Image, seed: int, *, angle: float = 0, blur: float = 0, noise: float = 0, quality: int = 80
) -> Image.Image:
    """Turned, blurred, strewn with noise, compressed."""
    fill = image.getpixel((2, 2))
    image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=fill) if angle else image
    image = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image
    if noise:
        grain = np.random.default_rng(seed).normal(0, noise, (image.height, image.width))
        pixels = np.asarray(image, dtype=np.float32)
        image = Image.fromarray(
            np.clip(pixels + (grain if pixels.ndim == 2 else grain[..., None]), 0, 255).astype(np.uint8)
        )
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("RGB")


def as_rendered(picture: Image.Image, height: float) -> Image.Image:
    """As a PDF that shows the picture on a page so many points high is rendered: grey, 300 dpi."""
    page = pymupdf.open().new_page(width=height * picture.width / picture.height, height=height)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    page.insert_image(page.rect, stream=kept.getvalue())
    pixels = page.get_pixmap(dpi=_DPI, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def _plain(image: Image.Image) -> list[str]:
    kept = io.BytesIO()
    image.save(kept, "PNG", compress_level=1, dpi=(_DPI, _DPI))
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", "ara+eng"], input=kept.getvalue(), capture_output=True, check=True
    )
    return words_of(done.stdout.decode())


def _found(truth: list[str], got: list[str]) -> int:
    return sum((Counter(truth) & Counter(got)).values())


def main(file: str, pages: str = "3", *kinds: str) -> None:
    """Prints a line for each kind, the ratio over all last."""
    articles = json.loads(Path(file).read_text(encoding="utf-8"))["data"]
    paragraphs = [p["context"] for a in articles for p in a["paragraphs"] if len(p["context"]) > 300]
    engine = Tesseract(ExtractSettings())
    sums: Counter[str] = Counter()
    for name in kinds or KINDS:
        kind: Counter[str] = Counter()
        for seed in range(int(pages)):
            picture, truth = KINDS[name](paragraphs, seed)
            image = as_rendered(picture, {"slide": 405.0, "book": 620.0}.get(name, 842.0))
            began = time.perf_counter()
            ours = words_of(recognise_page(image, engine, _DPI).text)
            between = time.perf_counter()
            plain = _plain(image)
            kind += Counter(
                words=len(truth), ours=_found(truth, ours), plain=_found(truth, plain), given=len(ours),
                given_plain=len(plain), ms=round(1000 * (between - began)),
                plain_ms=round(1000 * (time.perf_counter() - between)),
            )  # fmt: skip
        _told(name, kind)
        sums += kind
    _told("all", sums)


def _told(name: str, n: Counter[str]) -> None:
    lost, lost_plain = n["words"] - n["ours"], n["words"] - n["plain"]
    print(
        f"{name}: lost {lost / n['words']:.3f} against {lost_plain / n['words']:.3f}"
        f" (ratio {lost / max(1, lost_plain):.2f}),"
        f" right {n['ours'] / max(1, n['given']):.3f} of what is given"
        f" against {n['plain'] / max(1, n['given_plain']):.3f}, pace {n['plain_ms'] / max(1, n['ms']):.2f}",
        flush=True,
    )


def _archive() -> pymupdf.Archive:
    archive = pymupdf.Archive()
    for face in FACES:
        found = next(FONTS.rglob(face), None)
        if found is not None:
            archive.add(found.read_bytes(), face)
    return archive


_ARCHIVE = _archive()

if __name__ == "__main__":
    main(*sys.argv[1:])
