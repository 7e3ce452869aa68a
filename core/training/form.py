# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a method as a form shows them: fields, presets, each mistake with the field it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.records import Mistake, SettingInfo
from core.training import config, methods


def fields(method: str) -> list[SettingInfo]:
    """All settings of a method, in their order, with the method's own defaults."""
    known = methods.get(method)
    own = config.defaults(known)
    return [
        SettingInfo(
            setting.name,
            setting.kind.__name__,
            own[setting.name],
            setting.help,
            setting.low,
            setting.high,
            setting.choices,
        )
        for setting in config.settings_of(known)
    ]


def presets(method: str) -> dict[str, dict[str, Any]]:
    """The complete settings of each preset."""
    known = methods.get(method)
    own = config.defaults(known)
    return {name: {**own, **config.preset(known, name)} for name in config.PRESETS}


def mistakes(method: str, values: Mapping[str, Any]) -> list[Mistake]:
    """Everything that is wrong with ``values`` (texts as they were typed), each with its field.

    Contradictions stand at the setting that their sentence begins with.
    """
    known = methods.get(method)
    settings = {setting.name: setting for setting in config.settings_of(known)}
    parsed, found = config.defaults(known), []
    for name, value in values.items():
        if name not in settings:
            found.append(Mistake("", config.unknown(name, settings)))
            continue
        try:
            parsed[name] = settings[name].parse(value)
        except ValueError as error:
            found.append(Mistake(name, str(error)))
    if found:
        return found
    for sentence in config.contradictions(known, parsed):
        first = sentence.split(maxsplit=1)[0]
        found.append(Mistake(first if first in settings else "", sentence))
    return found
