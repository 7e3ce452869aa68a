# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures: each format, turned ones, several pages, and files made to harm."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from core.documents.extract import image
from core.documents.extract.image import ImageReader
from core.errors import UserError
from core.settings import ExtractSettings
from tests.core.documents.conftest import given, picture_of, saved

SETTINGS = ExtractSettings()
LINES = ("The bridge was closed on 16 March", "because of a crack in the third pier.")


def reader(path: Path, kind: str) -> ImageReader:
    return ImageReader(given(path, kind))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_each_format_is_read(form: str, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(saved(picture_of(*LINES), form))
    page = reader(file, f"image/{form.lower()}").page(1)
    assert page.text.split() == " ".join(LINES).split()
    assert page.source == "ocr"
    assert page.confidence is not None
    assert page.confidence > 0.8


def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "a.jpg"
    file.write_bytes(saved(picture_of(*LINES).rotate(90, expand=True), "JPEG", exif=exif))
    opened = reader(file, "image/jpeg")
    assert opened.page(1).text.split() == " ".join(LINES).split()
    shown = Image.open(io.BytesIO(opened.image(1, 110)))
    assert shown.width > shown.height


def test_a_camera_tells_when_it_was(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0132] = "2026:03:17 08:00:00"
    exif[0x013B] = "Ana"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:16 14:05:09"
    file = tmp_path / "a.jpg"
    file.write_bytes(saved(Image.new("L", (9, 9)), "JPEG", exif=exif))
    facts = reader(file, "image/jpeg").facts
    assert (facts.created, facts.modified) == ("2026-03-16T14:05:09", "2026-03-17T08:00:00")
    assert facts.author == "Ana"


def test_a_tiff_has_as_many_pages_as_frames(tmp_path: Path) -> None:
    file = tmp_path / "a.tiff"
    first, second = picture_of("First sheet of the record"), picture_of("Second sheet of the record")
    file.write_bytes(saved(first, "TIFF", save_all=True, append_images=[second]))
    opened = reader(file, "image/tiff")
    assert opened.page_count == 2
    assert "Second" in opened.page(2).text
    assert "First" in opened.page(1).text


def test_letters_on_a_transparent_ground_are_read(tmp_path: Path) -> None:
    black = Image.new("L", picture_of(*LINES).size, 0)
    picture = Image.merge("RGBA", [black] * 3 + [picture_of(*LINES).point(lambda level: 255 - level)])
    file = tmp_path / "a.png"
    file.write_bytes(saved(picture, "PNG"))
    assert reader(file, "image/png").page(1).text.split() == " ".join(LINES).split()


def test_deep_grey_is_scaled_not_cut() -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 65535)
    grey = image.grey(deep)
    assert (grey.getpixel((0, 0)), grey.getpixel((1, 0))) == (255, 0)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.gif"
    frame = struct.pack("<6sHHBBB", b"GIF89a", 65535, 65535, 0x80, 0, 0) + bytes(6)
    file.write_bytes(frame + b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02D\x01\x00;")
    with pytest.raises(UserError, match=r"bomb\.gif would unpack to 65,535"):
        reader(file, "image/gif").page(1)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_a_cut_off_picture_is_told(form: str, tmp_path: Path) -> None:
    whole = saved(picture_of(*LINES), form)
    file = tmp_path / "cut.img"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match=r"cut\.img is a damaged picture"):
        reader(file, f"image/{form.lower()}").page(1)


def test_an_empty_sheet_is_an_empty_page(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(saved(Image.new("L", (900, 1200), 250), "PNG"))
    page = reader(file, "image/png").page(1)
    assert (page.text, page.confidence) == ("", None)
