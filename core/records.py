# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves core: frozen records, and Changes, which says what a piece of work altered.

Times are Unix seconds, pages count from 1, spans are character offsets into the page's text, boxes are
fractions of the page's width and height (left, top, right, bottom).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Changes:
    """Which kinds of record a piece of work altered; views redraw what they show of these."""

    documents: bool = False
    datasets: bool = False
    runs: bool = False
    models: bool = False
    agents: bool = False
    chats: bool = False
    jobs: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True)
class Job:
    """State: queued, running, paused, succeeded, failed, cancelled, interrupted."""

    id: str
    kind: str
    title: str
    state: str
    done: float
    total: float
    message: str
    error: str | None
    result: dict[str, Any] | None
    created: float
    started: float | None
    ended: float | None

    @property
    def finished(self) -> bool:
        return self.state in {"succeeded", "failed", "cancelled", "interrupted"}


@dataclass(frozen=True)
class Collection:
    """``ocr_engine``: what recognises its pictures; None for the usual one."""

    id: str
    name: str
    documents: int
    ocr_engine: str | None = None


@dataclass(frozen=True)
class Document:
    """Status: pending, ready, partial, failed; ``duplicate`` only in the answer to an ingest.

    ``parent_id`` is the document that a file was found in, ``members`` counts the files found within.
    ``title``, ``author`` and the days (ISO 8601) are what the file says itself, empty where it does not.
    ``locked``: no password opened it.
    """

    id: str
    path: str
    name: str
    collection: str
    sha256: str
    size: int
    media_type: str
    status: str
    pages: int
    pages_text: int
    pages_ocr: int
    pages_failed: int
    languages: str
    error: str | None
    added: float
    pages_corrected: int = 0
    parent_id: str | None = None
    members: int = 0
    title: str = ""
    author: str = ""
    created_on: str = ""
    modified_on: str = ""
    tags: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True)
class Page:
    """Source: text, ocr, corrected, failed. Confidence 0..1 for OCR, None for a text layer.

    ``reason`` says why the text is from where it is, ``engine`` what recognised it, ``label`` how the page is
    numbered in print. ``body`` is the span of the text between running header and footer, None: all of it.
    """

    id: str
    document_id: str
    number: int
    source: str
    text: str
    confidence: float | None
    languages: str
    seconds: float
    error: str | None
    reason: str = ""
    engine: str = ""
    label: str = ""
    body: tuple[int, int] | None = None


@dataclass(frozen=True)
class PageLine:
    """A line of a page's text, and where it stands on the image where that is known."""

    start: int
    end: int
    text: str
    box: Box | None


@dataclass(frozen=True)
class Entity:
    """A name, day, amount or mark on a page: ``text`` is ``start:end`` of it, ``value`` its one spelling.

    ``kind``: one of core.documents.entities.recognisers. ``day`` (ISO 8601) for what stands on a timeline.
    """

    kind: str
    value: str
    text: str
    document_id: str
    document: str
    page: int
    start: int
    end: int
    day: str | None = None


@dataclass(frozen=True)
class EntityCount:
    """How often a value is named, and in how many documents."""

    kind: str
    value: str
    mentions: int
    documents: int


@dataclass(frozen=True)
class TimelineEntry:
    """A day that a page names: ``start:end`` is the day on the page, ``text`` the sentence around it."""

    day: str
    text: str
    document_id: str
    document: str
    page: int
    start: int
    end: int


@dataclass(frozen=True)
class Similar:
    """``likeness`` 0..1: the share of runs of five words that two documents have in common, estimated."""

    document_id: str
    document: str
    likeness: float


