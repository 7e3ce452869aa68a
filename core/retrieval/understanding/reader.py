# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a query: completed from the conversation, its operators taken out, its spelling put right."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents.language import language_of
from core.retrieval.typed import clean, writable
from core.retrieval.understanding import operators
from core.retrieval.understanding.conversation import completed
from core.retrieval.understanding.intent import intent_of
from core.retrieval.understanding.understood import Understood
from core.workspace import Workspace


class Reader:
    """Understands queries over one workspace. Thread-safe."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def read(self, typed: str, before: Sequence[str] = (), *, correct: bool = True) -> Understood:
        """``before``: earlier questions, newest last. ``correct``: False takes the query as it was typed."""
        whole = clean(typed)
        if before and whole and correct:
            whole = clean(completed(whole, [clean(one) for one in before]))
        limited = operators.read(whole)
        searched = clean(limited.rest)
        return Understood(
            typed=writable(typed),
            searched=searched,
            corrected=whole if whole not in {"", " ".join(typed.split())} else None,
            language=language_of(searched),
            filters=limited.filters,
            phrases=limited.phrases,
            intent=intent_of(searched),
            words=operators.told(limited.filters, limited.phrases),
        )
