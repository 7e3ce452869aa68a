# SPDX-License-Identifier: AGPL-3.0-or-later
"""A field with a few choices."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget


class Choice(QComboBox):
    """Its width does not depend on its entries, so that a long name widens nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