@dataclass(frozen=True)
class Passage:
    """A span of a page, and where it stands on the page's image."""

    document_id: str
    document: str
    page: int
    start: int
    end: int
    text: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A chunk: ``text`` is ``start:end`` of its page. ``best_start:best_end``, on the page too, fits best."""

    rank: int
    score: float
    document: str
    document_id: str
    page: int
    chunk_id: str
    start: int
    end: int
    text: str
    best_start: int = 0
    best_end: int = 0


@dataclass(frozen=True)
class SearchFilters:
    """What a search is limited to; within a field any value will do, and every field given must fit.

    ``collection``: a name, an id or its beginning. ``documents``: ids. ``types``: kinds of file as
    ``Document.media_type`` or the end of a name ("pdf"). ``sources``: text, ocr, corrected. ``since`` and
    ``until`` (ISO 8601 days, inclusive) are of the document: when it says it was made, else when it came.
    """

    collection: str | None = None
    documents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class SearchResult:
    """``corrected`` is the query as it was searched when that differs from what was typed, else None.

    ``note`` tells the reader what to know about this result (no embedder knows the language, …).
    ``intent``: lookup, summarise, list, compare, timeline, count. ``understood`` says in a few words each
    what was read out of the query: a day, a name, a document it speaks of. ``facets``: for each field of
    :class:`SearchFilters` how many of the passages found have which value.
    """

    query: str
    corrected: str | None
    language: str
    mode: str
    hits: tuple[Hit, ...]
    seconds: float
    note: str = ""
    intent: str = "lookup"
    understood: tuple[str, ...] = ()
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedSearch:
    """A search that a person keeps under a name."""

    id: str
    name: str
    query: str
    mode: str
    filters: SearchFilters
    created: float


@dataclass(frozen=True)
class Dataset:
    """Kind: chat, qa, label. ``hash`` covers accepted examples and their splits."""

    id: str
    name: str
    kind: str
    recipe: str
    source: str
    examples: int
    accepted: int
    rejected: int
    pending: int
    splits: dict[str, int]
    hash: str
    created: float


@dataclass(frozen=True)
class Example:
    """``messages`` are (role, content) pairs; ``edited``: they differ from the original.

    State: pending, accepted, rejected.
    """

    id: str
    dataset_id: str
    number: int
    messages: tuple[tuple[str, str], ...]
    state: str
    edited: bool
    split: str
    origin: str
    document_id: str | None
    document: str | None
    page: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True)
class RejectedRow:
    row: int
    why: str


@dataclass(frozen=True)
class ImportReport:
    dataset_id: str
    examples: int
    rejected: tuple[RejectedRow, ...]


@dataclass(frozen=True)
class Run:
    """One training run, with its curves as (step, value)."""

    run_id: str
    job_id: str
    state: str
    method: str
    base: str
    dataset: str
    dataset_id: str
    config: dict[str, Any]
    loss: tuple[tuple[int, float], ...]
    eval: tuple[tuple[int, float], ...]
    tokens_per_second: float | None
    peak_memory_bytes: int | None
    seconds: float
    metrics: dict[str, Any]
    error: str | None
    version_id: str | None
    created: float


@dataclass(frozen=True)
class SettingInfo:
    """A setting of a training method, for a form. Kind: int, float, bool, str; bounds are inclusive."""

    name: str
    kind: str
    default: Any
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one setting; ``setting`` is empty for what concerns none alone."""

    setting: str
    what: str


@dataclass(frozen=True)
class Forecast:
    """An estimate before a run starts: bytes of memory, seconds, and what it was computed from."""

    memory_bytes: int
    seconds: float
    steps: int
    trainable_parameters: int
    tokens: int


@dataclass(frozen=True)
class Model:
    """A model on disk. Kind: chat-gguf, embedder, reranker (a cross-encoder), nli (judges support), ocr."""

    id: str
    name: str
    kind: str
    path: str
    sha256: str
    size: int
    licence: str
    languages: tuple[str, ...]
    metadata: dict[str, Any]


@dataclass(frozen=True)
class Version:
    """Gate: pending, passed, failed."""

    id: str
    name: str
    base: str
    run_id: str
    dataset: str
    gate: str
    gate_report: dict[str, Any]
    metrics: dict[str, Any]
    card: str
    created: float


