# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which encoding a text is in, with Arabic in mind.

Detectors that weigh all encodings alike take short cp1256 texts for Thai or Cyrillic, and cp1252 quotes for
accents. So: marks and UTF-8 first, since they prove themselves; then the Arabic encodings by how common their
letters would be; then cp1252 where high bytes stand alone among plain letters; charset-normalizer judges
the rest.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_ARABIC_ENCODINGS = ("cp1256", "iso8859_6")
# These make up 73 % of the letters of running Arabic text, and far less of what another script turns into.
_COMMON_ARABIC = frozenset("اليمونرتبهةعأ")
_EXPECTED_SIGNS = frozenset(" \u00a0،؛؟«»“”‘’–—…•ـ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
_ENOUGH_COMMON = 0.5
_UNDEFINED = 0.01
# Encodings of other scripts that are still met; detectors offered all that Python knows find exotic ones.
_OTHERS = [
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1253",
    "cp1255",
    "cp1250",
    "cp1254",
    "shift_jis",
    "gb18030",
    "euc_kr",
    "big5",
]
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_DAMAGE = 0.05


class UnknownCharsetError(ValueError):
    """No encoding makes text of these bytes."""


def decode(content: bytes) -> str:
    """The text of ``content``. Raises :class:`UnknownCharsetError`."""
    sample = content[:_SAMPLE]
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    encoding = (
        marked or _wide(sample) or _utf8(content) or _arabic(sample) or _latin(sample) or _other(sample)
    )
    if encoding is None:
        raise UnknownCharsetError
    return content.decode(encoding, "replace")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: the high bytes of nearly all letters are 0 (Latin) or 6 (Arabic)."""
    best, share = "", 0.0
    for offset, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        side = sample[offset::2]
        found = (side.count(0) + side.count(6)) / (len(side) or 1)
        if found > share:
            best, share = name, found
    return best if share > 0.8 and len(sample) >= 4 else None


def _utf8(content: bytes) -> str | None:
    """UTF-8, also when a few of its characters are damaged or the last one is cut off."""
    text = content.decode("utf-8", "replace")
    foreign = sum(1 for letter in text[:_SAMPLE] if letter > "\x7f")
    damaged = text[:_SAMPLE].count("\ufffd")
    return "utf-8" if damaged <= _DAMAGE * foreign else None


def _arabic(sample: bytes) -> str | None:
    if not _in_words_of_their_own(sample):
        return None
    scores = {name: _commonness(b" ".join(_HIGH_RUN.findall(sample)), name) for name in _ARABIC_ENCODINGS}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _ENOUGH_COMMON else None


def _commonness(high: bytes, encoding: str) -> float:
    """The share of common Arabic letters in all that the high bytes would stand for, but for marks."""
    text = high.decode(encoding, "replace")
    if text.count("\ufffd") > _UNDEFINED * len(text):
        return 0.0
    signs = [sign for sign in text if sign not in _EXPECTED_SIGNS]
    return sum(sign in _COMMON_ARABIC for sign in signs) / len(signs) if signs else 0.0


def _latin(sample: bytes) -> str | None:
    return None if _in_words_of_their_own(sample) else "cp1252"


def _in_words_of_their_own(sample: bytes) -> bool:
    """Whether high bytes mostly make up whole words, as in another script, not letters among plain ones."""
    runs = list(_letters(sample))
    whole = sum(length for length in runs if length > 1)
    return whole > sum(runs) / 2


def _letters(sample: bytes) -> Iterator[int]:
    return (len(found.group()) for found in _HIGH_RUN.finditer(sample))


def _other(sample: bytes) -> str | None:
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample, cp_isolation=_OTHERS).best()
    return best.encoding if best is not None else None
