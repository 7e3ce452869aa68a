# SPDX-License-Identifier: AGPL-3.0-or-later
"""The five views of an opened workspace.

How a tab is written:

- One file, one class ``DatasetsTab(Tab)`` with ``__init__(self, ops: Ops)``. main_window.TABS names file and
  class; the window builds it when it is first needed and keeps it as ``window.datasets``.
- ``shows = Changes(datasets=True, documents=True)`` names what it draws. ``refresh(changes)`` is called when
  it is first shown (with everything it shows) and then whenever something of that altered while it is
  visible; what altered meanwhile is kept until it is shown. Usually it starts a slot that fills the models.
- Work goes through ``self.ops`` alone (gui/ops.py): ``@slot async def on_accept(self)`` with ``await
  self.ops.query(self, self.ops.app.datasets.list)``, ``.change(self, f, …, changes=Changes(…))``,
  ``.start_job`` (the job bar shows it) and ``async for … in self.ops.stream(self, f, …)``. What takes long
  without being a job goes to a lane of its own: ``query_on("pages", self, f, …)``.
- A UserError appears in the tab's own message line and ends the slot, with no word from you; to show it
  nearer (in a row, a field) pass a widget with ``show_error``, ``begin_busy`` and ``end_busy`` instead.
- ``self.body`` is the layout to fill. ``self.add_action(text, glyph, f, shortcut)`` makes a QAction that
  buttons (``self.button(action)``) and tables (``table.addAction``) share and that Ctrl+K finds. F1 says
  ``help_text``.
- Pieces: widgets.table.RecordTable, widgets.splitter.Panes, widgets.empty.EmptyState, widgets.plot.Plot,
  widgets.message.InlineMessage, widgets.buttons, gui.source_pane.SourcePane (a page and its passage),
  gui.ask.ask (a question before something goes; never ``exec()``: it breaks the loop).
- Every visible word goes through ``self.tr``; plurals are ``self.tr("%n examples", "", count)``, values
  ``self.tr("{name} is open").format(name=…)``. Names within a sentence go through ``language.isolate``, paths
  and ids through ``language.left_to_right``: so Arabic reads well. Then run resources/make_translations.py.
- Painters ask ``theme.color("ok")``; widgets wear properties: ``label.setProperty("role", "muted")`` (muted,
  heading, title, section, ok, warn, bad), ``button.setProperty("main", True)`` for the one main action.
"""
