# SPDX-License-Identifier: AGPL-3.0-or-later
"""Agents: a model or a released version of it, a prompt, a collection and settings, in numbered releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from core.agents import templates as known
from core.agents.settings import AgentSettings, fitting, settings_from
from core.agents.templates import GENERAL
from core.db.conversations import delete_conversations
from core.db.find import existing
from core.db.tables import AgentRow, CollectionRow, ConversationRow, ModelRow, ReleaseRow, VersionRow
from core.errors import NotFoundError, UserError
from core.records import Agent, AgentTemplate
from core.workspace import Workspace

DEFAULT_NAME = "assistant"
_MAX_NAME = 80


class Agents:
    """The agents of a workspace. A change makes a new release; earlier ones stay and can be returned to."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ensure_default(self) -> Agent | None:
        """Makes the agent "assistant" where there is none yet and a chat model to put under it."""
        with self._workspace.db.reading() as session:
            if session.scalars(select(AgentRow.id).limit(1)).first() or not _chat_models(session):
                return None
        return self.create(DEFAULT_NAME)

    def list(self) -> list[Agent]:
        """All agents by name, each as it is released now."""
        with self._workspace.db.reading() as session:
            return [
                _record(session, row) for row in session.scalars(select(AgentRow).order_by(AgentRow.name))
            ]

    def get(self, agent_id: str) -> Agent:
        with self._workspace.db.reading() as session:
            return _record(session, _agent(session, agent_id))

    def templates(self, language: str = "en") -> Sequence[AgentTemplate]:
        """What an agent can begin from, described in "en" or "ar"; the general one first."""
        return known.templates(language)

    def create(
        self,
        name: str,
        *,
        template: str = GENERAL,
        language: str = "en",
        model_id: str | None = None,
        version_id: str | None = None,
        collection: str | None = None,
        system_prompt: str | None = None,
        settings: dict[str, Any] | None = None,
    ) -> Agent:
        """A new agent with its first release.

        Without a version it speaks through the untouched model ``model_id``, by default the first one.
        ``collection`` (name or id) is where it looks; None for all documents. ``settings`` may leave out
        what should stay as it suits the model and the ``template``, whose prompt in ``language`` it gets when
        none is given. Raises :class:`UserError` for a version that has not passed the gate.
        """
        name, began = _checked_name(name), known.template(template)
        with self._workspace.db.session() as session:
            if session.scalars(select(AgentRow.id).where(AgentRow.name == name)).first():
                raise UserError(f"There already is an agent “{name}”.", do="Choose another name.")
            model = _model_for(session, model_id, version_id)
            suited = fitting(_parameters(model), tuned=version_id is not None)
            suited = settings_from({**began.settings, "template": template}, suited)
            chosen = settings_from(settings or {}, suited)
            row = AgentRow(name=name)
            session.add(row)
            session.flush()
            release = ReleaseRow(
                model_id=model.id,
                version_id=version_id,
                collection_id=_collection_id(session, collection),
                system_prompt=(system_prompt or "").strip() or began.prompts.get(language, began.prompt),
                settings=asdict(chosen),
            )
            self._publish(session, row, release)
            return _record(session, row)

    def release(self, agent_id: str, version_id: str | None) -> Agent:
        """Puts another version under the agent, or with None its untouched base model.

        Raises :class:`UserError` for a version that has not passed the gate.
        """
        with self._workspace.db.session() as session:
            row = _agent(session, agent_id)
            now = _current(session, row)
            model = _model_for(session, now.model_id, version_id)
            suited = asdict(fitting(_parameters(model), tuned=version_id is not None))
            settings = {**now.settings, "examples": suited["examples"] and now.settings.get("examples", True)}
            if version_id is None:
                settings["examples"] = suited["examples"]
            self._publish(
                session, row, _copy(now, model_id=model.id, version_id=version_id, settings=settings)
            )
            return _record(session, row)

    def change(
        self,
        agent_id: str,
        *,
        collection: str | None = None,
        system_prompt: str | None = None,
        settings: dict[str, Any] | None = None,
    ) -> Agent:
        """A new release with another collection ("": all documents), prompt or settings; None: as is."""
        with self._workspace.db.session() as session:
            row = _agent(session, agent_id)
            now = _current(session, row)
            new = _copy(now, settings=asdict(settings_from(settings or {}, AgentSettings(**now.settings))))
            if collection is not None:
                new.collection_id = _collection_id(session, collection or None)
            if system_prompt is not None:
                new.system_prompt = system_prompt.strip() or known.template(new.settings["template"]).prompt
            self._publish(session, row, new)
            return _record(session, row)

    def rollback(self, agent_id: str) -> Agent:
        """Returns to the release before the current one. Raises :class:`UserError` when there is none."""
        with self._workspace.db.session() as session:
            row = _agent(session, agent_id)
            now = _current(session, row)
            earlier = session.scalars(
                select(ReleaseRow)
                .where(ReleaseRow.agent_id == row.id, ReleaseRow.number < now.number)
                .order_by(ReleaseRow.number.desc())
                .limit(1)
            ).first()
            if earlier is None:
                raise UserError(f"The agent “{row.name}” has no release before number {now.number}.")
            row.release_id = earlier.id
            self._workspace.audit.append(session, "agent.rollback", row.id, number=earlier.number)
            return _record(session, row)

    def delete(self, agent_id: str) -> None:
        """Removes an agent with its releases and conversations. The last one stays: someone must answer."""
        with self._workspace.db.session() as session:
            row = _agent(session, agent_id)
            if session.scalar(select(func.count()).select_from(AgentRow)) == 1:
                raise UserError(f"“{row.name}” is the only agent.", do="Make another one first.")
            delete_conversations(session, ConversationRow.agent_id == agent_id)
            session.execute(delete(AgentRow).where(AgentRow.id == agent_id))
            self._workspace.audit.append(session, "agent.delete", agent_id)

    def _publish(self, session: Session, row: AgentRow, release: ReleaseRow) -> None:
        last = session.scalar(select(func.max(ReleaseRow.number)).where(ReleaseRow.agent_id == row.id)) or 0
        release.agent_id, release.number = row.id, last + 1
        session.add(release)
        session.flush()
        row.release_id = release.id
        self._workspace.audit.append(
            session, "agent.release", row.id, number=release.number, version=release.version_id or ""
        )


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _MAX_NAME:
        raise UserError(f"An agent needs a name of 1 to {_MAX_NAME} characters.")
    return name


