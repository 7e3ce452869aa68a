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
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from core.documents.ocr.engine import Paragraph, RecognisedWord
from core.errors import UserError
from core.settings import ExtractSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_CODES = {"ara": "ar", "eng": "en", "fas": "fa", "fra": "fr", "deu": "de", "spa": "es", "urd": "ur"}
_PAGE, _RAW_LINE = "3", "13"
_INSTALL = (
    "Install it with its languages: the packages tesseract-ocr, tesseract-ocr-ara and tesseract-ocr-eng."
)
# What is left of the page's time when Tesseract is given up, for saying so.
_SPARE_SECONDS = 5
_PR_SET_PDEATHSIG = 1
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


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
        mode = _RAW_LINE if single_line else _PAGE
        words = ["-", "-", "-l", "+".join(self._installed), "--psm", mode, "--dpi", str(dpi), "tsv"]
        return _paragraphs(_run(words, _pgm(image), self._settings.page_seconds - _SPARE_SECONDS))


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
