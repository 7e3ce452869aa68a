# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors in characters and words, by book and engine, on scanned lines with their transcription.

    bench_ocr_lines.py [FOLDER] [LINES OF EACH BOOK]        FOLDER/<book>/**/NNN.png + NNN.gt.txt

The reference is the plain tesseract program in its two modes for single lines. Vowel signs, tatweel and the
forms of alef are folded on both sides.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.documents.extract_files import extract_files  # noqa: E402

LINES = ROOT.parent / "shared" / "data" / "ocr-lines"
MOST = 30
_PASSED_OVER = re.compile("[\u064b-\u0652\u0670\u0640\u200e\u200f\u202a-\u202e]")
_ALEFS = re.compile("[إأآٱ]")


def main(folder: Path = LINES, most: int = MOST) -> None:
    """Prints a line for each book and engine, the ratio to the better tesseract mode last."""
    if not folder.is_dir():
        print(f"{folder} is not there: name a folder of lines")
        return
    for book in sorted(path for path in folder.iterdir() if path.is_dir()):
        truth = {gt.with_name(gt.name[:-7] + ".png"): gt for gt in sorted(book.rglob("*.gt.txt"))[:most]}
        images = list(truth)
        wanted = [_folded(truth[image].read_text(encoding="utf-8")) for image in images]
        plain = {mode: _errors(_tesseract(images, mode), wanted) for mode in ("7", "13")}
        for mode, (characters, words) in plain.items():
            print(f"{book.name}: tesseract --psm {mode}: CER {characters:.4f}, WER {words:.4f}")
        characters, words = _errors(_ours(images), wanted)
        ratio = characters / min(error for error, _ in plain.values())
        print(
            f"{book.name}: ours: CER {characters:.4f}, WER {words:.4f}; {ratio:.2f} of tesseract's CER",
            flush=True,
        )


def _ours(images: Sequence[Path]) -> list[str]:
    read = {page["file"]: page["text"] for page in extract_files(images)}
    return [read.get(str(image), "") for image in images]


def _tesseract(images: Sequence[Path], mode: str) -> list[str]:
    options = ["-", "-l", "ara", "--psm", mode]
    return [
        subprocess.run(["tesseract", image, *options], capture_output=True, text=True, check=True).stdout
        for image in images
    ]


def _errors(got: Sequence[str], wanted: Sequence[str]) -> tuple[float, float]:
    """The shares of characters and of words that are wrong, over all lines."""
    return _rate(got, wanted, list), _rate(got, wanted, str.split)


def _rate(got: Sequence[str], wanted: Sequence[str], parts: Callable[[str], list[str]]) -> float:
    wrong = sum(
        _distance(parts(_folded(ours)), parts(truth)) for ours, truth in zip(got, wanted, strict=True)
    )
    return wrong / sum(len(parts(truth)) for truth in wanted)


def _distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Levenshtein's distance between two sequences."""
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def _folded(text: str) -> str:
    plain = _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_ALEFS.sub("ا", plain).split())


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((Path, int), sys.argv[1:], strict=False)))
