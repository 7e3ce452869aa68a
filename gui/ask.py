# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question before something goes: says what, by name; Cancel is what Enter and Escape mean."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from gui import language

_NAMED = 6


async def ask(widget: QWidget, question: str, words: str, yes: str) -> bool:
    """Opens a question over the widget's window and waits for the answer without blocking anything.

    ``yes`` is the word on the button that does it ("Delete").
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, QCoreApplication.translate("Ask", "Isnad"), question)
    box.setParent(widget.window(), box.windowFlags())
    box.setInformativeText(words)
    do = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(QCoreApplication.translate("Ask", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def on_finished() -> None:
        if not answered.done():
            answered.set_result(box.clickedButton() is do)

    box.finished.connect(on_finished)
    box.open()
    try:
        return await answered
    finally:
        box.deleteLater()


def names(titles: Sequence[str]) -> str:
    """The first few names, one a line, and how many more."""
    lines = [f"•  {language.isolate(title)}" for title in titles[:_NAMED]]
    if len(titles) > _NAMED:
        lines.append(Ask().more(len(titles) - _NAMED))
    return "\n".join(lines)


class Ask(QObject):
    """Words with a count, which Qt's tool finds in an object's ``tr`` alone."""

    def more(self, count: int) -> str:
        return self.tr("and %n more", "", count)
