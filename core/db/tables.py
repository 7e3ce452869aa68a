# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every table of the workspace. Rows of these classes never leave core: services return core.records.

Ids are 32 hex digits (uuid4). Times are Unix seconds. ``*_json`` columns hold JSON text.
"""

from __future__ import annotations

import time
import uuid
from typing import Any, ClassVar

from sqlalchemy import DDL, JSON, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def new_id() -> str:
    return uuid.uuid4().hex


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON, list[Any]: JSON}


def _parent(target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> Mapped[Any]:
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=True, nullable=nullable)


# --- ground -----------------------------------------------------------------------------------


class SettingRow(Base):
    """A workspace-wide setting that is not the window's look."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class AuditRow(Base):
    """One link of the audit chain; ``hash`` covers the fields and ``previous`` (see core.vault.audit)."""

    __tablename__ = "audit"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[float] = mapped_column(default=time.time)
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]


class NetworkAttemptRow(Base):
    """A call that core.offline refused in some process of this workspace."""

    __tablename__ = "network_attempts"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[float]
    process: Mapped[str]
    event: Mapped[str]
    caller: Mapped[str]


class JobRow(Base):
    """The queue. States: queued, running, paused, succeeded, failed, cancelled, interrupted."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="queued", index=True)
    done: Mapped[float] = mapped_column(default=0.0)
    total: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(default="")
    error: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]
    pid: Mapped[int | None]
    heartbeat: Mapped[float | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    pause_requested: Mapped[bool] = mapped_column(default=False)
    created: Mapped[float] = mapped_column(default=time.time, index=True)
    started: Mapped[float | None]
    ended: Mapped[float | None]
    attempts: Mapped[int] = mapped_column(default=0)


# --- documents --------------------------------------------------------------------------------


class CollectionRow(Base):
    __tablename__ = "collections"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    created: Mapped[float] = mapped_column(default=time.time)
    ocr_engine: Mapped[str | None]


class DocumentRow(Base):
    """A file that was dropped. Status: pending, ready, partial, failed. ``path`` is as it was given.

    ``blob`` names the sealed original; None for a file of a kind that is not read. A file found within
    another has it as its parent and "outer.zip!inner.pdf" as its path; ``members`` counts those within.
    ``created_on`` and ``modified_on`` are days or times as ISO 8601 that the file itself tells.
    ``signature``: core.documents.similar. ``locked``: none of the passwords given opened it; ``password``
    does.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("collection_id", "sha256"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    collection_id: Mapped[str] = _parent("collections.id")
    path: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str]
    blob: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(default="pending", index=True)
    error: Mapped[str | None]
    page_count: Mapped[int] = mapped_column(default=0)
    languages: Mapped[str] = mapped_column(default="")
    settings_hash: Mapped[str] = mapped_column(default="")
    added: Mapped[float] = mapped_column(default=time.time)
    parent_id: Mapped[str | None] = _parent("documents.id", nullable=True)
    members: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    created_on: Mapped[str] = mapped_column(default="")
    modified_on: Mapped[str] = mapped_column(default="")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    locked: Mapped[bool] = mapped_column(default=False)
    password: Mapped[str | None]


class CollectionEmbedderRow(Base):
    """Which embedder a collection wants; without a row, the one that speaks for the language of a passage."""

    __tablename__ = "collection_embedders"
    collection_id: Mapped[str] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[str] = _parent("models.id")


class SavedSearchRow(Base):
    """A search that a person keeps: the query, its mode and its filters (core.records.SearchFilters)."""

    __tablename__ = "saved_searches"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str]
    mode: Mapped[str]
    filters: Mapped[dict[str, Any]]
    created: Mapped[float] = mapped_column(default=time.time)


class TagRow(Base):
    """A word that a person put on a document."""

    __tablename__ = "tags"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True, index=True)


class PageRow(Base):
    """The page ledger. Source: text, ocr, corrected, failed. ``words`` is packed by core.documents.pages.

    ``reason`` says why the text is from where it is, ``engine`` what recognised it, ``label`` how the page is
    numbered in print; ``body_start:body_end`` is the text without running header and footer.
    """

    __tablename__ = "pages"
    # Counting the pages of each source reads this index alone, not the pages with all their text.
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_pages_document_source", "document_id", "source"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = _parent("documents.id")
    number: Mapped[int]
    source: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    confidence: Mapped[float | None]
    languages: Mapped[str] = mapped_column(default="")
    seconds: Mapped[float] = mapped_column(default=0.0)
    error: Mapped[str | None]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(default="")
    engine: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    body_start: Mapped[int | None]
    body_end: Mapped[int | None]


class ReadingRow(Base):
    """What was read on a page before a person corrected it: the page's own columns as they were."""

    __tablename__ = "readings"
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str]
    text: Mapped[str]
    confidence: Mapped[float | None]
    error: Mapped[str | None]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    body_start: Mapped[int | None]
    body_end: Mapped[int | None]
    corrected: Mapped[float] = mapped_column(default=time.time)


