# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one front door: a window or a command opens an App and asks its services."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from core.db import tables
from core.errors import NotFoundError
from core.jobs.supervisor import Jobs
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.agents.store import Agents
    from core.chat.service import Chat
    from core.datasets.store import Datasets
    from core.documents.store import Documents
    from core.registry.models import Models
    from core.registry.versions import Registry
    from core.retrieval.query import Search
    from core.training.runs import Training

_NAMED: dict[str, Any] = {
    "jobs": (tables.JobRow, "job"),
    "documents": (tables.DocumentRow, "document"),
    "collections": (tables.CollectionRow, "collection"),
    "datasets": (tables.DatasetRow, "dataset"),
    "runs": (tables.RunRow, "run"),
    "models": (tables.ModelRow, "model"),
    "versions": (tables.VersionRow, "version"),
    "agents": (tables.AgentRow, "agent"),
    "conversations": (tables.ConversationRow, "conversation"),
}
_LISTED_BY = {
    "datasets": "dataset",
    "versions": "models",
    "collections": "documents",
    "conversations": "chats",
}


class App:
    """The services over one opened workspace. Thread-safe: each call uses its own short session."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.jobs = Jobs(workspace)

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> App:
        """A new workspace, with the starter models of models/ registered and an agent over the first one."""
        app = cls(Workspace.create(folder, passphrase))
        app.models.register_starters()
        app.agents.ensure_default()
        return app

    @classmethod
    def open(cls, folder: Path, passphrase: str | None = None) -> App:
        """An existing workspace; without a passphrase through the system's keyring."""
        return cls(Workspace.open(folder, passphrase))

    @cached_property
    def models(self) -> Models:
        from core.registry.models import Models

        return Models(self.workspace)

    @cached_property
    def documents(self) -> Documents:
        from core.documents.store import Documents

        return Documents(self.workspace, self.jobs)

    @cached_property
    def search(self) -> Search:
        from core.retrieval.query import Search

        return Search(self.workspace)

    @cached_property
    def datasets(self) -> Datasets:
        from core.datasets.store import Datasets

        return Datasets(self.workspace, self.jobs)

    @cached_property
    def training(self) -> Training:
        from core.training.runs import Training

        return Training(self.workspace, self.jobs)

    @cached_property
    def registry(self) -> Registry:
        from core.registry.versions import Registry

        return Registry(self.workspace, self.jobs)

    @cached_property
    def agents(self) -> Agents:
        from core.agents.store import Agents

        return Agents(self.workspace)

    @cached_property
    def chat(self) -> Chat:
        from core.chat.service import Chat

        return Chat(self.workspace, self.search)

    def find(self, kind: str, text: str) -> str:
        """The id that ``text`` stands for: an id in full, its first characters, or a unique name.

        ``kind`` is jobs, documents, collections, datasets, runs, models, versions, agents or conversations.
        Raises :class:`NotFoundError` for none or several.
        """
        row, word = _NAMED[kind]
        name = getattr(row, "name", None)
        like = row.id.startswith(text.lower(), autoescape=True)
        with self.workspace.db.reading() as session:
            if name is not None:
                exact = session.scalars(select(row.id).where(or_(name == text, row.id == text))).all()
                if len(exact) == 1:
                    return str(exact[0])
            found = session.scalars(select(row.id).where(like).limit(2)).all() if text else []
        if len(found) == 1:
            return str(found[0])
        if found:
            raise NotFoundError(f"“{text}” stands for more than one {word}.", do="Give more of the id.")
        raise NotFoundError(
            f"There is no {word} “{text}”.", do=f"See: isnad {_LISTED_BY.get(kind, kind)} list"
        )

    def audit_entries(self, limit: int = 1000) -> list[dict[str, Any]]:
        """The newest entries of the audit chain, newest first."""
        with self.workspace.db.reading() as session:
            rows = session.scalars(
                select(tables.AuditRow).order_by(tables.AuditRow.sequence.desc()).limit(limit)
            )
            return [
                {
                    "sequence": row.sequence,
                    "time": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(row.at)),
                    "action": row.action,
                    "subject": row.subject,
                    "detail": row.detail,
                }
                for row in rows
            ]

    def verify_audit(self) -> tuple[int, int | None]:
        """The number of audit entries, and the first that does not fit (None: all fit)."""
        with self.workspace.db.reading() as session:
            return self.workspace.audit.first_bad(session)

    def network_attempts(self, since: float = 0.0) -> int:
        """How many calls to the network were refused in all processes of this workspace since a time."""
        row = tables.NetworkAttemptRow
        with self.workspace.db.reading() as session:
            return session.scalar(select(func.count()).select_from(row).where(row.at >= since)) or 0

    def refused_calls(self) -> list[str]:
        """Each refused call to the network in words: which process, what, from which program file."""
        with self.workspace.db.reading() as session:
            rows = session.scalars(select(tables.NetworkAttemptRow).order_by(tables.NetworkAttemptRow.id))
            return [f"{row.process}: {row.event} from {row.caller}" for row in rows]

    def lock(self) -> None:
        """Closes, and takes the key out of the system's keyring: only the passphrase opens it again."""
        from core.vault import keys

        keys.forget(self.workspace.paths.vault)
        self.close()

    def close(self) -> None:
        """Ends the resident workers of this process; running jobs go on."""
        self.jobs.close()
        for service in ("documents", "search", "chat"):
            if service in self.__dict__:
                getattr(self, service).close()
        self.workspace.close()
