# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the window remembers between starts: sizes, columns, choices. Never anything out of a document."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings


def store() -> QSettings:
    """The person's own settings file for the window."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "isnad", "window")


def recall(name: str, default: Any = None) -> Any:
    return store().value(name, default)


def remember(name: str, value: Any) -> None:
    store().setValue(name, value)
