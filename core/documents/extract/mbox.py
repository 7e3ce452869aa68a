# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mailboxes in one file (MBOX): each mail is a file within. Source: RFC 4155."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from functools import partial

from core.documents.extract.mail import headers, safe
from core.documents.extract.reading import Given, Member, PageText, Reader
from core.errors import UserError

# A line within a mail that would be taken for the start of the next one was given a mark by its writer.
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MOST_BYTES = 256 * 1024**2


class MboxReader(Reader):
    """Has no pages of its own."""

    page_count = 0
    holds_members = True

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._path = given.path

    def page(self, number: int) -> PageText:
        raise UserError(f"{self._name} has no page {number}: it is a mailbox.")

    def members(self) -> Iterator[Member]:
        """The mails, named by their place and subject."""
        for place, (start, end) in enumerate(self._places(), 1):
            subject = safe(
                headers(BytesHeaderParser().parsebytes(self._read(start, min(end, start + 65536)))).get(
                    "Subject", ""
                )
            )
            problem = "It is larger than a mail can be." if end - start > _MOST_BYTES else None
            name = f"{place:04} {subject}".strip() + ".eml"
            yield Member(name, partial(self._opened, start, end), problem)

    def _places(self) -> Iterator[tuple[int, int]]:
        """Where each mail starts, behind its line "From …", and where it ends."""
        start, here, border = -1, 0, True
        with self._path.open("rb") as file:
            for line in file:
                if border and line.startswith(b"From "):
                    if start >= 0:
                        yield start, here
                    start = here + len(line)
                here += len(line)
                border = line in {b"\n", b"\r\n"}
        if start >= 0:
            yield start, here

    def _read(self, start: int, end: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def _opened(self, start: int, end: int) -> io.BytesIO:
        return io.BytesIO(_QUOTED.sub(rb"\1", self._read(start, end)))