@dataclass(frozen=True)
class LineageNode:
    """A step of the chain of transmission. Kind: document, page, dataset, run, version, agent, model.

    ``page`` is the number of a page.
    """

    kind: str
    id: str
    label: str
    detail: str
    parents: tuple[str, ...]
    page: int | None = None


@dataclass(frozen=True)
class Agent:
    """``version`` is None for the untouched base model; ``release`` counts from 1."""

    id: str
    name: str
    base: str
    version: str | None
    version_id: str | None
    collection: str | None
    system_prompt: str
    settings: dict[str, Any]
    release: int
    releases: int


@dataclass(frozen=True)
class Citation:
    """``start:end`` of a page. ``boxes``: where that is on the page's image, empty where it is not known."""

    document: str
    document_id: str
    page: int
    quote: str
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer; supported when a citation's passage carries it.

    ``support``: supported, partly, unsupported. ``problems`` name in plain words what the passage does not
    contain: a number, a name, a day. ``confidence`` 0..1: how sure the check is that the passage carries it.
    """

    text: str
    supported: bool
    citations: tuple[Citation, ...]
    support: str = ""
    problems: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True)
class Usage:
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0


@dataclass(frozen=True)
class ContextUse:
    """How the model's context is filled, in tokens: what it reads at most and what takes how much of it.

    ``passages_read`` of ``passages_found`` fitted; so did ``turns_read`` of the ``turns`` before, the others
    are ``summarised`` or left out.
    """

    context_tokens: int
    instructions: int
    passages: int
    conversation: int
    question: int
    answer_room: int
    passages_read: int
    passages_found: int
    turns_read: int
    turns: int
    summarised: bool = False


@dataclass(frozen=True)
class Answer:
    """``note`` says what to know about this answer: quoted because the model lacks the language, …

    ``mode``: generated, quoted (word for word from the passages), steps (gone over all documents one after
    the other), none (the documents do not answer). ``asked``: the question as it was searched where the
    conversation was folded in. ``withheld``: the rules that kept something out of the answer.
    """

    answer: str
    abstained: bool
    sentences: tuple[Sentence, ...]
    usage: Usage
    note: str = ""
    message_id: str | None = None
    mode: str = "generated"
    asked: str | None = None
    context: ContextUse | None = None
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class Message:
    """Role: user, assistant. Feedback: -1, 0, 1. ``branches``: ids of all with the same parent, in order."""

    id: str
    role: str
    text: str
    answer: Answer | None
    feedback: int
    created: float
    parent_id: str | None = None
    branches: tuple[str, ...] = ()
    feedback_reason: str = ""


@dataclass(frozen=True)
class Conversation:
    """``documents``: ids and names of those alone that it is about; empty: all that the agent sees."""

    id: str
    agent: str
    title: str
    created: float
    messages: int
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChatHit:
    """A message that a search over the conversations found: ``start:end`` of ``text`` is what fits."""

    conversation_id: str
    title: str
    message_id: str
    role: str
    text: str
    start: int
    end: int
    created: float


@dataclass(frozen=True)
class AgentUse:
    """An agent's figures over a span of time; times in seconds, ``satisfaction`` 0..1 of the rated answers.

    ``days``: (ISO day, answers, mean first-token seconds, mean tokens a second).
    """

    agent_id: str
    agent: str
    answers: int
    abstentions: int
    errors: int
    first_token_seconds: float | None
    first_token_p95: float | None
    total_seconds: float | None
    tokens_per_second: float | None
    rated: int
    satisfaction: float | None
    days: tuple[tuple[str, int, float, float], ...] = ()


@dataclass(frozen=True)
class AgentTemplate:
    """A kind of agent to begin from, in the language asked for. ``form``: text, or the columns of a table."""

    name: str
    title: str
    summary: str
    prompt: str
    form: tuple[str, ...]
    recipe: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """One finding of the doctor."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a long piece of work is. ``left`` in seconds, None while unknown."""

    done: float
    total: float
    message: str = ""
    left: float | None = None
    extra: dict[str, Any] = field(default_factory=dict)
