# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures inside documents: a mark stands in the text where one is, until the page is asked for."""

from __future__ import annotations

import hashlib
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.documents.extract.reading import OCR, Given, PageText
from core.errors import UserError

_MARK = re.compile("\ue000(\\d+)\ue001")
# Lower or narrower ones are lines, bullets and icons.
_LEAST_SIDE = 24
_LEAST_POINTS = 4000
# This part of the time that a page may take goes into its pictures.
_SHARE_OF_TIME = 0.5
_UNSTATED_DPI = 96
_MAX_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class _Seen:
    text: str
    confidence: float | None


class Pictures:
    """Those of one file. The same picture is recognised once, however often it is shown."""

    def __init__(self, given: Given) -> None:
        self._settings = given.settings
        self._engine = given.engine
        self._load: list[Callable[[], bytes]] = []
        self._known: dict[bytes, _Seen | None] = {}

    def mark(self, load: Callable[[], bytes]) -> str:
        """What stands for a picture in the text; ``load`` gives its bytes."""
        self._load.append(load)
        return f"\ue000{len(self._load) - 1}\ue001"

    def shown(self, text: str) -> PageText:
        """A page's text with what its pictures say in their places."""
        deadline = time.monotonic() + _SHARE_OF_TIME * self._settings.page_seconds
        seen: list[_Seen] = []
        left = 0

        def told(found: re.Match[str]) -> str:
            nonlocal left
            if time.monotonic() > deadline:
                left += 1
                return ""
            try:
                picture = self._seen(int(found[1]))
            except UserError:
                left += 1
                return ""
            seen.extend([picture] if picture is not None else [])
            return f"[Picture: {picture.text}]" if picture is not None else ""

        whole = re.sub(r"\n{3,}", "\n\n", _MARK.sub(told, text)).strip("\n")
        page = PageText(whole, reason=_reason(len(seen), left), engine=self._name() if seen else "")
        return page if _MARK.sub("", text).strip() or not seen else _only(page, seen)

    def _name(self) -> str:
        return f"{self._engine.name} {self._engine.version}"

    def _seen(self, number: int) -> _Seen | None:
        """None for a picture that says nothing or is none."""
        if number >= len(self._load):
            return None
        try:
            content = self._load[number]()
        except (KeyError, ValueError):
            return None
        key = hashlib.sha256(content).digest()
        if key not in self._known:
            self._known[key] = self._recognised(content) if len(content) <= _MAX_BYTES else None
        return self._known[key]

    def _recognised(self, content: bytes) -> _Seen | None:
        from PIL import Image, ImageOps

        from core.documents.extract.image import grey
        from core.documents.ocr.recognise import recognise_page

        try:
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
                points = width * height
                if points > self._settings.max_image_pixels or min(width, height) < _LEAST_SIDE:
                    return None
                if points < _LEAST_POINTS:
                    return None
                picture = grey(ImageOps.exif_transpose(image))
        except (OSError, SyntaxError, ValueError, EOFError):
            return None
        page = recognise_page(picture, self._engine, _UNSTATED_DPI)
        text = " ".join(page.text.split())
        return _Seen(text, page.confidence) if text else None


def _reason(seen: int, left: int) -> str:
    parts = []
    if seen:
        parts.append("with the text of one picture" if seen == 1 else f"with the text of {seen} pictures")
    if left:
        parts.append("one picture not read" if left == 1 else f"{left} pictures not read")
    return ", ".join(parts)


def _only(page: PageText, seen: list[_Seen]) -> PageText:
    """A page of nothing but pictures is one that was recognised."""
    sure = [picture.confidence for picture in seen if picture.confidence is not None]
    return replace(page, source=OCR, confidence=round(sum(sure) / len(sure), 4) if sure else None)
