# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gives the glyphs of a shaped Arabic PDF their letters back (ToUnicode, ISO 32000-1 §9.10.3).

The layout engine knows a shaped glyph's letter only where the font lists a presentation form for it; a
lam-alef gets none. But it writes one glyph for each character, in reading order, so the text names them all.
"""

from __future__ import annotations

from collections import defaultdict

import pymupdf

Names = dict[int, str]


def name_glyphs(document: pymupdf.Document, page_texts: list[str]) -> None:
    """Rewrites the ToUnicode maps of `document`, whose pages were set with `page_texts` in reading order.

    Raises ValueError when glyphs and characters do not match one to one, or a glyph stands for two.
    """
    named: defaultdict[str, Names] = defaultdict(dict)
    for page, text in zip(document, page_texts, strict=True):
        _match(_glyphs(page), "".join(text.split()), named)
    for page in document:
        for xref, _, kind, basefont, *_ in page.get_fonts(full=True):
            if kind == "Type0":
                _write_map(document, xref, named[_plain(basefont)])


def _glyphs(page: pymupdf.Page) -> list[tuple[str, int, int]]:
    """Font, glyph and guessed character of each glyph in the order of drawing."""
    spans = page.get_texttrace()
    return [(_plain(span["font"]), glyph, guess) for span in spans for guess, glyph, *_ in span["chars"]]


def _match(glyphs: list[tuple[str, int, int]], characters: str, named: defaultdict[str, Names]) -> None:
    spaces = {0x20, 0xA0}
    drawn = [(font, glyph) for font, glyph, guess in glyphs if guess not in spaces]
    for font, glyph, guess in glyphs:
        if guess in spaces:
            named[font][glyph] = " "
    if len(drawn) != len(characters):
        raise ValueError(f"{len(drawn)} glyphs were drawn for {len(characters)} characters")
    for (font, glyph), character in zip(drawn, characters, strict=True):
        if named[font].setdefault(glyph, character) != character:
            raise ValueError(f"glyph {glyph} of {font} stands for {named[font][glyph]} and for {character}")


def _plain(font_name: str) -> str:
    """One spelling for a font whether its file names it or the PDF."""
    return font_name.replace(" ", "").replace("-", "")


def _write_map(document: pymupdf.Document, xref: int, names: Names) -> None:
    lines = [f"<{glyph:04x}> <{char.encode('utf-16-be').hex()}>" for glyph, char in sorted(names.items())]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    cmap = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
    target = int(document.xref_get_key(xref, "ToUnicode")[1].split()[0])
    document.update_stream(target, cmap.encode("ascii"))
