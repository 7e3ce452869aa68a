# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be set for an agent, and the check that tells all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.agents.forms import FORMS
from core.agents.templates import GENERAL, template_names
from core.errors import UserError

SMALL_MODEL = 1_000_000_000


@dataclass(frozen=True)
class AgentSettings:
    """``k``: passages searched for. ``sentences``: how many of their best sentences the model reads, 0 for
    whole passages. ``context_tokens``: room for passages and earlier turns. ``max_tokens``: length of an
    answer. ``examples``: whether the model is first shown how to answer (small untuned models need it).
    ``mode``: how to search: hybrid, lexical, dense. ``top_k``, ``top_p``, ``min_p``: which tokens are drawn
    from at a temperature above 0. ``form``: a name in core.agents.forms. ``quote_only``: answers by
    quotation, though the model speaks the language. ``threshold``: the share (0..1) of the question that the
    passages must account for to be answered; 0: the usual one. ``template``: what the agent began from.
    """

    k: int = 8
    sentences: int = 0
    context_tokens: int = 2048
    max_tokens: int = 400
    temperature: float = 0.0
    seed: int = 0
    examples: bool = False
    mode: str = "hybrid"
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    form: str = "text"
    quote_only: bool = False
    threshold: float = 0.0
    template: str = GENERAL


# Lowest and highest value that makes sense.
_BOUNDS: dict[str, tuple[float, float]] = {
    "k": (1, 100),
    "sentences": (0, 100),
    "context_tokens": (128, 131_072),
    "max_tokens": (1, 8192),
    "temperature": (0.0, 2.0),
    "seed": (0, 2**31 - 1),
    "top_k": (1, 1000),
    "top_p": (0.01, 1.0),
    "min_p": (0.0, 1.0),
    "threshold": (0.0, 1.0),
}
_CHOICES: dict[str, Callable[[], tuple[str, ...]]] = {
    "mode": lambda: ("hybrid", "lexical", "dense"),
    "form": lambda: tuple(FORMS),
    "template": template_names,
}
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def fitting(parameters: int, *, tuned: bool) -> AgentSettings:
    """Settings that suit a model of this many parameters (0: unknown).

    A small model loses its way among many sentences: over the sample case one of 135 million parameters
    answers 12 of 16 questions rightly from the best sentence, 11 from two, 6 from three, and 5 from five
    when it is not shown examples. A tuned one has learned its own form, which examples would talk it out of.
    """
    if 0 < parameters < SMALL_MODEL:
        return AgentSettings(
            sentences=1 if not tuned else 3, context_tokens=1024, max_tokens=160, examples=not tuned
        )
    return AgentSettings()


def settings_from(values: dict[str, Any], base: AgentSettings) -> AgentSettings:
    """``base`` with ``values`` (texts or numbers) laid over it. One :class:`UserError` tells all mistakes."""
    kinds = {field.name: str(field.type) for field in fields(AgentSettings)}
    known = ", ".join(kinds)
    taken: dict[str, Any] = {}
    mistakes: list[str] = []
    for name, value in values.items():
        if name not in kinds:
            mistakes.append(f"there is no setting {name}; there are {known}")
            continue
        try:
            taken[name] = _bounded(name, _read(kinds[name], value))
        except ValueError as error:
            mistakes.append(f"{name}: {error}")
    if mistakes:
        raise UserError(
            "These settings of the agent cannot be used:", details=mistakes, do="Nothing was changed."
        )
    return AgentSettings(**{**asdict(base), **taken})


def _read(kind: str, value: Any) -> Any:
    text = str(value).strip().lower()
    if kind == "bool":
        if text not in _TRUE | _FALSE:
            raise ValueError(f"“{value}” is neither yes nor no")
        return text in _TRUE
    if kind == "str":
        return text
    try:
        return int(text) if kind == "int" else float(text)
    except ValueError:
        raise ValueError(f"“{value}” is not {'a whole number' if kind == 'int' else 'a number'}") from None


def _bounded(name: str, value: Any) -> Any:
    if name in _CHOICES:
        if value not in _CHOICES[name]():
            raise ValueError(f"there is no “{value}”; there are {', '.join(_CHOICES[name]())}")
        return value
    low, high = _BOUNDS.get(name, (value, value))
    if not low <= value <= high:
        raise ValueError(f"{value} is not between {low} and {high}")
    return value
