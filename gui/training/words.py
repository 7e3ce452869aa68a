# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the training view names states, methods and settings; what is unknown here keeps core's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.records import SettingInfo
from gui import language

Word = Callable[[], str]


@dataclass(frozen=True)
class Look:
    """A state's icon and colour role, and its word in the language of the moment."""

    glyph: str
    role: str
    word: Word


STATES = {
    "queued": Look("clock-outline", "muted", lambda: QCoreApplication.translate("Training words", "waiting")),
    "running": Look("play-circle", "accent", lambda: QCoreApplication.translate("Training words", "running")),
    "paused": Look("pause-circle", "warn", lambda: QCoreApplication.translate("Training words", "paused")),
    "succeeded": Look("check-circle", "ok", lambda: QCoreApplication.translate("Training words", "finished")),
    "failed": Look("alert-circle", "bad", lambda: QCoreApplication.translate("Training words", "failed")),
    "cancelled": Look(
        "stop-circle", "muted", lambda: QCoreApplication.translate("Training words", "stopped")
    ),
    "interrupted": Look(
        "alert-circle", "warn", lambda: QCoreApplication.translate("Training words", "interrupted")
    ),
}
# Name, and what to know when choosing it.
_METHODS: dict[str, tuple[Word, Word]] = {
    "lora": (
        lambda: QCoreApplication.translate("Training words", "LoRA"),
        lambda: QCoreApplication.translate(
            "Training words", "Small updates beside the frozen model; the usual choice."
        ),
    ),
    "dora": (
        lambda: QCoreApplication.translate("Training words", "DoRA"),
        lambda: QCoreApplication.translate(
            "Training words", "LoRA with magnitudes apart; slower, sometimes better at low ranks."
        ),
    ),
    "qlora": (
        lambda: QCoreApplication.translate("Training words", "QLoRA"),
        lambda: QCoreApplication.translate(
            "Training words", "LoRA over a model squeezed into 4 bits; less memory, slower."
        ),
    ),
    "full": (
        lambda: QCoreApplication.translate("Training words", "All weights"),
        lambda: QCoreApplication.translate(
            "Training words", "Trains every weight; needs much memory and many examples."
        ),
    ),
    "prompt": (
        lambda: QCoreApplication.translate("Training words", "Prompt tuning"),
        lambda: QCoreApplication.translate(
            "Training words", "Learns a few vectors before each input; the smallest result."
        ),
    ),
    "ewc": (
        lambda: QCoreApplication.translate("Training words", "LoRA with EWC"),
        lambda: QCoreApplication.translate(
            "Training words", "LoRA that is held back where the model's old knowledge lies."
        ),
    ),
}
_PRESETS: dict[str, tuple[Word, Word]] = {
    "quick": (
        lambda: QCoreApplication.translate("Training words", "Quick"),
        lambda: QCoreApplication.translate(
            "Training words", "A first look: a few steps with a small update."
        ),
    ),
    "balanced": (
        lambda: QCoreApplication.translate("Training words", "Balanced"),
        lambda: QCoreApplication.translate("Training words", "Good for most datasets."),
    ),
    "thorough": (
        lambda: QCoreApplication.translate("Training words", "Thorough"),
        lambda: QCoreApplication.translate(
            "Training words", "More passes with a large update; takes several times as long."
        ),
    ),
}
_SETTINGS: dict[str, tuple[Word, Word]] = {
    "epochs": (
        lambda: QCoreApplication.translate("Training words", "Passes"),
        lambda: QCoreApplication.translate("Training words", "How often all examples are gone through."),
    ),
    "max_steps": (
        lambda: QCoreApplication.translate("Training words", "Steps at most"),
        lambda: QCoreApplication.translate("Training words", "0: as many as the passes need."),
    ),
    "learning_rate": (
        lambda: QCoreApplication.translate("Training words", "Learning rate"),
        lambda: QCoreApplication.translate("Training words", "How far each step goes, at its highest."),
    ),
    "rank": (
        lambda: QCoreApplication.translate("Training words", "Rank"),
        lambda: QCoreApplication.translate(
            "Training words", "How much the update can hold; more needs more memory."
        ),
    ),
    "alpha": (
        lambda: QCoreApplication.translate("Training words", "Alpha"),
        lambda: QCoreApplication.translate(
            "Training words", "How strongly the update counts: alpha divided by rank."
        ),
    ),
    "dropout": (
        lambda: QCoreApplication.translate("Training words", "Dropout"),
        lambda: QCoreApplication.translate(
            "Training words", "Share of the update left out at random, against learning by heart."
        ),
    ),
    "batch_size": (
        lambda: QCoreApplication.translate("Training words", "Examples at a time"),
        lambda: QCoreApplication.translate("Training words", "More is faster and needs more memory."),
    ),
    "gradient_accumulation": (
        lambda: QCoreApplication.translate("Training words", "Batches in a step"),
        lambda: QCoreApplication.translate(
            "Training words",
            "Several batches count as one step: like more examples at a time, without the memory.",
        ),
    ),
    "max_length": (
        lambda: QCoreApplication.translate("Training words", "Tokens of an example"),
        lambda: QCoreApplication.translate("Training words", "Longer examples are cut."),
    ),
    "packing": (
        lambda: QCoreApplication.translate("Training words", "Pack examples"),
        lambda: QCoreApplication.translate(
            "Training words", "Several short examples share one row: faster where examples are short."
        ),
    ),
    "schedule": (
        lambda: QCoreApplication.translate("Training words", "Rate falls as"),
        lambda: QCoreApplication.translate(
            "Training words", "How the learning rate goes down towards the end."
        ),
    ),
    "warmup": (
        lambda: QCoreApplication.translate("Training words", "Warm-up"),
        lambda: QCoreApplication.translate(
            "Training words", "Share of the steps in which the learning rate rises."
        ),
    ),
    "weight_decay": (
        lambda: QCoreApplication.translate("Training words", "Weight decay"),
        lambda: QCoreApplication.translate("Training words", "Pull of the trained weights towards zero."),
    ),
    "eval_every": (
        lambda: QCoreApplication.translate("Training words", "Measure every (steps)"),
        lambda: QCoreApplication.translate("Training words", "0: ten times in a run."),
    ),
    "eval_examples": (
        lambda: QCoreApplication.translate("Training words", "Measured examples"),
        lambda: QCoreApplication.translate(
            "Training words", "How many held-out examples the curve is measured on."
        ),
    ),
    "save_every": (
        lambda: QCoreApplication.translate("Training words", "Save every (steps)"),
        lambda: QCoreApplication.translate("Training words", "0: as often as it is measured."),
    ),
    "gradient_checkpointing": (
        lambda: QCoreApplication.translate("Training words", "Spare memory"),
        lambda: QCoreApplication.translate(
            "Training words", "Computes some things twice instead of keeping them."
        ),
    ),
    "seed": (
        lambda: QCoreApplication.translate("Training words", "Seed"),
        lambda: QCoreApplication.translate("Training words", "The same number gives the same run again."),
    ),
}
_SETTINGS |= {
    "virtual_tokens": (
        lambda: QCoreApplication.translate("Training words", "Learnt vectors"),
        lambda: QCoreApplication.translate("Training words", "How many vectors stand before each input."),
    ),
    "ewc_lambda": (
        lambda: QCoreApplication.translate("Training words", "Weight of the old"),
        lambda: QCoreApplication.translate(
            "Training words", "How much the old knowledge counts against the new."
        ),
    ),
    "ewc_samples": (
        lambda: QCoreApplication.translate("Training words", "Texts for the old"),
        lambda: QCoreApplication.translate(
            "Training words", "How many texts the old knowledge is measured by."
        ),
    ),
}
_CHOICES: dict[str, Word] = {
    "cosine": lambda: QCoreApplication.translate("Training words", "a curve"),
    "linear": lambda: QCoreApplication.translate("Training words", "a line"),
    "constant": lambda: QCoreApplication.translate("Training words", "not at all"),
    "auto": lambda: QCoreApplication.translate("Training words", "as needed"),
    "on": lambda: QCoreApplication.translate("Training words", "always"),
    "off": lambda: QCoreApplication.translate("Training words", "never"),
}


def state(name: str) -> Look:
    return STATES.get(name, STATES["queued"])


def method(name: str) -> str:
    return _METHODS[name][0]() if name in _METHODS else name


def method_hint(name: str) -> str:
    return _METHODS[name][1]() if name in _METHODS else ""


def preset(name: str) -> str:
    return _PRESETS[name][0]() if name in _PRESETS else name


def preset_hint(name: str) -> str:
    return _PRESETS[name][1]() if name in _PRESETS else ""


def setting(info: SettingInfo) -> str:
    return _SETTINGS[info.name][0]() if info.name in _SETTINGS else info.name.replace("_", " ")


def setting_hint(info: SettingInfo) -> str:
    """What it does, and the name it has for the command line."""
    words = _SETTINGS[info.name][1]() if info.name in _SETTINGS else info.help
    return f"{words}\n{language.left_to_right(info.name)}"


def choice(value: str) -> str:
    return _CHOICES[value]() if value in _CHOICES else value
