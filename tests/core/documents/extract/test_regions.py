# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that are part text layer, part picture: nothing is missed, and nothing is told twice."""

from __future__ import annotations

import re
from pathlib import Path

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.pdf import PdfReader
from tests.core.documents.conftest import given, picture_of, saved

STAMP = "RECEIVED AT THE NORTH GATE"
ABOVE = "The report below was found in the archive of the province."
BELOW = "It was returned to its shelf on the same day."


def page_of(path: Path, number: int = 1):  # type: ignore[no-untyped-def]
    return PdfReader(given(path)).page(number)


def test_text_inside_a_picture_is_added_where_it_stands(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 100), ABOVE, fontsize=12)
    page.insert_image((60, 200, 500, 300), stream=saved(picture_of(STAMP), "PNG"))
    page.insert_text((60, 500), BELOW, fontsize=12)
    document.save(tmp_path / "mixed.pdf")
    found = page_of(tmp_path / "mixed.pdf")
    assert found.text.split("\n\n") == [ABOVE, STAMP, BELOW]
    assert (found.source, found.reason) == ("text", "text inside pictures added")
    assert found.engine.startswith("tesseract 5")
    gate = next(word for word in found.words if found.text[word.start : word.end] == "GATE")
    assert 200 / 842 < gate.box[1] < gate.box[3] < 300 / 842


def test_a_scan_with_a_hidden_layer_is_told_once(tmp_path: Path) -> None:
    seen = pymupdf.open().new_page(width=600, height=300)
    scan = pymupdf.open()
    page = scan.new_page(width=600, height=300)
    for top, line in ((100, ABOVE), (160, BELOW)):
        seen.insert_text((60, top), line, fontsize=16)
        # Set by a machine that was not quite sure where the words stood.
        page.insert_text((66, top + 9), line, fontsize=15, render_mode=3)
    page.insert_image(page.rect, stream=seen.get_pixmap(dpi=200).tobytes("png"), overlay=False)
    scan.save(tmp_path / "searchable.pdf")
    found = page_of(tmp_path / "searchable.pdf")
    assert found.text.split() == f"{ABOVE} {BELOW}".split()
    assert (found.source, found.reason) == ("text", "text layer")


def test_a_picture_without_text_adds_nothing(tmp_path: Path) -> None:
    from PIL import Image

    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 100), ABOVE, fontsize=12)
    photo = Image.effect_mandelbrot((400, 300), (-2, -1.5, 1, 1.5), 60)
    page.insert_image((60, 200, 500, 500), stream=saved(photo, "PNG"))
    document.save(tmp_path / "photo.pdf")
    found = page_of(tmp_path / "photo.pdf")
    assert (found.text, found.reason, found.engine) == (ABOVE, "text layer", "")


def test_words_with_an_unmapped_letter_are_read_from_the_picture(samples: Path, tmp_path: Path) -> None:
    whole = page_of(samples / "committee-minutes.pdf")
    document = pymupdf.open(samples / "committee-minutes.pdf")
    for xref in range(1, document.xref_length()):
        if document.xref_is_stream(xref) and b"begincmap" in (cmap := document.xref_stream(xref)):
            # The font no longer says which letter its glyphs for jeem are.
            document.update_stream(xref, re.sub(rb"(<\w+> )<062c>", rb"\1<e000>", cmap))
    document.save(tmp_path / "holes.pdf")
    found = page_of(tmp_path / "holes.pdf")
    assert found.reason == "glyphs without letters"
    assert "\ue000" not in found.text
    wanted = [word for word in whole.text.split() if "ج" in word]
    assert len(set(wanted) - set(found.text.split())) < 0.25 * len(set(wanted))
    others = [word for word in whole.text.split() if "ج" not in word]
    assert [word for word in found.text.split() if word in set(others)] == others


def test_letters_that_make_no_arabic_are_not_believed(shared_data: Path) -> None:
    found = page_of(shared_data / "files" / "right_to_left_02.pdf")
    assert (found.source, found.reason) == ("ocr", "layer unlike the picture")
    assert "فإن الحكومة المصرية" in found.text
