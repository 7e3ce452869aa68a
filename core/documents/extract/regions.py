# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a page whose text layer is missing or broken: they are recognised, the rest stays as it is.

Pictures may hold text that no layer tells of; a font may leave some of its glyphs without a letter, so that
the layer's words have holes. Of what is recognised only that is taken which the layer does not say in the
same place, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.documents.extract import layer
from core.documents.extract.layer import Block, Layer
from core.documents.extract.reading import PageText, Piece
from core.documents.ocr.engine import Engine, RecognisedWord
from core.documents.ocr.recognise import is_blank, recognise
from core.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES_ADDED = "text inside pictures added"
# How sure a line, and a word of it, must be to be taken from a picture that may show no text at all.
_SURE_LINE, _SURE_WORD = 0.65, 0.3
_LEAST_LETTERS = 3
_SHARED = 0.2
# A line with this share of broken words is taken from the picture as a whole.
_MOSTLY_BROKEN = 0.5
# A line of which less is lacking was misread in the places where it seems to say something else.
_MOSTLY_LACKING = 0.3
# Layers that others made by OCR lie askew over their pictures by up to this part of the page.
_NEAR = 0.03


def regions_of(found: Layer) -> list[Box]:
    """The boxes, in fractions of the page, that have to be looked at."""
    if not layer.may_be_broken(found.text):
        return found.pictures
    return found.pictures + [_around(line) for block in found.blocks for line in block if _broken(line)]


def completed(found: Layer, regions: Sequence[Box], picture: Image, engine: Engine, dpi: int) -> PageText:
    """The layer's page with what is recognised in regions of its picture (mode L) put in its places."""
    holes = [[line for line in block if _broken(line)] for block in found.blocks]
    edges = _pixels(_around([("", box) for box in regions]), picture)
    sheet = _only(picture, regions).crop(edges)
    read = [] if is_blank(sheet) else recognise(sheet, engine, dpi)
    placed = [
        [[replace(word, box=_on_page(word.box, edges, picture)) for word in line] for line in paragraph]
        for paragraph in read
    ]
    mended = [[_mended(line, placed) for line in block] for block in found.blocks]
    there = [piece for block in mended for line in block for piece in line]
    added = list(_added(placed, there))
    blocks = _merged(mended, added)
    if not added and not any(holes):
        return found.page()
    page = replace(found, blocks=blocks).page(layer.UNMAPPED if any(holes) else PICTURES_ADDED)
    ours = sum(len(word) for block in added for line in block for word, _ in line)
    source = "ocr" if 2 * ours > len(page.text) else page.source
    return replace(page, source=source, engine=f"{engine.name} {engine.version}")


def _broken(line: Sequence[Piece]) -> bool:
    return any(layer.is_broken(word) for word, _ in line)


def _only(picture: Image, regions: Sequence[Box]) -> Image:
    """The picture with nothing but the regions."""
    from PIL import Image as Pillow

    sheet = Pillow.new("L", picture.size, 255)
    for box in regions:
        edges = _pixels(box, picture)
        sheet.paste(picture.crop(edges), edges[:2])
    return sheet


def _mended(line: list[Piece], read: Sequence[Sequence[Sequence[RecognisedWord]]]) -> list[Piece]:
    """The line with what was recognised in the place of its broken words."""
    broken = [layer.is_broken(word) for word, _ in line]
    if not any(broken):
        return line
    if sum(broken) > _MOSTLY_BROKEN * len(line):
        return _inside(_around(line), read) or line
    found: list[Piece] = []
    for piece, is_broken in zip(line, broken, strict=True):
        found += (_inside(piece[1], read) or [piece]) if is_broken else [piece]
    return found


def _inside(box: Box, read: Sequence[Sequence[Sequence[RecognisedWord]]]) -> list[Piece]:
    """The recognised words whose middle lies in a box; if none does, the one that shares most of it."""
    words = [word for paragraph in read for line in paragraph for word in line]
    found = [(word.text, word.box) for word in words if _is_within(word.box, box)]
    if found or not words:
        return found
    nearest = max(words, key=lambda word: _shared(word.box, box))
    return [(nearest.text, box)] if _shared(nearest.box, box) > _SHARED else []


def _shared(first: Box, second: Box) -> float:
    """The area of what two boxes have in common, in parts of what they cover together."""
    width = max(0.0, min(first[2], second[2]) - max(first[0], second[0]))
    height = max(0.0, min(first[3], second[3]) - max(first[1], second[1]))
    areas = sum((right - left) * (bottom - top) for left, top, right, bottom in (first, second))
    return width * height / max(areas - width * height, 1e-9)


def _is_within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _added(read: Sequence[Sequence[Sequence[RecognisedWord]]], there: Sequence[Piece]) -> Iterator[Block]:
    """The recognised lines that the layer lacks."""
    for paragraph in read:
        block = []
        for line in paragraph:
            lacking = [word for word in line if not _is_told(word, there)]
            if len(lacking) < _MOSTLY_LACKING * len(line):
                continue
            words = [word for word in lacking if word.confidence >= _SURE_WORD]
            if _holds_a_word(words) and _sureness(words) >= _SURE_LINE:
                block.append([(word.text, word.box) for word in words])
        if block:
            yield block


def _holds_a_word(words: Sequence[RecognisedWord]) -> bool:
    return any(sum(map(str.isalnum, word.text)) >= _LEAST_LETTERS for word in words)


def _is_told(word: RecognisedWord, there: Sequence[Piece]) -> bool:
    """Whether a word of the layer stands in this one's place, or the same one so near that it is meant."""
    for text, box in there:
        if _is_within(word.box, box) or _is_within(box, word.box):
            return True
        if text == word.text and all(abs(a - b) < _NEAR for a, b in zip(box, word.box, strict=True)):
            return True
    return False


def _sureness(words: Sequence[RecognisedWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters


def _merged(blocks: Sequence[Block], added: Sequence[Block]) -> list[Block]:
    """The blocks of a layer with others among them, each before the first that stands below it."""
    result = [block for block in blocks if block]
    for block in added:
        box = _around([piece for line in block for piece in line])
        middle = (box[1] + box[3]) / 2
        tops = [_around([piece for line in other for piece in line])[1] for other in result]
        place = next((i for i, top in enumerate(tops) if top > middle), len(result))
        result.insert(place, block)
    return result


def _around(line: Sequence[Piece]) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for _, box in line), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _pixels(box: Box, picture: Image) -> tuple[int, int, int, int]:
    """A box in fractions as whole pixels, a little wider, within the picture."""
    width, height = picture.size
    left, top = max(0, round(box[0] * width) - 3), max(0, round(box[1] * height) - 3)
    right, bottom = min(width, round(box[2] * width) + 3), min(height, round(box[3] * height) + 3)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _on_page(box: Box, edges: tuple[int, int, int, int], picture: Image) -> Box:
    """A box in pixels of a part of the picture as fractions of the whole."""
    width, height = picture.size
    left, top, right, bottom = box
    return (
        (left + edges[0]) / width,
        (top + edges[1]) / height,
        (right + edges[0]) / width,
        (bottom + edges[1]) / height,
    )
