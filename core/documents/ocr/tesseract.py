# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tesseract, as a program that reads one picture from a pipe and writes words as tab-separated values."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from core.documents.ocr import arabic
from core.documents.ocr.engine import Line, Paragraph, RecognisedWord
from core.errors import UserError
from core.settings import ExtractSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_ARABIC = "ara"
_CODES = {"ara": "ar", "eng": "en", "fas": "fa", "fra": "fr", "deu": "de", "spa": "es", "urd": "ur"}
# Page segmentation modes.
_ORIENTATION, _PAGE, _BLOCK, _RAW_LINE = "0", "3", "6", "13"
_INSTALL = (
    "Install it with its languages: the packages tesseract-ocr, tesseract-ocr-ara and tesseract-ocr-eng."
)
# The share of the page's time after which Tesseract is given up, so that there is some left for saying so.
_TIME_SHARE = 0.9
_PR_SET_PDEATHSIG = 1
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
# A line cut close reads better with this much paper around it, in parts of its height.
_LINE_MARGIN = 0.13
# How sure a reading must be to be taken without asking for another.
_SURE_LINE, _SURE_WORD = 0.7, 0.6
_SURE_TURN = 2.0


class Tesseract:
    """One engine for one child process; each call starts the program anew."""

    name = "tesseract"

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings

    @cached_property
    def version(self) -> str:
        found = re.search(r"tesseract v?(\S+)", _ask("--version"))
        return found[1] if found else ""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(_CODES.get(name, name) for name in self._installed)

    @cached_property
    def _installed(self) -> tuple[str, ...]:
        """The wanted languages that are there, in the order of the settings."""
        there = set(_ask("--list-langs").split("\n"))
        wanted = self._settings.ocr_languages.split("+")
        found = tuple(name for name in wanted if name in there)
        if not found:
            raise UserError(f"Tesseract lacks its language data for {', '.join(wanted)}.", do=_INSTALL)
        return found

    def recognise(self, image: Image, *, dpi: int, single_line: bool = False) -> Sequence[Paragraph]:
        if single_line:
            return self._line(image)
        found = self._read(image, "+".join(self._installed), _PAGE, dpi)
        if len(self._installed) > 1 and _ARABIC in self._installed:
            found = self._without_false_latin(image, found, dpi)
        return [
            [arabic.with_commas(line) if arabic.is_arabic(line) else line for line in paragraph]
            for paragraph in found
        ]

    def orientation(self, image: Image) -> int:
        words = ["-l", "osd", "--psm", _ORIENTATION]
        try:
            told = _run(["-", "-", *words], _pgm(image), self._seconds).decode()
        except UserError:
            # Too little text to tell by, or no data for it: then the page stays as it is.
            return 0
        facts = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        sure = float(facts.get("Orientation confidence", 0)) >= _SURE_TURN
        return (360 - int(facts.get("Rotate", 0))) % 360 if sure else 0

    @property
    def _seconds(self) -> float:
        return self._settings.page_seconds * _TIME_SHARE

    def _read(self, image: Image, languages: str, mode: str, dpi: int) -> list[Paragraph]:
        words = ["-", "-", "-l", languages, "--psm", mode, "--dpi", str(dpi), "tsv"]
        return _paragraphs(_run(words, _pgm(image), self._seconds))

    def _line(self, image: Image) -> Sequence[Paragraph]:
        """One language at a time reads a line better than several together; the surest reading is taken."""
        from PIL import ImageOps

        margin = round(_LINE_MARGIN * image.height)
        framed = ImageOps.expand(image, margin, fill=255)
        best: list[RecognisedWord] = []
        for language in self._installed:
            read = self._read(framed, language, _RAW_LINE, 300)
            line = [
                _moved(word, -margin, -margin) for paragraph in read for part in paragraph for word in part
            ]
            best = max(best, line, key=_sureness)
            if _sureness(best) >= _SURE_LINE:
                break
        return [[arabic.with_commas(best) if arabic.is_arabic(best) else best]]

    def _without_false_latin(self, image: Image, found: list[Paragraph], dpi: int) -> list[Paragraph]:
        """Several languages together take some Arabic words for Latin ones: those are read again as Arabic.

        The lines that hold such words are put under each other in one picture. A word that is Latin indeed
        reads badly as Arabic, and is kept.
        """
        doubtful = [
            line
            for paragraph in found
            for line in paragraph
            if arabic.is_arabic(line) and any(map(arabic.has_latin, line))
        ]
        if not doubtful:
            return found
        again = self._read_lines(image, doubtful, dpi)
        mended = {id(line): _mended(line, again[number]) for number, line in enumerate(doubtful)}
        return [[mended.get(id(line), line) for line in paragraph] for paragraph in found]

    def _read_lines(self, image: Image, lines: Sequence[Line], dpi: int) -> list[list[RecognisedWord]]:
        """The words that the Arabic data alone sees in each line, placed on ``image``."""
        strips = _strips(lines, image.height)
        sheet, tops = _stacked(image, strips)
        found: list[list[RecognisedWord]] = [[] for _ in lines]
        for paragraph in self._read(sheet, _ARABIC, _BLOCK, dpi):
            for word in (word for line in paragraph for word in line):
                middle = (word.box[1] + word.box[3]) / 2
                number = max((n for n, top in enumerate(tops) if top <= middle), default=0)
                found[number].append(_moved(word, 0, strips[number][0] - tops[number]))
        return found


