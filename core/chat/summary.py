# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left of turns that outgrew a model's context: each question with what was found and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from core.chat.prompt import Turn
from core.records import Box, Citation, Sentence

_QUESTION, _FOUND = 120, 220
_SENTENCES = 2
# Older ones are dropped: a summary without an end would outgrow the context too.
_MOST_TURNS = 40


@dataclass(frozen=True)
class Summary:
    """A line for each turn up to the answer ``until``, oldest first; ``citations``: what the lines name."""

    until: str = ""
    lines: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As a row of the database has it."""
        if not self.lines:
            return {}
        citations = [asdict(citation) for citation in self.citations]
        return {"until": self.until, "text": "\n".join(self.lines), "citations": citations}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Summary:
        """What :meth:`kept` gave."""
        citations = tuple(_citation(one) for one in kept.get("citations", ()))
        return cls(kept.get("until", ""), tuple(kept.get("text", "").splitlines()), citations)


def after(summary: Summary, turns: Sequence[Turn]) -> tuple[Summary, list[Turn]]:
    """``summary`` with the turns that follow it; an empty one where it tells of another branch."""
    ids = [turn.answer_id for turn in turns]
    if not summary.until or summary.until not in ids:
        return Summary(), list(turns)
    return summary, list(turns[ids.index(summary.until) + 1 :])


def longer(summary: Summary, turns: Sequence[Turn]) -> Summary:
    """``summary`` with ``turns`` added to it, which follow it."""
    lines = [*summary.lines, *(_line(turn) for turn in turns)][-_MOST_TURNS:]
    cited = [c for turn in turns for sentence in _telling(turn) for c in sentence.citations[:1]]
    citations = dict.fromkeys([*summary.citations, *cited])
    kept = [c for c in citations if any(_place(c) in line for line in lines)]
    return Summary(turns[-1].answer_id, tuple(lines), tuple(kept))


def _line(turn: Turn) -> str:
    told = [f"{_short(sentence.text, _FOUND)} {_place(sentence.citations[0])}" for sentence in _telling(turn)]
    return f"{_short(turn.question, _QUESTION)} → {' '.join(told) or _short(turn.answer, _FOUND)}"


def _telling(turn: Turn) -> list[Sentence]:
    """The sentences of an answer that its sources bear out."""
    return [one for one in turn.sentences if one.supported and one.citations][:_SENTENCES]


def _place(citation: Citation) -> str:
    return f"[{PurePath(citation.document).name}, {citation.page}]"


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[:length].rpartition(' ')[0] or text[:length]}…"


def _citation(kept: Mapping[str, Any]) -> Citation:
    boxes: tuple[Box, ...] = tuple((box[0], box[1], box[2], box[3]) for box in kept.get("boxes", ()))
    return Citation(**{**kept, "boxes": boxes})
