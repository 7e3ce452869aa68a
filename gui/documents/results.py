# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a search found: the passages, how the query was understood, and what to do with them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.records import Hit, SavedSearch, SearchFilters, SearchResult
from gui import icons, language
from gui.documents.dialogs import NameDialog
from gui.documents.facets import Facets
from gui.ops import Ops, slot
from gui.widgets.buttons import text_button
from gui.widgets.empty import EmptyState
from gui.widgets.passages import PassageList, ShownPassage

_HITS = 20
_PATIENCE_SECONDS = 0.4


@dataclass(frozen=True)
class _Asked:
    """What is searched for: words, or passages like one that was found."""

    query: str
    collection: str | None
    correct: bool = True
    like: Hit | None = None


class ResultsPage(QWidget):
    """Emits ``passage_asked(document id, page, start, end)`` for the passage that is chosen, ``left`` when
    the person goes back, and ``told(what, do)`` for a remark that belongs to the view."""

    passage_asked = Signal(str, int, int, int)
    left = Signal()
    told = Signal(str, str)

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self.result: SearchResult | None = None
        self._asked: _Asked | None = None
        self._hits: dict[str, Hit] = {}
        self.passages = PassageList()
        self.facets = Facets()
        self.found = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.found.setProperty("role", "muted")
        self.found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.understood = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.understood.setProperty("role", "muted")
        self.as_typed = text_button(self.tr("Search as typed"), icons.icon("undo"), bordered=False)
        self.as_typed.setToolTip(self.tr("Search for exactly what was typed, with no spelling put right"))
        self._build()
        self.as_typed.clicked.connect(self._search_as_typed)
        self.facets.changed.connect(self._again)
        self.passages.chosen.connect(self._show_hit)
        self.passages.left.connect(self.left)

    @property
    def has_hits(self) -> bool:
        return bool(self._hits)

    def clear(self) -> None:
        """Forgets what was found and all limits."""
        self.result, self._asked, self._hits = None, None, {}
        self.facets.forget()

    # --- searching ----------------------------------------------------------------------------

    async def search(self, query: str, collection: str | None) -> None:
        """Shows the passages for ``query``; the limits chosen for the same query stay."""
        if self._asked is None or self._asked.query != query or self._asked.like is not None:
            self.facets.forget()
        await self._search(_Asked(query, collection))

    async def search_saved(self, kept: SavedSearch) -> None:
        """Searches again for what was kept, within its limits."""
        self.facets.limits = kept.filters
        await self._search(_Asked(kept.query, None))

    @slot
    async def find_similar(self) -> None:
        """Passages like the one that is chosen."""
        hit = self._hits.get(self.passages.current())
        if hit is not None:
            self.facets.forget()
            collection = self._asked.collection if self._asked is not None else None
            await self._search(_Asked(hit.text, collection, like=hit))

    @slot
    async def _search_as_typed(self) -> None:
        if self._asked is not None:
            await self._search(replace(self._asked, correct=False))

    @slot
    async def _again(self) -> None:
        if self._asked is not None:
            await self._search(self._asked)

    async def _search(self, asked: _Asked) -> None:
        if self._asked != asked:
            # What was chosen among other passages is not what one looks for now.
            self.passages.setCurrentIndex(QModelIndex())
        self._asked = asked
        full = asyncio.ensure_future(self._find(asked, "search", "hybrid"))
        await asyncio.wait({full}, timeout=_PATIENCE_SECONDS)
        if not full.done() and asked.like is None:
            # The model that knows meanings is still being loaded: what the words alone find, at once.
            by_words = await self._find(asked, "words", "lexical")
            self._show(asked, by_words, more=not full.done())
        self._show(asked, await full)

    async def _find(self, asked: _Asked, lane: str, mode: str) -> SearchResult:
        search, limits = self.ops.app.search, self._limits(asked)
        if asked.like is not None:
            place = asked.like.document_id, asked.like.page, asked.like.best_start, asked.like.best_end
            return await self.ops.query_on(lane, self, search.similar, *place, k=_HITS, filters=limits)
        return await self.ops.query_on(
            lane, self, search.find, asked.query, k=_HITS, mode=mode, filters=limits, correct=asked.correct
        )

    def _limits(self, asked: _Asked) -> SearchFilters:
        return replace(self.facets.limits, collection=asked.collection or self.facets.limits.collection)

    # --- showing ------------------------------------------------------------------------------

    def _show(self, asked: _Asked, result: SearchResult, *, more: bool = False) -> None:
        """``more``: these are by words alone, those by meaning are still to come."""
        if self._asked != asked:
            return
        self.result = result
        self._hits = {hit.chunk_id: hit for hit in result.hits}
        words = tuple((result.corrected or result.query).split())
        self.passages.set_passages([self._shown_passage(hit, words) for hit in result.hits])
        self.found.setText(self._in_words(asked, result, more=more))
        self.as_typed.setVisible(result.corrected is not None)
        self.facets.show_result(result, in_collection=asked.collection is not None)
        told = " · ".join(filter(None, [*result.understood, result.note]))
        self.understood.setText(told)
        self.understood.setVisible(bool(told))
        self._no_hits.setVisible(not result.hits)
        self.passages.setVisible(bool(result.hits))

    def _in_words(self, asked: _Asked, result: SearchResult, *, more: bool) -> str:
        if asked.like is not None:
            name = language.isolate(PurePath(asked.like.document).name)
            query = self.tr("passages like page {number} of {name}").format(number=asked.like.page, name=name)
        else:
            query = language.isolate(f"“{result.corrected or result.query}”")
        told = self.tr("{found} for {query}, in {seconds} s").format(
            found=self.tr("%n passages", "", len(result.hits)),
            query=query,
            seconds=language.number(result.seconds, 2),
        )
        if result.corrected:
            told += "  ·  " + self.tr("corrected from {typed}").format(typed=language.isolate(result.query))
        if more:
            told += "  ·  " + self.tr("looking for the meaning too…")
        return told

    def _shown_passage(self, hit: Hit, words: tuple[str, ...]) -> ShownPassage:
        place = self.tr("page {number}").format(number=hit.page)
        return ShownPassage(hit.chunk_id, PurePath(hit.document).name, place, hit.text, words)

    def _show_hit(self, chunk_id: str) -> None:
        hit = self._hits[chunk_id]
        self.passage_asked.emit(hit.document_id, hit.page, hit.best_start, hit.best_end)

    # --- keeping ------------------------------------------------------------------------------

    def save(self) -> None:
        """Asks for a name to keep this search under."""
        if self._asked is None or self._asked.like is not None:
            return
        asked, limits = self._asked, self._limits(self._asked)

        async def take(place: QWidget, name: str) -> None:
            await self.ops.query(place, self.ops.app.search.save, name, asked.query, "hybrid", limits)

        title, yes = self.tr("Keep this search"), self.tr("Keep")
        NameDialog(self.ops, self, title, yes, take, value=asked.query[:60]).open()

    def export(self) -> None:
        """Asks for a file to write the passages and their sources to."""
        if not self._hits:
            return
        dialog = QFileDialog(self, self.tr("Export what was found"), str(Path.home() / "passages.docx"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Word (*.docx)", "Markdown (*.md)", "CSV (*.csv)", "JSON (*.json)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.open()

    @slot
    async def export_to(self, path: Path) -> None:
        """Writes the passages with their sources: .docx, .md, .csv or .json."""
        if self.result is None:
            return
        await self.ops.query_on("export", self, self.ops.app.search.export, self.result, path)
        told = self.tr("The passages were written to {path}.").format(path=language.left_to_right(str(path)))
        self.told.emit(told, self.tr("The file is not encrypted."))

    # --- building -----------------------------------------------------------------------------

    def add_buttons(self, back: QWidget, *buttons: QWidget) -> None:
        """Puts the view's own buttons for leaving and for what can be done into the head."""
        self._head.insertWidget(0, back)
        for button in buttons:
            self._head.addWidget(button)

    def add_actions(self, *actions: QAction) -> None:
        """What the passages' context menu offers."""
        self.passages.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.passages.addActions(actions)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.setContentsMargins(12, 6, 12, 6)
        self._head.setSpacing(8)
        self._head.addWidget(self.found, 1)
        self._head.addWidget(self.as_typed)
        told = QHBoxLayout()
        told.setContentsMargins(12, 0, 12, 6)
        told.addWidget(self.understood)
        self._no_hits = EmptyState(
            "text-search",
            self.tr("No passage holds this"),
            self.tr("Try fewer words, another word for the same thing, or fewer limits."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        limits = QHBoxLayout()
        limits.setContentsMargins(12, 0, 12, 8)
        limits.addWidget(self.facets)
        column.addLayout(limits)
        column.addLayout(told)
        column.addWidget(self.passages, 1)
        column.addWidget(self._no_hits, 1)
        self._no_hits.hide()
        self.as_typed.hide()