def _strips(lines: Sequence[Line], height: int) -> list[tuple[int, int]]:
    """Top and bottom of each line with a little of the paper around it."""
    found = []
    for line in lines:
        top, bottom = min(word.box[1] for word in line), max(word.box[3] for word in line)
        margin = 0.15 * (bottom - top)
        found.append((max(0, round(top - margin)), min(height, round(bottom + margin))))
    return found


def _stacked(image: Image, strips: Sequence[tuple[int, int]]) -> tuple[Image, list[int]]:
    """The strips of a picture under each other, blank paper between, and where each begins."""
    from PIL import Image as Pillow

    tops, y = [], 0
    for top, bottom in strips:
        tops.append(y)
        y += round(1.5 * (bottom - top))
    sheet = Pillow.new("L", (image.width, y), 255)
    for (top, bottom), at in zip(strips, tops, strict=True):
        sheet.paste(image.crop((0, top, image.width, bottom)), (0, at))
    return sheet, tops


def _mended(line: Line, again: Sequence[RecognisedWord]) -> Line:
    """The line with the surer Arabic reading in the place of each Latin word, where there is one."""
    found: list[RecognisedWord] = []
    for word in line:
        others = [other for other in again if _covers(word, other)]
        sure = bool(others) and min(other.confidence for other in others) >= _SURE_WORD
        found += others if sure and arabic.has_latin(word) and arabic.is_arabic(others) else [word]
    return found


def _covers(word: RecognisedWord, other: RecognisedWord) -> bool:
    common = min(word.box[2], other.box[2]) - max(word.box[0], other.box[0])
    return common > 0.5 * (other.box[2] - other.box[0])


def _sureness(line: Sequence[RecognisedWord]) -> float:
    letters = sum(len(word.text) for word in line)
    return sum(word.confidence * len(word.text) for word in line) / letters if letters else 0.0


def _moved(word: RecognisedWord, right: float, down: float) -> RecognisedWord:
    left, top, end, bottom = word.box
    return replace(word, box=(left + right, top + down, end + right, bottom + down))


def _pgm(image: Image) -> bytes:
    """The simplest picture format there is: nothing to compress, nothing to unpack."""
    return b"P5 %d %d 255\n" % image.size + image.tobytes()


def _ask(question: str) -> str:
    return _run([question], b"", 30).decode()


def _run(words: list[str], picture: bytes, seconds: float) -> bytes:
    try:
        done = subprocess.run(
            ["tesseract", *words],
            input=picture,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            preexec_fn=_end_with_parent(),
        )
    except FileNotFoundError:
        raise UserError("Tesseract, which reads text in pictures, is not installed.", do=_INSTALL) from None
    except subprocess.TimeoutExpired:
        raise UserError(f"Tesseract took longer than {seconds:.0f} seconds and was stopped.") from None
    if done.returncode != 0:
        raise UserError(_how_it_failed(done.returncode, done.stderr))
    return done.stdout


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux: has the program killed when this process is, so that none is left working for nobody."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _how_it_failed(code: int, stderr: bytes) -> str:
    if code in {-signal.SIGKILL, -signal.SIGABRT} or b"bad_alloc" in stderr:
        return "Tesseract needed more memory than it may have and was stopped."
    return f"Tesseract could not read the picture (it ended with code {code})."


def _paragraphs(tsv: bytes) -> list[Paragraph]:
    """Reads Tesseract's TSV: level page block paragraph line word left top width height confidence text."""
    rows = [line.split("\t") for line in tsv.decode("utf-8", "replace").splitlines()[1:]]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and _text(row)]
    return [
        [[_word(row) for row in line] for _, line in groupby(paragraph, key=lambda row: row[4])]
        for _, paragraph in groupby(words, key=lambda row: (row[2], row[3]))
    ]


def _text(row: list[str]) -> str:
    return row[11].translate(_DIRECTION_MARKS).strip()


def _word(row: list[str]) -> RecognisedWord:
    left, top, width, height = (float(cell) for cell in row[6:10])
    confidence = min(max(float(row[10]) / 100, 0.0), 1.0)
    return RecognisedWord(_text(row), (left, top, left + width, top + height), confidence)
