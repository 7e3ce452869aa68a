# SPDX-License-Identifier: AGPL-3.0-or-later
"""The extract child: opens one file at a time and tells its pages. Holds no key and no database."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

from core.documents.extract.formats import open_reader
from core.documents.extract.reading import FAILED, Reader
from core.documents.extract.sniff import UnreadError
from core.documents.ocr.engine import engine_for
from core.documents.pages import encode_words, languages_of
from core.errors import UserError
from core.jobs import resident
from core.jobs.resident import Request
from core.settings import ExtractSettings

MEMORY = "It needed more memory than one file may have."


def serve(hello: dict[str, Any]) -> None:
    """Answers "open", "pages" and "image" until the pipe closes."""
    child = _Child(ExtractSettings(**hello["settings"]))
    resident.serve({"open": child.open, "pages": child.pages, "image": child.image})


class _Child:
    """Keeps the last file open: its pages are asked for in small runs."""

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._engine = engine_for(settings)
        self._token = ""
        self._reader: Reader | None = None

    def open(self, params: dict[str, Any], _request: Request) -> dict[str, Any]:
        try:
            reader = self._open(params)
        except UnreadError as error:
            return {"unread": error.sentence}
        return {"media_type": reader.media_type, "pages": reader.page_count}

    def pages(self, params: dict[str, Any], request: Request) -> None:
        """One event for each page of ``numbers``."""
        reader = self._open(params)
        for number in params["numbers"]:
            request.emit(_page(reader, number, params["name"]))

    def image(self, params: dict[str, Any], _request: Request) -> str:
        return base64.b64encode(self._open(params).image(params["number"], params["dpi"])).decode()

    def _open(self, params: dict[str, Any]) -> Reader:
        if self._reader is None or self._token != params["token"]:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            try:
                self._reader = open_reader(Path(params["path"]), params["name"], self._settings, self._engine)
            except MemoryError:
                raise UserError(f"{params['name']} could not be read. {MEMORY}") from None
            except UserError:
                raise
            except Exception as error:
                raise UserError(f"{params['name']} is damaged ({type(error).__name__}).") from error
            self._token = params["token"]
        return self._reader


def _page(reader: Reader, number: int, name: str) -> dict[str, Any]:
    began = time.perf_counter()
    found: dict[str, Any] = {"number": number, "source": FAILED, "text": "", "confidence": None, "words": ""}
    try:
        page = reader.page(number)
    except UserError as error:
        found["error"] = error.sentence
    except MemoryError:
        found["error"] = f"Page {number} of {name} could not be read. {MEMORY}"
    except Exception as error:  # noqa: BLE001 - whatever a damaged page does to a parser, the next page is read
        found["error"] = _reason(number, name, error)
    else:
        found |= {
            "source": page.source,
            "text": page.text,
            "confidence": page.confidence,
            "words": base64.b64encode(encode_words(page.words)).decode() if page.words else "",
            "error": None,
        }
    return found | {
        "languages": languages_of(found["text"]),
        "seconds": round(time.perf_counter() - began, 4),
    }


def _reason(number: int, name: str, error: Exception) -> str:
    if "malloc" in str(error):
        return f"Page {number} of {name} could not be read. {MEMORY}"
    return f"Page {number} of {name} is damaged ({type(error).__name__})."
