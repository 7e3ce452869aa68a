# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the datasets view names states, kinds, splits and sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from core.records import Dataset, Example
from gui import language


@dataclass(frozen=True)
class Look:
    """A state's icon and colour role, and its word in the language of the moment."""

    glyph: str
    role: str
    word: Callable[[], str]


STATES = {
    "pending": Look(
        "circle-outline", "muted", lambda: QCoreApplication.translate("Dataset words", "to review")
    ),
    "accepted": Look("check-circle", "ok", lambda: QCoreApplication.translate("Dataset words", "accepted")),
    "rejected": Look("close-circle", "bad", lambda: QCoreApplication.translate("Dataset words", "rejected")),
}
_SPLITS: dict[str, Callable[[], str]] = {
    "train": lambda: QCoreApplication.translate("Dataset words", "training"),
    "validation": lambda: QCoreApplication.translate("Dataset words", "validation"),
    "test": lambda: QCoreApplication.translate("Dataset words", "test"),
}
_KINDS: dict[str, Callable[[], str]] = {
    "chat": lambda: QCoreApplication.translate("Dataset words", "conversations"),
    "qa": lambda: QCoreApplication.translate("Dataset words", "questions and answers"),
    "label": lambda: QCoreApplication.translate("Dataset words", "texts and labels"),
}
_ROLES: dict[str, Callable[[], str]] = {
    "system": lambda: QCoreApplication.translate("Dataset words", "Instructions"),
    "user": lambda: QCoreApplication.translate("Dataset words", "Question"),
    "assistant": lambda: QCoreApplication.translate("Dataset words", "Answer"),
}
_LABEL_ROLES: dict[str, Callable[[], str]] = {
    "user": lambda: QCoreApplication.translate("Dataset words", "Text"),
    "assistant": lambda: QCoreApplication.translate("Dataset words", "Label"),
}


def state(name: str) -> Look:
    return STATES.get(name, STATES["pending"])


def split(name: str) -> str:
    return _SPLITS.get(name, lambda: name)()


def kind(name: str) -> str:
    return _KINDS.get(name, lambda: name)()


def role(name: str, dataset_kind: str) -> str:
    """What a turn is called: question and answer, or text and label."""
    known = {**_ROLES, **(_LABEL_ROLES if dataset_kind == "label" else {})}
    return known[name]() if name in known else name


def splits(dataset: Dataset) -> str:
    """ "training 78 · validation 10 · test 10", or that it is not split yet."""
    told = [
        f"{split(name)} {language.number(count)}" for name, count in dataset.splits.items() if name and count
    ]
    return "  ·  ".join(told) or QCoreApplication.translate("Dataset words", "not split yet")


def question(example: Example) -> str:
    return next((text for role, text in reversed(example.messages) if role == "user"), "")


def answer(example: Example) -> str:
    return example.messages[-1][1] if example.messages else ""


def source(example: Example) -> str:
    """The document and page that an example was made from, else what it says of its origin."""
    if example.document is None:
        return language.isolate(example.origin) if example.origin else ""
    name = language.isolate(PurePath(example.document).name)
    if example.page is None:
        return name
    words = QCoreApplication.translate("Dataset words", "{document}, page {number}")
    return words.format(document=name, number=example.page)


def place(example: Example) -> str:
    """The same, as short as a table needs it: "letter.pdf · 3"."""
    if example.document is None or example.page is None:
        return source(example)
    return f"{language.isolate(PurePath(example.document).name)} · {example.page}"
