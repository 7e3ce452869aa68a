# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a run: types, ranges, defaults, presets; every mistake in them is told at once."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import UserError

if TYPE_CHECKING:
    from core.training.methods import Method

Settings = dict[str, Any]

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}
_KIND_WORDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a word"}


@dataclass(frozen=True)
class Setting:
    """One setting: what it may be and what it is when nobody says. Bounds are inclusive."""

    name: str
    kind: type
    default: Any
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    def parse(self, value: Any) -> Any:
        """``value`` (text, or as TOML gave it) in this setting's type. Raises ValueError with the reason."""
        parsed = self._typed(value)
        if self.choices and parsed not in self.choices:
            raise ValueError(f"{self.name} is one of {', '.join(self.choices)}, not {value!r}.")
        if self.low is not None and parsed < self.low:
            raise ValueError(f"{self.name} is at least {self.low:g}, not {value}.")
        if self.high is not None and parsed > self.high:
            raise ValueError(f"{self.name} is at most {self.high:g}, not {value}.")
        return parsed

    def _typed(self, value: Any) -> Any:
        text = str(value).strip()
        try:
            if self.kind is bool:
                return _truth(text)
            if self.kind is str:
                return text
            return _number(self.kind, text)
        except ValueError:
            raise ValueError(f"{self.name} is {_KIND_WORDS[self.kind]}, not {value!r}.") from None


def _number(kind: type, text: str) -> Any:
    number = float(text)
    if not math.isfinite(number) or (kind is int and number != int(number)):
        raise ValueError
    return kind(number)


def _truth(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError


COMMON = (
    Setting("epochs", float, 3.0, "passes over the training examples", 0.01, 1000),
    Setting("max_steps", int, 0, "stop after so many steps; 0: when the epochs are over", 0, 10_000_000),
    Setting("learning_rate", float, 2e-4, "highest step size of the optimizer", 1e-8, 1.0),
    Setting("rank", int, 16, "rank of the low-rank update", 1, 1024),
    Setting("alpha", float, 32.0, "scale of the low-rank update: alpha / rank", 0.01, 4096),
    Setting("dropout", float, 0.0, "share of the update's inputs dropped in training", 0.0, 0.9),
    Setting("batch_size", int, 4, "examples in a forward pass", 1, 4096),
    Setting("gradient_accumulation", int, 1, "forward passes in a step", 1, 4096),
    Setting("max_length", int, 512, "tokens of an example; longer ones are cut", 16, 1_048_576),
    Setting("packing", bool, False, "fill each row of a batch with several examples"),
    Setting("schedule", str, "cosine", "how the step size falls", choices=("cosine", "linear", "constant")),
    Setting("warmup", float, 0.05, "share of the steps in which the step size rises", 0.0, 0.5),
    Setting("weight_decay", float, 0.0, "pull of the trained weights towards zero", 0.0, 1.0),
    Setting("eval_every", int, 0, "steps between held-out losses; 0: up to ten in a run", 0, 10_000_000),
    Setting("eval_examples", int, 200, "held-out examples that the curve is measured on", 1, 1_000_000),
    Setting(
        "save_every", int, 0, "steps between checkpoints; 0: as often as the held-out loss", 0, 10_000_000
    ),
    Setting(
        "gradient_checkpointing", str, "auto", "compute twice, store less", choices=("auto", "on", "off")
    ),
    Setting("seed", int, 0, "start of all random numbers", 0, 2**32 - 1),
)

# What each preset changes. The step sizes are for low-rank updates; other methods scale them.
PRESETS: dict[str, Settings] = {
    "quick": {
        "max_steps": 30,
        "epochs": 10.0,
        "learning_rate": 1e-3,
        "rank": 8,
        "alpha": 16.0,
        "max_length": 256,
    },
    "balanced": {"epochs": 3.0, "learning_rate": 2e-4, "rank": 16, "alpha": 32.0, "max_length": 512},
    "thorough": {"epochs": 5.0, "learning_rate": 1e-4, "rank": 64, "alpha": 128.0, "max_length": 1024},
}


def settings_of(method: Method) -> tuple[Setting, ...]:
    """All settings that ``method`` knows, the common ones first."""
    return COMMON + method.settings


def defaults(method: Method) -> Settings:
    return {s.name: s.default for s in settings_of(method)} | dict(method.defaults)


def preset(method: Method, name: str) -> Settings:
    """The values of a preset for ``method``. Raises :class:`UserError` for an unknown name."""
    if name not in PRESETS:
        raise UserError(f"There is no preset “{name}”.", do=f"Choose one of: {', '.join(PRESETS)}.")
    values = dict(PRESETS[name])
    values["learning_rate"] = round(values["learning_rate"] * method.step_scale, 12)
    return values


def parse(method: Method, values: Mapping[str, Any], *, context: int | None = None) -> Settings:
    """Complete, checked settings: ``values`` over the method's defaults. ``context``: tokens the model reads.

    Raises one :class:`UserError` whose details are all mistakes: unknown names, values of the wrong type or
    out of range, and settings that contradict each other.
    """
    known = {setting.name: setting for setting in settings_of(method)}
    settings, mistakes = defaults(method), []
    for name, value in values.items():
        if name not in known:
            mistakes.append(unknown(name, known))
            continue
        try:
            settings[name] = known[name].parse(value)
        except ValueError as error:
            mistakes.append(str(error))
    mistakes += contradictions(method, settings)
    if context is not None and settings["max_length"] > context:
        mistakes.append(
            f"max_length is {settings['max_length']}, but the model reads {context} tokens at most."
        )
    if mistakes:
        count = "mistake" if len(mistakes) == 1 else "mistakes"
        raise UserError(
            f"The settings have {len(mistakes)} {count}.",
            do="Correct them and start again.",
            details=mistakes,
        )
    return settings


def unknown(name: str, known: Iterable[str]) -> str:
    """A sentence for a name that is no setting, with the nearest one that is."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(known)}."
    return f"There is no setting {name}.{hint}"


def total_steps(settings: Settings, rows: int) -> int:
    """Optimizer steps of the whole run: those of the epochs, but no more than ``max_steps``."""
    batch: int = settings["batch_size"] * settings["gradient_accumulation"]
    most: int = settings["max_steps"]
    epochs: float = settings["epochs"]
    steps = max(1, math.ceil(epochs * math.ceil(rows / batch)))
    return min(steps, most) if most else steps


def contradictions(method: Method, settings: Settings) -> list[str]:
    """What no single value shows: pairs of settings that do not go together."""
    found = [rule(settings) for rule in (*_RULES, *method.rules)]
    return [sentence for sentence in found if sentence]


def _eval_within(settings: Settings) -> str:
    steps, every = settings["max_steps"], settings["eval_every"]
    return (
        f"eval_every ({every}) is more than max_steps ({steps}): nothing would be measured."
        if 0 < steps < every
        else ""
    )


def _save_within(settings: Settings) -> str:
    steps, every = settings["max_steps"], settings["save_every"]
    return (
        f"save_every ({every}) is more than max_steps ({steps}): nothing would be saved."
        if 0 < steps < every
        else ""
    )


def _alpha_in_proportion(settings: Settings) -> str:
    scale = settings["alpha"] / settings["rank"]
    return f"alpha / rank is {scale:g}: above 64 the update drowns the model." if scale > 64 else ""


_RULES: tuple[Callable[[Settings], str], ...] = (_eval_within, _save_within, _alpha_in_proportion)
