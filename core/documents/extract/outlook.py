# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlook messages (MSG): headers and body as pages, what is attached as files within. Source: [MS-OXMSG]."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC
from functools import partial
from typing import Any

from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.mail import letter, safe, unique
from core.documents.extract.markup import parse_html, to_markdown
from core.documents.extract.package import damaged
from core.documents.extract.reading import Facts, Given, Member, PageText, Reader

_HTML = 0x1013
_RECIPIENT_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_RECIPIENT_TYPE = 0x0C15
_SHORT_NAME, _DISPLAY_NAME = 0x3704, 0x3001
_BROKEN = (
    *(OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError),
    struct.error,
)


class OutlookReader(Reader):
    """Its pages have no image."""

    holds_members = True

    def __init__(self, given: Given) -> None:
        from oxmsg import Message

        super().__init__(given)
        try:
            self._message = Message.load(str(given.path))
            said = _said(self._message)
            self.facts = Facts(said["Subject"], said["From"], said["Date"])
            self._pages = letter(said, _body(self._message))
        except _BROKEN as error:
            raise damaged(given.name, "a damaged Outlook message") from error
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])

    def members(self) -> Iterator[Member]:
        """What is attached; a message within a message is told by its name alone."""
        taken: dict[str, int] = {}
        for attachment in self._message.attachments:
            try:
                name = _name(attachment)
                held = attachment.file_bytes
            except _BROKEN:
                name, held = "part.bin", None
            problem = "It is no file of its own (a message or a link)." if held is None else None
            yield Member(unique(name, taken), partial(io.BytesIO, held or b""), problem)


def _name(attachment: Any) -> str:
    told = (attachment.properties.str_prop_value(place) for place in (_SHORT_NAME, _DISPLAY_NAME))
    return next(
        (name for name in map(safe, (attachment.file_name or "", *(name or "" for name in told))) if name),
        "part.bin",
    )


def _said(message: Any) -> dict[str, str]:
    sent = message.sent_date
    said = {
        "From": message.sender or "",
        "Date": sent.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if sent is not None else "",
        "Subject": message.subject.rstrip("\x00"),
    }
    for recipient in message.recipients:
        kind = _RECIPIENT_KINDS.get(recipient.properties.int_prop_value(_RECIPIENT_TYPE), "To")
        address = f"<{recipient.email_address}>" if recipient.email_address else ""
        told = " ".join(filter(None, (recipient.name, address)))
        said[kind] = ", ".join(filter(None, (said.get(kind), told)))
    return said


def _body(message: Any) -> str:
    plain = message.body
    if plain and plain.strip("\x00 \r\n"):
        return str(plain)
    content = message.properties.binary_prop_value(_HTML)
    try:
        text = decode(content) if content else message.html_body or ""
    except UnknownCharsetError:
        return ""
    return to_markdown(parse_html(text))
