# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which rules are on in a workspace, and how often they kept something back."""

from __future__ import annotations

import time

from sqlalchemy import func, select

from core.chat.withheld.rules import RULES
from core.db.tables import SettingRow, WithheldRow
from core.errors import NotFoundError
from core.workspace import Workspace

_SETTING = "withheld"
_DAY = 86_400


def rules(workspace: Workspace) -> dict[str, bool]:
    """Each rule by name, and whether it is on.

    Secrets are withheld where nobody has chosen. What names a person is not: it is what an analyst looks for
    in documents that are the analyst's own.
    """
    with workspace.db.reading() as session:
        row = session.get(SettingRow, _SETTING)
    chosen = row.value if row is not None else {}
    return {name: bool(chosen.get(name, rule.usual)) for name, rule in RULES.items()}


def switched_on(workspace: Workspace) -> list[str]:
    return [name for name, on in rules(workspace).items() if on]


def switch(workspace: Workspace, name: str, *, on: bool) -> None:
    """Raises :class:`NotFoundError` for a name that stands for no rule."""
    if name not in RULES:
        raise NotFoundError(f"There is no rule “{name}”.", do=f"Choose one of: {', '.join(RULES)}")
    with workspace.db.session() as session:
        row = session.get(SettingRow, _SETTING)
        if row is None:
            session.add(SettingRow(name=_SETTING, value={name: on}))
        else:
            row.value = {**row.value, name: on}
        workspace.audit.append(session, "withheld.rule", name, on=on)


def counts(workspace: Workspace, days: int) -> dict[str, int]:
    """How often each rule kept something back in the last ``days`` days, 0 for those that never did."""
    query = (
        select(WithheldRow.rule, func.sum(WithheldRow.count))
        .where(WithheldRow.at >= time.time() - days * _DAY)
        .group_by(WithheldRow.rule)
    )
    with workspace.db.reading() as session:
        found = {rule: int(count) for rule, count in session.execute(query)}
    return {name: found.get(name, 0) for name in RULES}
