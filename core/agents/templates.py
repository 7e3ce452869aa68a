# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a new agent is told about its work: the texts in resources/agents."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from core.paths import RESOURCES


@dataclass(frozen=True)
class Example:
    """A question over passages with the answer that it should get."""

    passages: tuple[str, ...]
    question: str
    answer: str


@dataclass(frozen=True)
class Template:
    prompt: str
    examples: tuple[Example, ...]


@lru_cache(maxsize=8)
def template(name: str = "assistant") -> Template:
    """The template ``resources/agents/NAME.toml``."""
    content = tomllib.loads((RESOURCES / "agents" / f"{name}.toml").read_text(encoding="utf-8"))
    examples = tuple(
        Example(tuple(one["passages"]), one["question"], one["answer"]) for one in content["example"]
    )
    return Template(content["prompt"], examples)
