# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers as the database keeps them, made into records again; what older answers lack has its default."""

from __future__ import annotations

from typing import Any

from core.records import Answer, Box, Citation, ContextUse, Sentence, Usage


def answer_from(kept: dict[str, Any], message_id: str | None = None) -> Answer:
    """The answer that ``dataclasses.asdict`` made ``kept`` of."""
    context = kept.get("context")
    return Answer(
        **{
            **kept,
            "sentences": tuple(_sentence(one) for one in kept["sentences"]),
            "usage": Usage(**kept["usage"]),
            "context": ContextUse(**context) if context else None,
            "withheld": tuple(kept.get("withheld", ())),
            "message_id": message_id,
        }
    )


def _sentence(kept: dict[str, Any]) -> Sentence:
    citations = tuple(_citation(one) for one in kept["citations"])
    return Sentence(**{**kept, "citations": citations, "problems": tuple(kept.get("problems", ()))})


def _citation(kept: dict[str, Any]) -> Citation:
    boxes: tuple[Box, ...] = tuple((box[0], box[1], box[2], box[3]) for box in kept.get("boxes", ()))
    return Citation(**{**kept, "boxes": boxes})
