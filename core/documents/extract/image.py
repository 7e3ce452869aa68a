# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of pages: PNG, JPEG, TIFF of several pages, WebP, GIF, BMP; turned as their EXIF says."""

from __future__ import annotations

import io
import re

from PIL import Image, ImageOps, UnidentifiedImageError

from core.documents.extract.package import iso_day
from core.documents.extract.reading import Facts, Given, PageText, Reader
from core.documents.ocr.recognise import recognise_page
from core.errors import UserError

# Our own limit is told in a sentence; Pillow's would be a warning or an error of its own.
Image.MAX_IMAGE_PIXELS = None

_UNSTATED_DPI = 70
_VIEW_DPI = 300.0
_ORIGINAL, _CHANGED, _ARTIST, _TITLE = 0x9003, 0x0132, 0x013B, 0x010E


class ImageReader(Reader):
    """Each frame of a TIFF is a page; of an animation only the first."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._settings = given.settings
        self._engine = given.engine
        try:
            self._image = Image.open(given.path)
            several = given.media_type == "image/tiff"
            self.page_count = getattr(self._image, "n_frames", 1) if several else 1
            self.facts = _facts(self._image)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise _damaged(given.name) from error

    def page(self, number: int) -> PageText:
        return recognise_page(grey(self._frame(number)), self._engine, self._dpi())

    def image(self, number: int, dpi: int) -> bytes:
        frame = self._frame(number)
        shown = frame.convert("RGB") if frame.mode not in {"1", "L", "RGB"} else frame
        stated = self._dpi()
        scale = dpi / (stated if stated > _UNSTATED_DPI else _VIEW_DPI)
        if scale < 1 and max(shown.size) > 1000:
            shown = shown.convert("L" if shown.mode == "1" else shown.mode)
            longest = max(1000, round(max(shown.size) * scale))
            shown.thumbnail((longest, longest))
        buffer = io.BytesIO()
        shown.save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def close(self) -> None:
        self._image.close()

    def _frame(self, number: int) -> Image.Image:
        try:
            self._image.seek(number - 1)
            self._refuse_bomb()
            return ImageOps.exif_transpose(self._image)
        except (OSError, EOFError, SyntaxError, ValueError) as error:
            raise _damaged(self._name) from error

    def _refuse_bomb(self) -> None:
        width, height = self._image.size
        most = self._settings.max_image_pixels
        if width * height > most:
            raise UserError(
                f"{self._name} would unpack to {width:,} × {height:,} points; "
                f"{most / 1e6:.0f} million points is the most.",
                do="Save it smaller.",
            )

    def _dpi(self) -> int:
        stated = self._image.info.get("dpi", (0, 0))
        return round(float(stated[0])) if 70 < float(stated[0]) < 2400 else _UNSTATED_DPI


def _facts(image: Image.Image) -> Facts:
    """What a camera or scanner wrote into the picture (EXIF)."""
    try:
        tags = image.getexif()
        said = {**tags, **tags.get_ifd(0x8769)}
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Facts()
    return Facts(
        title=_said(said.get(_TITLE)),
        author=_said(said.get(_ARTIST)),
        created=_day(_said(said.get(_ORIGINAL))),
        modified=_day(_said(said.get(_CHANGED))),
    )


def _said(value: object) -> str:
    return " ".join(value.replace("\x00", " ").split()) if isinstance(value, str) else ""


def _day(text: str) -> str:
    """EXIF's "2026:11:20 14:05:09" as ISO 8601; nothing for a clock that was never set."""
    found = re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", text)
    return iso_day(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}") if found and found[1] > "0000" else ""


def grey(image: Image.Image) -> Image.Image:
    """The picture in grey levels, what is transparent shown on white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode.startswith(("I;16", "I")):
        return image.point(lambda level: level / 256).convert("L")
    return image.convert("L")


def _damaged(name: str) -> UserError:
    return UserError(f"{name} is a damaged picture.", do="Get the file again from where it came.")
