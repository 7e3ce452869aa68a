# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window: the welcome page or the five tabs, the job bar, the status bar, and all their actions."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from gui import icons, language, remembered, theme
from gui.ask import ask
from gui.job_bar import JobBar
from gui.jobs import JobWatch
from gui.ops import Ops, slot
from gui.status_bar import StatusBar
from gui.tabs.base import Tab
from gui.welcome import Welcome
from gui.widgets.buttons import icon_button
from gui.widgets.message import InlineMessage

# Named as text, so that a tab's file is read when the tab is first needed and not before the window is up.
TABS = {
    "documents": ("gui.tabs.documents:DocumentsTab", "file-document-multiple-outline"),
    "datasets": ("gui.tabs.datasets:DatasetsTab", "table-check"),
    "training": ("gui.tabs.training:TrainingTab", "chart-bell-curve-cumulative"),
    "registry": ("gui.tabs.registry:RegistryTab", "source-branch"),
    "chat": ("gui.tabs.chat:ChatTab", "message-text-outline"),
}

_IDLE_MILLISECONDS = 1500


class MainWindow(QMainWindow):
    """``show_tab("training")`` shows a tab; ``tab("training")`` or ``window.training`` is it, built when
    first asked for. ``set_language("ar")`` and ``set_theme("dark")`` switch at once."""

    def __init__(self, ops: Ops, folder: Path) -> None:
        super().__init__()
        self.ops = ops
        self.folder = folder
        self.setWindowTitle("Isnad")
        self.setWindowIcon(icons.program_icon())
        self.setMinimumSize(960, 600)
        self.resize(1440, 900)
        self._tabs: dict[str, Tab] = {}
        self._leaving = False
        self.watch = JobWatch(ops, self)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._build_next)
        self._make_actions()
        self._build()
        geometry = remembered.recall("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        ops.opened.connect(self._on_opened)
        ops.closed.connect(self._on_closed)

    def __getattr__(self, name: str) -> Any:
        if name in TABS:
            return self.tab(name)
        raise AttributeError(name)

    # --- what others call ---------------------------------------------------------------------

    def tab(self, name: str) -> Tab:
        """The tab ``name`` of TABS; only while a workspace is open."""
        if name not in self._tabs:
            module, class_name = TABS[name][0].split(":")
            made: Tab = getattr(importlib.import_module(module), class_name)(self.ops)
            made.setObjectName(name)
            made.record_asked.connect(self.show_record)
            self._tabs[name] = made
            self._stack.addWidget(made)
        return self._tabs[name]

    def show_tab(self, name: str) -> None:
        self.tab_bar.setCurrentIndex(list(TABS).index(name))

    def show_record(self, name: str, record_id: str) -> None:
        """Shows a tab with the record of this id chosen in it."""
        self.show_tab(name)
        self.tab(name).show_record(record_id)

    @property
    def current_name(self) -> str:
        return list(TABS)[self.tab_bar.currentIndex()]

    def set_theme(self, choice: theme.Choice) -> None:
        remembered.remember("theme", choice)
        theme.apply(_application(), choice)

    def set_language(self, code: str) -> None:
        """Speaks another language from now on; the views are built anew in it."""
        remembered.remember("language", code)
        language.use(_application(), code)
        for action in self.actions():
            self.removeAction(action)
        self._make_actions()
        self._build()
        if self.ops.is_open:
            self._on_opened()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        shown = self.tab_bar.currentIndex() if hasattr(self, "tab_bar") else None
        self._tabs = {}
        self.setStatusBar(StatusBar())
        self.status: StatusBar = self.statusBar()  # type: ignore[assignment]
        self.status.lock_asked.connect(self.lock_workspace)
        self.watch.network_attempts.connect(self.status.show_attempts)
        self.welcome = Welcome(self.ops, self.folder)
        self.job_bar = JobBar(self.ops)
        self.watch.jobs.connect(self.job_bar.show_jobs)
        self.help_line = InlineMessage()
        self._stack = QStackedWidget()
        self.header = self._make_header()
        workbench = QWidget()
        column = QVBoxLayout(workbench)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.header, 0), (self.help_line, 0), (self._stack, 1), (self.job_bar, 0)):
            column.addWidget(widget, stretch)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(workbench)
        self.setCentralWidget(self._pages)
        self._select_tab(shown if shown is not None else _last_tab())
        self.tab_bar.currentChanged.connect(self._on_tab)

    def _make_header(self) -> QFrame:
        self.tab_bar = QTabBar(drawBase=False, expanding=False)
        self.tab_bar.setObjectName("tabs")
        self.tab_bar.setIconSize(QSize(18, 18))
        self.tab_bar.setAccessibleName(self.tr("Views"))
        titles = self._titles()
        for number, (name, (_, glyph)) in enumerate(TABS.items()):
            self.tab_bar.addTab(icons.icon(glyph), titles[name])
            self.tab_bar.setTabToolTip(number, f"{titles[name]} (Ctrl+{number + 1})")
        find = QToolButton()
        find.setObjectName("find_action")
        find.setDefaultAction(self.palette_action)
        find.setText(self.tr("All actions") + "   Ctrl+K")
        find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        find.setIconSize(icons.beside_text())
        look = icon_button("cog-outline", self.tr("Look and language"), role="text")
        look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.setMenu(self._look_menu(look))
        header = QFrame()
        header.setObjectName("header")
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setAccessibleName("Isnad")
        mark.setPixmap(icons.program_icon().pixmap(22, 22))
        row.addWidget(mark)
        row.addSpacing(4)
        row.addWidget(self.tab_bar)
        row.addStretch()
        row.addWidget(find)
        row.addWidget(look)
        return header

    def _titles(self) -> dict[str, str]:
        return {
            "documents": self.tr("Documents"),
            "datasets": self.tr("Datasets"),
            "training": self.tr("Training"),
            "registry": self.tr("Registry"),
            "chat": self.tr("Chat"),
        }

    def _make_actions(self) -> None:
        self.palette_action = self._action(self.tr("All actions"), "magnify", self.open_palette, "Ctrl+K")
        self._action(self.tr("Explain this view"), "help-circle-outline", self.explain, "F1")
        self._action(self.tr("Lock the workspace"), "lock-outline", self.lock_workspace, "Ctrl+L")
        self._action(self.tr("Quit"), "exit-to-app", self.close, "Ctrl+Q")
        titles = self._titles()
        for number, (name, (_, glyph)) in enumerate(TABS.items()):
            self._action(
                self.tr("Go to {view}").format(view=titles[name]),
                glyph,
                lambda _checked=False, name=name: self.show_tab(name),
                f"Ctrl+{number + 1}",
            )
        themes = {
            "system": (self.tr("Light or dark as the system"), "theme-light-dark"),
            "light": (self.tr("Light"), "white-balance-sunny"),
            "dark": (self.tr("Dark"), "weather-night"),
        }
        now = str(remembered.recall("theme", "system"))
        self._themes = self._choices(themes, now, self.set_theme)
        tongues = {code: (name, "translate") for code, name in language.NAMES.items()}
        self._languages = self._choices(
            tongues, language.chosen(), lambda code: QTimer.singleShot(0, lambda: self.set_language(code))
        )

    def _choose_language(self, code: str) -> None:
        # Not at once: the menu whose action this is would be deleted under its own feet.
        QTimer.singleShot(0, lambda: self.set_language(code))

    def _action(self, text: str, glyph: str, do: Any, shortcut: str = "") -> QAction:
        action = QAction(icons.icon(glyph), text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.setToolTip(text)
        action.triggered.connect(do)
        self.addAction(action)
        return action

    def _choices(self, choices: dict[str, tuple[str, str]], now: str, choose: Any) -> QActionGroup:
        group = QActionGroup(self)
        for value, (text, glyph) in choices.items():
            action = self._action(text, glyph, lambda _checked=False, value=value: choose(value))
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)
        return group

    def _look_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addActions(self._themes.actions())
        menu.addSeparator()
        menu.addActions(self._languages.actions())
        return menu

    # --- what happens -------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self.folder = self.ops.app.workspace.paths.root
        remembered.remember("workspace", str(self.folder))
        self.status.show_workspace(self.folder)
        self._pages.setCurrentIndex(1)
        self._on_tab()
        QTimer.singleShot(0, self.watch.poll)
        self._idle.start(_IDLE_MILLISECONDS)

    def _build_next(self) -> None:
        """While nothing else goes on, the views that were not asked for yet: Ctrl+K knows their actions."""
        missing = [name for name in TABS if name not in self._tabs]
        if missing and self.ops.is_open:
            self.tab(missing[0])
            self._idle.start(_IDLE_MILLISECONDS)

    def _on_closed(self) -> None:
        """Nothing out of the workspace stays on the screen or in a widget."""
        self._build()

    def _on_tab(self) -> None:
        if not self.ops.is_open:
            return
        remembered.remember("tab", self.current_name)
        self.help_line.hide()
        tab = self.tab(self.current_name)
        self._stack.setCurrentWidget(tab)
        # The title of the tab that is shown is bold, so the bar is as wide as another one now.
        self.tab_bar.updateGeometry()
        if tab.focus_first is not None and not self.tab_bar.hasFocus():
            tab.focus_first.setFocus()

    def _select_tab(self, index: int) -> None:
        self.tab_bar.setCurrentIndex(index if 0 <= index < len(TABS) else 0)

    def open_palette(self) -> None:
        from gui.command_palette import CommandPalette

        groups: list[tuple[str, list[QAction]]] = []
        if self.ops.is_open:
            here = self.current_name
            order = [here, *(name for name in TABS if name != here)]
            titles = self._titles()
            groups = [(titles[name], self._palette_actions(name)) for name in order]
        CommandPalette([*groups, (self.tr("Window"), self.actions())], self).open()

    def _palette_actions(self, name: str) -> list[QAction]:
        return [self._shown_first(name, action) for action in self.tab(name).actions()]

    def _shown_first(self, name: str, action: QAction) -> QAction:
        """The same action, which shows its tab before it acts."""
        if name == self.current_name:
            return action
        proxy = QAction(action.icon(), action.text(), self.tab(name))
        proxy.setShortcut(action.shortcut())
        proxy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        proxy.setEnabled(action.isEnabled())
        proxy.triggered.connect(lambda: self.show_tab(name))
        proxy.triggered.connect(action.trigger)
        return proxy

    def explain(self) -> None:
        """F1: what this view is for, in a line above it."""
        if self.ops.is_open:
            self.help_line.show_message(self.tab(self.current_name).help_text, kind="info")

    @slot
    async def lock_workspace(self) -> None:
        if await self._may_leave():
            await self.ops.close(lock=True)

    @slot
    async def _close_after_asking(self) -> None:
        if await self._may_leave():
            self._leaving = True
            self.close()

    async def _may_leave(self) -> bool:
        """Asks where something was typed that is not saved."""
        if not self._has_unsaved():
            return True
        told = self.tr("What you typed in {view} is not saved.")
        unsaved = next(name for name, tab in self._tabs.items() if tab.has_unsaved)
        told = told.format(view=self._titles()[unsaved])
        return await ask(self, self.tr("Leave without saving?"), told, self.tr("Leave"))

    def _has_unsaved(self) -> bool:
        return any(tab.has_unsaved for tab in self._tabs.values())

    def show_error(self, error: UserError) -> None:
        self.help_line.show_message(error.what, error.do, details=error.details)

    def begin_busy(self) -> None:
        self.setCursor(Qt.CursorShape.BusyCursor)

    def end_busy(self) -> None:
        self.unsetCursor()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._has_unsaved() and not self._leaving:
            event.ignore()
            self._close_after_asking()
            return
        remembered.remember("geometry", self.saveGeometry())
        self.watch.stop()
        self._idle.stop()
        super().closeEvent(event)


def _last_tab() -> int:
    name = str(remembered.recall("tab", "documents"))
    return list(TABS).index(name) if name in TABS else 0


def _application() -> QApplication:
    return cast("QApplication", QApplication.instance())