def _agent(session: Session, agent_id: str) -> AgentRow:
    return existing(session, AgentRow, agent_id, "agent", see="isnad agents list")


def _current(session: Session, row: AgentRow) -> ReleaseRow:
    return session.get_one(ReleaseRow, row.release_id)


def _copy(release: ReleaseRow, **changed: Any) -> ReleaseRow:
    names = ("model_id", "version_id", "collection_id", "system_prompt", "settings")
    return ReleaseRow(**{**{name: getattr(release, name) for name in names}, **changed})


def _chat_models(session: Session) -> list[ModelRow]:
    return list(
        session.scalars(select(ModelRow).where(ModelRow.kind == "chat-gguf").order_by(ModelRow.added))
    )


def _model_for(session: Session, model_id: str | None, version_id: str | None) -> ModelRow:
    if version_id is not None:
        return session.get_one(ModelRow, _released_version(session, version_id).model_id)
    if model_id is None:
        models = _chat_models(session)
        if not models:
            raise UserError("There is no chat model yet.", do="Bring one: isnad models import FILE.gguf")
        return models[0]
    model = existing(session, ModelRow, model_id, "model", see="isnad models list")
    if model.kind != "chat-gguf":
        raise UserError(f"The model {model.name} is no chat model: {model.kind}.", do="Choose a chat model.")
    return model


def _released_version(session: Session, version_id: str) -> VersionRow:
    version = existing(session, VersionRow, version_id, "version", see="isnad models list")
    if version.gate != "passed":
        state = "has not been through the gate yet" if version.gate == "pending" else "did not pass the gate"
        raise UserError(
            f"The version {version.name} {state}, so it cannot be released.",
            do="Its card says what the gate found; run the gate again, or train anew.",
        )
    return version


def _collection_id(session: Session, collection: str | None) -> str | None:
    if collection is None:
        return None
    named = select(CollectionRow.id).where(
        or_(CollectionRow.name == collection, CollectionRow.id == collection)
    )
    found = session.scalars(named).first()
    if found is None:
        raise NotFoundError(f"There is no collection “{collection}”.", do="Add documents to it first.")
    return found


def _parameters(model: ModelRow) -> int:
    return int(model.metadata_.get("parameters") or 0)


def _record(session: Session, row: AgentRow) -> Agent:
    release = _current(session, row)
    version = session.get(VersionRow, release.version_id) if release.version_id else None
    collection = session.get(CollectionRow, release.collection_id) if release.collection_id else None
    count = session.scalar(select(func.count()).select_from(ReleaseRow).where(ReleaseRow.agent_id == row.id))
    return Agent(
        id=row.id,
        name=row.name,
        base=session.get_one(ModelRow, release.model_id).name,
        version=version.name if version else None,
        version_id=release.version_id,
        collection=collection.name if collection else None,
        system_prompt=release.system_prompt,
        settings=asdict(AgentSettings(**release.settings)),
        release=release.number,
        releases=count or 0,
    )
