# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails (EML, and web pages saved as MHTML): headers and body as pages, what is attached as files within.

Parsed leniently, since what programs send seldom is what RFC 5322 and RFC 2045 ask for.
"""

from __future__ import annotations

import email
import io
import re
from collections.abc import Iterator
from datetime import UTC
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial

from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.markup import parse_html, to_markdown
from core.documents.extract.package import damaged
from core.documents.extract.reading import Facts, Given, Member, PageText, Reader
from core.documents.extract.text import paged, tidy

_SHOWN = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
# Programs that know no better call every text this.
_DOUBTED = {"", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "cp1252"}
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}


class MailReader(Reader):
    """Its pages have no image."""

    holds_members = True

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            self._mail = email.message_from_bytes(given.path.read_bytes())
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
            raise damaged(given.name, "a damaged mail") from error
        said = headers(self._mail)
        self.facts = Facts(said.get("Subject", ""), said.get("From", ""), day_of(said.get("Date", "")))
        self._body = _body(self._mail)
        self._pages = letter(said, _text_of(self._body) if self._body is not None else "")
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])

    def members(self) -> Iterator[Member]:
        """What is attached, or shown within the body, under names that differ."""
        taken: dict[str, int] = {}
        for part in _attached(self._mail, self._body):
            name = unique(_name(part), taken)
            yield Member(name, partial(_content, part))


def letter(said: dict[str, str], body: str) -> list[str]:
    """The pages of a mail: its headers, then its body."""
    head = "\n".join(f"{name}: {said[name]}" for name in _SHOWN if said.get(name))
    return paged(tidy(f"{head}\n\n{body}".strip("\n")))


def headers(mail: Message) -> dict[str, str]:
    """The headers that people look at, decoded, each on one line."""
    found = {name: ", ".join(_header(value) for value in mail.get_all(name, [])) for name in _SHOWN}
    return {name: value for name, value in found.items() if value}


def _header(value: object) -> str:
    """Encoded words decoded; bytes that stand there unencoded in the character set they prove to be of."""
    try:
        parts = decode_header(value)  # type: ignore[arg-type]  # a Header, where bytes stand unencoded
    except ValueError:
        parts = [(str(value), None)]
    text = "".join(_decoded(part, charset) if isinstance(part, bytes) else part for part, charset in parts)
    return " ".join(text.split())


def _decoded(content: bytes, charset: str | None) -> str:
    """As it is said to be encoded, where it can be; else as it proves to be."""
    if (charset or "").lower() not in _DOUBTED | {"unknown-8bit"}:
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, ValueError):
            pass
    try:
        return decode(content)
    except UnknownCharsetError:
        return content.decode("latin-1")


def day_of(date: str) -> str:
    """The date of a mail (RFC 5322) as ISO 8601, UTC where it tells its zone."""
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError):
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo is not None else moment).replace(
        tzinfo=None
    ).isoformat() + ("Z" if moment.tzinfo is not None else "")


def unique(name: str, taken: dict[str, int]) -> str:
    """The name, with a number before its ending where an earlier file bears it already."""
    taken[name] = taken.get(name, 0) + 1
    if taken[name] == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({taken[name]}).{ending}" if dot and stem else f"{name} ({taken[name]})"


def _leaves(part: Message) -> Iterator[Message]:
    """The parts that hold content; a mail within a mail counts as one of them."""
    if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
        for inner in part.get_payload():
            if isinstance(inner, Message):
                yield from _leaves(inner)
    else:
        yield part


def _body(mail: Message) -> Message | None:
    """The first text that is not attached: plain before HTML."""
    texts = [
        part for part in _leaves(mail) if part.get_content_maintype() == "text" and not _is_attached(part)
    ]
    for kind in ("text/plain", "text/html"):
        found = [part for part in texts if part.get_content_type() == kind]
        written = next((part for part in found if _text_of(part).strip()), None)
        if written is not None:
            return written
    return texts[0] if texts else None


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    text = _decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""
    return to_markdown(parse_html(text)) if part.get_content_type() == "text/html" else text


def _attached(mail: Message, body: Message | None) -> Iterator[Message]:
    """Everything but the body and what says the same in another form."""
    for part in _leaves(mail):
        alternative = part.get_content_type() in {"text/plain", "text/html"} and not _is_attached(part)
        if part is not body and not (alternative and body is not None) and part is not mail:
            yield part


def _name(part: Message) -> str:
    """What an attachment is called; without a name by its kind or, a mail, by its subject."""
    try:
        given = part.get_filename()
    except (ValueError, LookupError, TypeError):
        given = None
    name = _header(given) if given else ""
    kind = part.get_content_type()
    if not name and kind == "message/rfc822":
        inner = _inner(part)
        name = (_header(inner.get("Subject", "")) if inner is not None else "") or "mail"
        name += ".eml"
    return safe(name) or f"part{_ENDINGS.get(kind, '.bin')}"


def _inner(part: Message) -> Message | None:
    """The mail within a mail."""
    payload = part.get_payload() if part.get_content_type() == "message/rfc822" else None
    first = payload[0] if isinstance(payload, list) and payload else None
    return first if isinstance(first, Message) else None


def safe(name: str) -> str:
    """A name that is one step of a path."""
    return re.sub(r"[/\\\x00-\x1f!]+", "_", name).strip(" .")[:150]


def _content(part: Message) -> io.BytesIO:
    if (inner := _inner(part)) is not None:
        return io.BytesIO(inner.as_bytes())
    content = part.get_payload(decode=True)
    return io.BytesIO(content if isinstance(content, bytes) else b"")
