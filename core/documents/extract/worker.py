# SPDX-License-Identifier: AGPL-3.0-or-later
"""The extract child: opens one file at a time and tells its pages. Holds no key and no database."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from core.documents.extract.formats import open_reader
from core.documents.extract.reading import Member, Reader, failed
from core.documents.extract.sniff import LockedError, UnreadError
from core.documents.ocr.engine import engine_for
from core.documents.pages import encode_words, languages_of
from core.errors import UserError
from core.jobs import resident
from core.jobs.resident import Request, Resident
from core.settings import ExtractSettings

_PIECE = 1 << 20
MEMORY = "It needed more memory than one file may have."


def serve(hello: dict[str, Any]) -> None:
    """Answers "open", "pages", "member", "piece" and "image" until the pipe closes."""
    child = _Child(ExtractSettings(**hello["settings"]), hello.get("beside"))
    names = ("open", "pages", "member", "piece", "image")
    resident.serve({name: getattr(child, name) for name in names})


class _Child:
    """Keeps the last file open: its pages are asked for in small runs."""

    def __init__(self, settings: ExtractSettings, beside: Resident | None) -> None:
        self._settings = settings
        self._engine = engine_for(settings, beside)
        self._token = ""
        self._reader: Reader | None = None
        self._members: Iterator[Member] | None = None
        self._place = 0
        self._content: IO[bytes] | None = None

    def open(self, params: dict[str, Any], _request: Request) -> dict[str, Any]:
        try:
            reader = self._open(params)
        except UnreadError as error:
            return {"unread": error.sentence}
        except LockedError as error:
            return {"locked": error.sentence}
        return {
            "media_type": reader.media_type,
            "pages": reader.page_count,
            "holds_members": reader.holds_members,
            "facts": asdict(reader.facts),
            "password": reader.password,
        }

    def pages(self, params: dict[str, Any], request: Request) -> None:
        """One event for each page of ``numbers``."""
        reader = self._open(params)
        for number in params["numbers"]:
            request.emit(_page(reader, number, params["name"]))

    def member(self, params: dict[str, Any], _request: Request) -> dict[str, Any] | None:
        """Goes to the file within of that place (from 0) and opens it; None behind the last one."""
        reader = self._open(params)
        if self._members is None or params["position"] < self._place:
            self._members, self._place = reader.members(), 0
        for member in self._members:
            self._place += 1
            if self._place > params["position"]:
                return {"name": member.name, "error": member.error or self._opened(member)}
        return None

    def piece(self, _params: dict[str, Any], _request: Request) -> str:
        """The next part of the file within that was opened; empty at its end."""
        if self._content is None:
            return ""
        try:
            piece = self._content.read(_PIECE)
        except MemoryError:
            raise UserError(MEMORY) from None
        except UserError:
            raise
        except Exception as error:
            raise UserError(f"It is damaged inside its container ({type(error).__name__}).") from error
        if not piece:
            self._let_go()
        return base64.b64encode(piece).decode()

    def _opened(self, member: Member) -> str | None:
        """Opens a file within; returns what went wrong."""
        self._let_go()
        try:
            self._content = member.open()
        except UserError as error:
            return error.sentence
        except MemoryError:
            return MEMORY
        except Exception as error:  # noqa: BLE001 - whatever a damaged member does, the next one is read
            return f"It is damaged inside its container ({type(error).__name__})."
        return None

    def _let_go(self) -> None:
        if self._content is not None:
            self._content.close()
            self._content = None

    def image(self, params: dict[str, Any], _request: Request) -> str:
        return base64.b64encode(self._open(params).image(params["number"], params["dpi"])).decode()

    def _open(self, params: dict[str, Any]) -> Reader:
        if self._reader is None or self._token != params["token"]:
            self._let_go()
            self._members = None
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            try:
                passwords = tuple(params["passwords"])
                path = Path(params["path"])
                self._reader = open_reader(path, params["name"], self._settings, self._engine, passwords)
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
    found = failed(number, "")
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
            "reason": page.reason,
            "engine": page.engine,
            "label": page.label,
            "body": page.body,
        }
    return found | {
        "languages": languages_of(found["text"]),
        "seconds": round(time.perf_counter() - began, 4),
    }


def _reason(number: int, name: str, error: Exception) -> str:
    if "malloc" in str(error):
        return f"Page {number} of {name} could not be read. {MEMORY}"
    return f"Page {number} of {name} is damaged ({type(error).__name__})."
