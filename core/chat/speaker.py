# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything a release of an agent needs to answer, read from the database at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.agents.settings import AgentSettings
from core.db.find import existing
from core.db.tables import AgentRow, CollectionRow, ModelRow, ReleaseRow, VersionRow
from core.errors import UserError


@dataclass(frozen=True)
class Speaker:
    """An agent as it speaks now. ``languages`` empty: nobody knows which the model speaks.

    ``has_template``: whether the model's file says how turns are put to it.
    """

    agent: str
    release_id: str
    model: str
    model_path: str
    languages: tuple[str, ...]
    adapter_blob: str | None
    collection: str | None
    system_prompt: str
    settings: AgentSettings
    has_template: bool = True

    def speaks(self, language: str) -> bool:
        return not self.languages or language in {*self.languages, "und"}


def speaker(session: Session, agent_id: str) -> Speaker:
    """The agent's current release. Raises :class:`UserError` when part of it is gone."""
    agent = existing(session, AgentRow, agent_id, "agent", see="isnad agents list")
    release = session.get_one(ReleaseRow, agent.release_id)
    model = session.get_one(ModelRow, release.model_id)
    return Speaker(
        agent=agent.name,
        release_id=release.id,
        model=model.name,
        model_path=model.path,
        languages=tuple(filter(None, model.languages.split(","))),
        adapter_blob=_adapter(session, release),
        collection=release.collection_id if _exists(session, release) else None,
        system_prompt=release.system_prompt,
        settings=AgentSettings(**release.settings),
        has_template=bool(model.metadata_.get("chat_template", True)),
    )


def _exists(session: Session, release: ReleaseRow) -> bool:
    return release.collection_id is not None and session.get(CollectionRow, release.collection_id) is not None


def _adapter(session: Session, release: ReleaseRow) -> str | None:
    if release.version_id is None:
        return None
    version = session.get_one(VersionRow, release.version_id)
    if version.gguf_blob is None:
        raise UserError(
            f"The version {version.name} has no adapter to chat with.", do="Register its run again."
        )
    return version.gguf_blob
