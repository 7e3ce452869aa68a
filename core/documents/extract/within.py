# SPDX-License-Identifier: AGPL-3.0-or-later
"""A document that is wrapped in another form: unwrapped, it is read like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path

from core.documents.extract.reading import Given, Member, PageText, Reader


class Within(Reader):
    """Reads the file that ``unwrapped`` gives; it is let go of together with the reader.

    ``password`` is the one that was needed for unwrapping.
    """

    holds_members = True

    def __init__(self, given: Given, unwrapped: AbstractContextManager[Path], password: str | None) -> None:
        from core.documents.extract.formats import open_reader

        super().__init__(given)
        self._resources = ExitStack()
        try:
            path = self._resources.enter_context(unwrapped)
            self._inner = open_reader(path, given.name, given.settings, given.engine, given.passwords)
        except BaseException:
            self._resources.close()
            raise
        self.media_type = self._inner.media_type
        self.page_count = self._inner.page_count
        self.facts = replace(self._inner.facts)
        self.password = password or self._inner.password

    def page(self, number: int) -> PageText:
        return self._inner.page(number)

    def image(self, number: int, dpi: int) -> bytes:
        return self._inner.image(number, dpi)

    def members(self) -> Iterator[Member]:
        return self._inner.members()

    def close(self) -> None:
        self._inner.close()
        self._resources.close()
