# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the registry view names what the gate found, what was measured, and the steps of the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from gui import language

Word = Callable[[], str]


@dataclass(frozen=True)
class Look:
    """A state's icon and colour role, its word, and what it means."""

    glyph: str
    role: str
    word: Word
    means: Word


GATES = {
    "passed": Look(
        "shield-check",
        "ok",
        lambda: QCoreApplication.translate("Registry words", "passed the gate"),
        lambda: QCoreApplication.translate(
            "Registry words",
            "The exported model was compared with the trained one, answer by answer, and answers as it did. "
            "It can be released.",
        ),
    ),
    "failed": Look(
        "shield-alert",
        "bad",
        lambda: QCoreApplication.translate("Registry words", "failed the gate"),
        lambda: QCoreApplication.translate(
            "Registry words",
            "The exported model does not answer as the trained one did: it cannot be released or exported.",
        ),
    ),
    "pending": Look(
        "shield-half-full",
        "warn",
        lambda: QCoreApplication.translate("Registry words", "not measured yet"),
        lambda: QCoreApplication.translate(
            "Registry words",
            "The exported model has not been compared with the trained one yet. Until it has, it cannot be "
            "released or exported.",
        ),
    ),
}


@dataclass(frozen=True)
class GateLine:
    """One figure of the gate: what was measured, what was asked for, whether it was met, what it means."""

    name: str
    measured: str
    asked: str
    ok: bool | None
    means: str


def gate(name: str) -> Look:
    return GATES.get(name, GATES["pending"])


def gate_lines(report: Mapping[str, Any]) -> list[GateLine]:
    """The figures of a gate report in words; empty for a version that was not measured."""
    if not report:
        return []
    bounds = report.get("bounds", {})
    return [
        _equal_tokens(report),
        GateLine(
            QCoreApplication.translate("Registry words", "Difference of the answers, on average"),
            _nats(report["kl_mean"], 4),
            _at_most(bounds.get("kl_mean"), 4),
            _within(report["kl_mean"], bounds.get("kl_mean")),
            QCoreApplication.translate(
                "Registry words",
                "How far the exported model's odds for the next word are from the trained one's (nats).",
            ),
        ),
        GateLine(
            QCoreApplication.translate("Registry words", "The same, at the worst place"),
            _nats(report["kl_max"], 3),
            _at_most(bounds.get("kl_max"), 3),
            _within(report["kl_max"], bounds.get("kl_max")),
            QCoreApplication.translate("Registry words", "One bad place would not show in the average."),
        ),
        _sure(report, bounds),
        GateLine(
            QCoreApplication.translate("Registry words", "For comparison: the untouched base"),
            _nats(report.get("base_kl_mean", 0.0), 4),
            "",
            None,
            QCoreApplication.translate(
                "Registry words", "The two engines differ by this much even where nothing was trained."
            ),
        ),
        GateLine(
            QCoreApplication.translate("Registry words", "For comparison: what training changed"),
            _nats(report.get("change_kl_mean", 0.0), 3),
            "",
            None,
            QCoreApplication.translate(
                "Registry words", "The difference between the trained model and its base."
            ),
        ),
    ]


def _equal_tokens(report: Mapping[str, Any]) -> GateLine:
    told = QCoreApplication.translate("Registry words", "{n} of {total}")
    return GateLine(
        QCoreApplication.translate("Registry words", "Prompts read alike"),
        told.format(n=report["token_ids_equal"], total=report["prompts"]),
        QCoreApplication.translate("Registry words", "all"),
        report["token_ids_equal"] == report["prompts"],
        QCoreApplication.translate(
            "Registry words", "Both engines cut the held-out questions into the very same tokens."
        ),
    )


def _sure(report: Mapping[str, Any], bounds: Mapping[str, Any]) -> GateLine:
    measured, asked = report.get("sure_agreement", 0.0), bounds.get("sure_agreement")
    return GateLine(
        QCoreApplication.translate("Registry words", "Same next word where it is clear"),
        _percent(measured),
        QCoreApplication.translate("Registry words", "at least {value}").format(value=_percent(asked))
        if asked is not None
        else "",
        None if asked is None else measured >= asked,
        QCoreApplication.translate(
            "Registry words", "Where the trained model clearly prefers one word, the exported one must too."
        ),
    )


def _within(measured: float, bound: float | None) -> bool | None:
    return None if bound is None else measured <= bound


def _nats(value: float, digits: int) -> str:
    return language.number(value, digits)


def _percent(value: float) -> str:
    return language.left_to_right(f"{100 * value:.1f} %")


def _at_most(bound: float | None, digits: int) -> str:
    if bound is None:
        return ""
    words = QCoreApplication.translate("Registry words", "at most {value}")
    return words.format(value=language.number(bound, digits))


# Name, whether less is better, and what it is.
_METRICS: dict[str, tuple[Word, bool]] = {
    "loss": (lambda: QCoreApplication.translate("Registry words", "Loss"), True),
    "perplexity": (lambda: QCoreApplication.translate("Registry words", "Perplexity"), True),
    "accuracy": (lambda: QCoreApplication.translate("Registry words", "Right labels"), False),
    "macro_f1": (lambda: QCoreApplication.translate("Registry words", "F1 over all labels"), False),
    "exact_match": (lambda: QCoreApplication.translate("Registry words", "Answers exactly right"), False),
    "f1": (lambda: QCoreApplication.translate("Registry words", "Words in common (F1)"), False),
}


def metric(name: str) -> str:
    return _METRICS[name][0]() if name in _METRICS else name.replace("_", " ")


def less_is_better(name: str) -> bool:
    return name in _METRICS and _METRICS[name][1]


_KINDS: dict[str, tuple[str, Word]] = {
    "agent": ("robot-outline", lambda: QCoreApplication.translate("Registry words", "agent")),
    "version": ("source-branch", lambda: QCoreApplication.translate("Registry words", "version")),
    "run": ("chart-line", lambda: QCoreApplication.translate("Registry words", "training run")),
    "dataset": ("table-check", lambda: QCoreApplication.translate("Registry words", "dataset")),
    "model": ("cube-outline", lambda: QCoreApplication.translate("Registry words", "base model")),
    "document": ("file-document-outline", lambda: QCoreApplication.translate("Registry words", "document")),
    "page": ("file-outline", lambda: QCoreApplication.translate("Registry words", "page")),
}


def step(kind: str) -> str:
    return _KINDS[kind][1]() if kind in _KINDS else kind


def step_glyph(kind: str) -> str:
    return _KINDS[kind][0] if kind in _KINDS else "circle-outline"


_QUANTISATIONS: dict[str, Word] = {
    "Q8_0": lambda: QCoreApplication.translate("Registry words", "8 bits: hardly any loss, largest"),
    "Q6_K": lambda: QCoreApplication.translate("Registry words", "6 bits: very little loss"),
    "Q5_K_M": lambda: QCoreApplication.translate("Registry words", "5 bits: little loss"),
    "Q4_K_M": lambda: QCoreApplication.translate("Registry words", "4 bits: the usual choice"),
    "Q4_0": lambda: QCoreApplication.translate("Registry words", "4 bits, simple: fast on old processors"),
    "Q3_K_M": lambda: QCoreApplication.translate("Registry words", "3 bits: small, clearly worse"),
    "F16": lambda: QCoreApplication.translate("Registry words", "16 bits: no rounding, twice the size of 8"),
}


def quantisations() -> list[tuple[str, str]]:
    """Each offered type with what to know about it."""
    return [(name, f"{language.left_to_right(name)}  ·  {word()}") for name, word in _QUANTISATIONS.items()]