class EntityRow(Base):
    """A name, day, amount or mark on a page: ``page.text[start:end]``, and one value for all its spellings.

    ``kind`` and ``value``: core.documents.entities.recognisers. ``day`` (ISO 8601) for what a timeline shows.
    """

    __tablename__ = "entities"
    __table_args__ = (Index("ix_entities_kind_value", "kind", "value"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = _parent("documents.id")
    page_id: Mapped[str] = _parent("pages.id")
    kind: Mapped[str]
    value: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    day: Mapped[str | None] = mapped_column(index=True)


class IngestedFileRow(Base):
    """What became of one file that an ingest job met: the job goes on after a crash with those not in here.

    Status: pending (being read), ready, partial, failed, duplicate. No ``document_id``: a file that could
    not even be read.
    """

    __tablename__ = "ingested_files"
    __table_args__ = (UniqueConstraint("job_id", "path"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    job_id: Mapped[str] = _parent("jobs.id")
    path: Mapped[str]
    document_id: Mapped[str | None] = _parent("documents.id", nullable=True, ondelete="SET NULL")
    sha256: Mapped[str | None]
    status: Mapped[str]
    error: Mapped[str | None]


class ChunkRow(Base):
    """A span of one page: ``page.text[start:end]``. ``number`` is the rowid that FTS5 and Chroma know."""

    __tablename__ = "chunks"
    # A number is never used again, so that a stale vector in the cache cannot point at a new chunk.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy wants it so
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True, default=new_id)
    document_id: Mapped[str] = _parent("documents.id")
    page_id: Mapped[str] = _parent("pages.id")
    start: Mapped[int]
    end: Mapped[int]
    tokens: Mapped[int]
    language: Mapped[str]
    settings_hash: Mapped[str]


class EmbeddingRow(Base):
    """A float16 vector of one window, ``page.text[start:end]``, made by the embedder ``model_hash``."""

    __tablename__ = "embeddings"
    # As for chunks: the cache must not take a new row's id for an old vector.
    __table_args__ = (
        Index("ix_embeddings_model_chunk", "model_hash", "chunk_number"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    chunk_number: Mapped[int] = _parent("chunks.number")
    model_hash: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    vector: Mapped[bytes] = mapped_column(LargeBinary)


# Normalised shadow of the chunks' text (FTS5 does not strip tashkeel). Rowid = chunks.number.
CHUNK_FTS = (
    "CREATE VIRTUAL TABLE chunk_fts USING fts5(stems, grams, content='', contentless_delete=1, "
    'tokenize="unicode61 remove_diacritics 0")'
)
CHUNK_FTS_TRIGGER = (
    "CREATE TRIGGER chunk_fts_delete AFTER DELETE ON chunks BEGIN "
    "DELETE FROM chunk_fts WHERE rowid = old.number; END"
)

# --- datasets ---------------------------------------------------------------------------------


class DatasetRow(Base):
    """Kind: chat (messages), qa (question answering), label (text classification)."""

    __tablename__ = "datasets"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    recipe: Mapped[str]
    source: Mapped[str]
    settings: Mapped[dict[str, Any]]
    created: Mapped[float] = mapped_column(default=time.time)


class ExampleRow(Base):
    """One conversation. State: pending, accepted, rejected. Split: train, validation, test or empty.

    ``messages`` is [{"role","content"}…]. ``origin``: the file and row, or the page, it came from;
    ``source``: its document's name, kept when the document is gone; ``start`` and ``end``: the passage on the
    page.
    """

    __tablename__ = "examples"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[str] = _parent("datasets.id")
    number: Mapped[int]
    messages: Mapped[list[Any]]
    original: Mapped[list[Any] | None]
    state: Mapped[str] = mapped_column(default="pending", index=True)
    split: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="", index=True)
    document_id: Mapped[str | None] = _parent("documents.id", nullable=True, ondelete="SET NULL")
    page: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]


# --- training and registry --------------------------------------------------------------------


class ModelRow(Base):
    """A file or folder of weights that stays where the user put it.

    Kind: chat-gguf, embedder, reranker (a cross-encoder), nli (judges support), ocr.
    """

    __tablename__ = "models"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    licence: Mapped[str] = mapped_column(default="")
    languages: Mapped[str] = mapped_column(default="")
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata")
    added: Mapped[float] = mapped_column(default=time.time)


class RunRow(Base):
    """One training run; its state is its job's. Settings are complete and checked."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    job_id: Mapped[str] = _parent("jobs.id")
    dataset_id: Mapped[str] = _parent("datasets.id")
    model_id: Mapped[str] = _parent("models.id")
    method: Mapped[str]
    settings: Mapped[dict[str, Any]]
    dataset_hash: Mapped[str]
    base_hash: Mapped[str]
    metrics: Mapped[dict[str, Any]]
    tokens_per_second: Mapped[float | None]
    peak_memory_bytes: Mapped[int | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    adapter_blob: Mapped[str | None]
    created: Mapped[float] = mapped_column(default=time.time)


class RunPointRow(Base):
    """A measured value at a step. Names: loss, eval_loss, tokens_per_second, memory_bytes, learning_rate."""

    __tablename__ = "run_points"
    __table_args__ = (UniqueConstraint("run_id", "name", "step"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[str] = _parent("runs.id")
    name: Mapped[str]
    step: Mapped[int]
    value: Mapped[float]
    at: Mapped[float] = mapped_column(default=time.time)


class VersionRow(Base):
    """A registered result of a run. Gate: pending, passed, failed.

    ``merged``: quantisation → {"blob", "size"} of the version merged into its base as one GGUF file.
    """

    __tablename__ = "versions"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[str] = _parent("runs.id")
    model_id: Mapped[str] = _parent("models.id")
    adapter_blob: Mapped[str]
    gguf_blob: Mapped[str | None]
    merged: Mapped[dict[str, Any]] = mapped_column(default=dict)
    gate: Mapped[str] = mapped_column(default="pending")
    gate_report: Mapped[dict[str, Any]]
    metrics: Mapped[dict[str, Any]]
    created: Mapped[float] = mapped_column(default=time.time)


# --- agents and chat --------------------------------------------------------------------------


class AgentRow(Base):
    """The name and the current release; ``release_id`` moves by release and rollback."""

    __tablename__ = "agents"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    release_id: Mapped[str | None]
    created: Mapped[float] = mapped_column(default=time.time)


class ReleaseRow(Base):
    """What an agent was made of at one time. No ``version_id``: the untouched base model."""

    __tablename__ = "releases"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    agent_id: Mapped[str] = _parent("agents.id")
    number: Mapped[int]
    model_id: Mapped[str] = _parent("models.id")
    version_id: Mapped[str | None] = _parent("versions.id", nullable=True)
    collection_id: Mapped[str | None] = _parent("collections.id", nullable=True, ondelete="SET NULL")
    system_prompt: Mapped[str]
    settings: Mapped[dict[str, Any]]
    created: Mapped[float] = mapped_column(default=time.time)


class ConversationRow(Base):
    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    agent_id: Mapped[str] = _parent("agents.id")
    title: Mapped[str]
    created: Mapped[float] = mapped_column(default=time.time)


class ConversationStateRow(Base):
    """Where a conversation stands: the message its next question follows, and the documents it is about.

    No ``head_id``: the newest message. ``documents``: ids, empty for the agent's own. ``summary``: of the
    turns up to the message ``until``, {"until", "text", "citations"}; empty where there is none.
    """

    __tablename__ = "conversation_states"
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    head_id: Mapped[str | None]
    documents: Mapped[list[Any]] = mapped_column(default=list)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)


class MessageRow(Base):
    """A turn. ``answer`` holds sentences with citations as CLI.md has them; ``feedback``: -1, 0, 1.

    ``parent_id`` is the message it follows: several with one parent are branches. ``feedback_reason`` is
    why the answer was found good or bad, in a person's words.
    """

    __tablename__ = "messages"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = _parent("conversations.id")
    number: Mapped[int]
    role: Mapped[str]
    text: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    release_id: Mapped[str | None]
    feedback: Mapped[int] = mapped_column(default=0)
    created: Mapped[float] = mapped_column(default=time.time)
    parent_id: Mapped[str | None] = _parent("messages.id", nullable=True)
    feedback_reason: Mapped[str] = mapped_column(default="")


class AnswerUseRow(Base):
    """What one answer took, for the figures of an agent: times in seconds, no content.

    ``outcome``: generated, quoted, abstained, stopped, error.
    """

    __tablename__ = "answer_uses"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    agent_id: Mapped[str] = _parent("agents.id")
    message_id: Mapped[str | None] = _parent("messages.id", nullable=True, ondelete="SET NULL")
    at: Mapped[float] = mapped_column(default=time.time, index=True)
    outcome: Mapped[str]
    first_token_seconds: Mapped[float]
    total_seconds: Mapped[float]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    tokens_per_second: Mapped[float]


class WithheldRow(Base):
    """That a rule kept something out of an answer: which rule, how often, never what."""

    __tablename__ = "withheld"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    agent_id: Mapped[str] = _parent("agents.id")
    message_id: Mapped[str | None] = _parent("messages.id", nullable=True, ondelete="SET NULL")
    at: Mapped[float] = mapped_column(default=time.time)
    rule: Mapped[str]
    count: Mapped[int]


EXTRA_DDL = (CHUNK_FTS, CHUNK_FTS_TRIGGER)
for _statement in EXTRA_DDL:
    event.listen(Base.metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
