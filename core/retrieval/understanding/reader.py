# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a query: completed from the conversation, its operators taken out, its spelling put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.documents.language import language_of
from core.retrieval.scope import ALL, Scope
from core.retrieval.typed import clean, writable
from core.retrieval.understanding import operators
from core.retrieval.understanding.conversation import completed
from core.retrieval.understanding.intent import intent_of
from core.retrieval.understanding.periods import language_asked, period_of
from core.retrieval.understanding.spelling import Spelling
from core.retrieval.understanding.understood import Period, Understood
from core.workspace import Workspace


class Reader:
    """Understands queries over one workspace. Thread-safe."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._spelling = Spelling()

    def read(
        self, typed: str, before: Sequence[str] = (), *, correct: bool = True, scope: Scope = ALL
    ) -> Understood:
        """``before``: earlier questions, newest last. ``correct``: False takes the query as it was typed.

        Spelling is put right by the words that occur within ``scope``.
        """
        whole = clean(typed)
        if whole and correct:
            whole = self._put_right(whole, before, scope)
        limited = operators.read(whole)
        searched = clean(limited.rest)
        period, written_in = period_of(searched), language_asked(searched)
        return Understood(
            typed=writable(typed),
            searched=searched,
            corrected=whole if whole not in {"", " ".join(typed.split())} else None,
            language=language_of(searched),
            intent=intent_of(searched),
            filters=limited.filters,
            phrases=limited.phrases,
            period=period,
            written_in=written_in,
            words=(*operators.told(limited.filters, limited.phrases), *_preferences(period, written_in)),
        )

    def _put_right(self, whole: str, before: Sequence[str], scope: Scope) -> str:
        if before:
            whole = clean(completed(whole, [clean(one) for one in before]))
        with self._workspace.db.reading() as session:
            return self._spelling.corrected(session, whole, operators.spans(whole), scope)


def _preferences(period: Period | None, written_in: str | None) -> Iterator[str]:
    """What was read out of plain words, with a sign that it does not limit."""
    if period is not None:
        yield f"≈ {period}"
    if written_in is not None:
        yield f"≈ language:{written_in}"
