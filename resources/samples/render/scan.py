# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes pictures of pages: scans without a text layer, and the photo of a notice."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pymupdf
from PIL import Image, ImageDraw, ImageFilter

from resources.samples.render.layout import pdf_metadata, render_pdf, save_pdf
from resources.samples.render.sources import Source

DPI = 200
PAPER = 244
INK = 40


def render_scan(source: Source) -> bytes:
    """The source as a PDF of grey JPEG pages at 200 dpi, turned by `skew` degrees, with grain of `noise`."""
    printed = pymupdf.open(stream=render_pdf(source), filetype="pdf")
    scanned = pymupdf.open()
    for page in printed:
        picture = _scanned(_picture(page, DPI), source)
        scanned.new_page(width=page.rect.width, height=page.rect.height).insert_image(
            page.rect, stream=_jpeg(picture)
        )
    scanned.set_metadata(pdf_metadata(source))
    return save_pdf(scanned)


def render_notice(source: Source) -> bytes:
    """The source as a PNG like a photo of a printed notice: on a post, seen a little from the side."""
    printed = pymupdf.open(stream=render_pdf(source), filetype="pdf")
    page = printed[0]
    plate = _framed(_picture(page, 130, _content(page)))
    width, height = plate.width + 160, plate.height + 160
    ground = _ground(width, height)
    corners = [(92, 70), (width - 70, 96), (width - 84, height - 64), (74, height - 88)]
    shape = (width, height)
    warp = _perspective(corners, [(0, 0), (plate.width, 0), plate.size, (0, plate.height)])
    mask = Image.new("L", plate.size, 255).transform(shape, Image.Transform.PERSPECTIVE, warp)
    seen = plate.transform(shape, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC)
    ground.paste(seen, mask=mask)
    return _png(ground.filter(ImageFilter.GaussianBlur(0.6)))


def _picture(page: pymupdf.Page, dpi: int, clip: pymupdf.Rect | None = None) -> Image.Image:
    pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, clip=clip)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def _scanned(picture: Image.Image, source: Source) -> Image.Image:
    """Grey paper and ink, a turn, the blur of a lens, a shadow at the edge, and grain."""
    turned = picture.rotate(float(source.head["skew"]), Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float64) / 255
    grey = INK + (PAPER - INK) * soft
    across = np.linspace(0, 1, picture.width)
    grey -= 28 * np.exp(-across / 0.03)[np.newaxis, :]
    grain = np.random.default_rng(_seed(source)).normal(0, float(source.head["noise"]), grey.shape)
    return Image.fromarray(np.clip(grey + grain, 0, 255).astype(np.uint8))


def _seed(source: Source) -> int:
    return zlib.crc32(source.name.encode())


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=38, dpi=(DPI, DPI), optimize=True)
    return buffer.getvalue()


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _content(page: pymupdf.Page) -> pymupdf.Rect:
    """The part of the page that holds text, without its foot."""
    found = pymupdf.Rect(pymupdf.EMPTY_RECT())
    for block in page.get_text("blocks"):
        if block[3] < page.rect.y1 - 60:
            found |= pymupdf.Rect(block[:4])
    return pymupdf.Rect(found.x0 - 20, found.y0 - 20, found.x1 + 20, found.y1 + 20)


def _framed(picture: Image.Image) -> Image.Image:
    ImageDraw.Draw(picture).rectangle((6, 6, picture.width - 7, picture.height - 7), outline=20, width=8)
    return picture.point(lambda level: int(30 + level * 0.8))


def _ground(width: int, height: int) -> Image.Image:
    """A dim background that grows lighter upwards, with a post in the middle."""
    ground = Image.linear_gradient("L").resize((width, height)).point(lambda level: int(150 - level * 0.3))
    ImageDraw.Draw(ground).rectangle((width // 2 - 26, 0, width // 2 + 26, height), fill=88)
    return ground


def _perspective(seen: list[tuple[int, int]], flat: list[tuple[int, int]]) -> list[float]:
    """The eight coefficients with which Pillow maps the corners `seen` back to the `flat` ones."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(values))]
