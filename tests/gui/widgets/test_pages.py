# SPDX-License-Identifier: AGPL-3.0-or-later
"""Page image and page text: highlights where they belong, zoom, directions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsRectItem
from pytestqt.qtbot import QtBot

from gui.widgets.bidi import BidiText
from gui.widgets.page_image import PageImage
from gui.widgets.page_viewer import PageViewer, ShownPage
from gui.widgets.passages import PassageList, ShownPassage, _emphasised


def _png(width: int = 400, height: int = 600) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.fixture
def image(qtbot: QtBot) -> PageImage:
    made = PageImage()
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    return made


def test_a_box_lies_where_its_fractions_say(image: PageImage) -> None:
    image.show_page(_png(), [(0.25, 0.5, 0.75, 0.55)])
    (mark,) = [
        item for item in image.scene().items() if isinstance(item, QGraphicsRectItem) and item.zValue() == 2
    ]
    center = mark.rect().center()
    assert center.x() == pytest.approx(200, abs=2)
    assert center.y() == pytest.approx(315, abs=2)
    assert mark.rect().width() == pytest.approx(200, abs=6)
    seen = image.mapToScene(image.viewport().rect()).boundingRect()
    assert seen.contains(center)


def test_the_page_fits_the_width_until_one_zooms(image: PageImage) -> None:
    image.show_page(_png())
    fitted = image.transform().m11()
    image.resize(600, 300)
    assert image.transform().m11() > fitted
    QTest.keyClick(image, Qt.Key.Key_Plus)
    zoomed = image.transform().m11()
    image.resize(500, 300)
    assert image.transform().m11() == zoomed
    QTest.keyClick(image, Qt.Key.Key_0)
    assert image.transform().m11() < zoomed


def test_text_is_marked_by_characters_not_by_utf16_units(qtbot: QtBot) -> None:
    view = BidiText()
    qtbot.addWidget(view)
    view.set_plain("𝛼𝛽 one\r\ntwo جسر three")
    start = "𝛼𝛽 one\r\ntwo ".__len__()
    view.mark(start, start + 3)
    assert view.marked() == "جسر"


def test_paragraphs_have_their_own_directions(qtbot: QtBot) -> None:
    view = BidiText()
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.set_plain("An English line\nسطر عربي\n12. سطر يبدأ برقم")
    document = view.document()
    directions = [document.findBlockByNumber(n).textDirection() for n in range(3)]
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert directions == [left, right, right]


def test_the_viewer_turns_pages_and_hides_a_picture_that_is_not_there(qtbot: QtBot) -> None:
    viewer = PageViewer()
    qtbot.addWidget(viewer)
    viewer.show()
    asked: list[int] = []
    viewer.page_asked.connect(asked.append)
    viewer.show_page(ShownPage("report.pdf", 2, 3, "Some text", "text of the document", span=(0, 4)))
    viewer.show_image(_png())
    assert viewer.image.isVisible()
    assert viewer.text.marked() == "Some"
    QTest.mouseClick(viewer.back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(viewer.on, Qt.MouseButton.LeftButton)
    assert asked == [1, 3]
    viewer.show_page(ShownPage("note.txt", 1, 1, "Plain"))
    viewer.show_image(b"")
    assert not viewer.image.isVisible()
    assert viewer.text.isVisible()
    assert not viewer.back.isEnabled()
    assert not viewer.on.isEnabled()


def test_passages_show_the_words_one_asked_for() -> None:
    text = "first " * 100 + "the pier P3 settled <slowly> by 19 mm"
    shown = _emphasised(ShownPassage("1", "report.pdf", "page 1", text, ("pier", "settle", "the")))
    assert "<b>pier</b>" in shown
    assert "<b>settled</b>" in shown
    assert "&lt;slowly&gt;" in shown
    assert "<b>the</b>" not in shown
    assert shown.startswith("… ")
    arabic = _emphasised(ShownPassage("2", "a.pdf", "page 1", "صدر قرار الإغلاق من الهيئة", ("من", "إغلاق")))
    assert "<b>الإغلاق</b>" in arabic
    assert "<b>من</b>" not in arabic


def test_new_passages_keep_the_chosen_one(qtbot: QtBot) -> None:
    view = PassageList()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    passages = [ShownPassage(str(n), f"{n}.pdf", "page 1", "words " * 30) for n in range(5)]
    view.set_passages(passages)
    assert view.current() == "0"
    view.select(3)
    view.set_passages(list(reversed(passages)))
    assert view.current() == "3"
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert left
