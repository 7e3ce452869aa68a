# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chain of transmission of a version: who uses it, and from which run, data, pages and base it came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import (
    AgentRow,
    DatasetRow,
    DocumentRow,
    ExampleRow,
    ModelRow,
    PageRow,
    ReleaseRow,
    RunRow,
    VersionRow,
)
from core.records import LineageNode


def of_version(session: Session, version: VersionRow) -> list[LineageNode]:
    """Agents, version, run, base model, dataset, pages, documents: each names its parents, what it came from.

    Hashes stand in ``detail``.
    """
    run = session.get_one(RunRow, version.run_id)
    base = session.get_one(ModelRow, version.model_id)
    dataset = session.get_one(DatasetRow, run.dataset_id)
    pages, documents = _sources(session, dataset.id)
    through_pages = {parent for page in pages for parent in page.parents}
    origins = [node.id for node in (*pages, *documents) if node.id not in through_pages]
    return [
        *_agents(session, version),
        LineageNode("version", version.id, version.name, f"gate {version.gate}", (run.id,)),
        LineageNode(
            "run", run.id, f"{run.method}, {run.seconds:.0f} s", _settings(run), (dataset.id, base.id)
        ),
        LineageNode("model", base.id, base.name, f"sha256 {run.base_hash}", ()),
        LineageNode("dataset", dataset.id, dataset.name, f"hash {run.dataset_hash}", tuple(origins)),
        *pages,
        *documents,
    ]


def _agents(session: Session, version: VersionRow) -> Iterator[LineageNode]:
    """Agents whose release of now is made of this version."""
    query = (
        select(AgentRow, ReleaseRow)
        .join(ReleaseRow, AgentRow.release_id == ReleaseRow.id)
        .where(ReleaseRow.version_id == version.id)
        .order_by(AgentRow.name)
    )
    for agent, release in session.execute(query):
        yield LineageNode("agent", agent.id, agent.name, f"release {release.number}", (version.id,))


def _settings(run: RunRow) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(run.settings.items()))


def _sources(session: Session, dataset_id: str) -> tuple[list[LineageNode], list[LineageNode]]:
    """The pages that accepted examples were made from, and the documents of these pages, by name.

    A document that is not in the workspace (any more) is known by its name alone.
    """
    query = (
        select(DocumentRow, PageRow, ExampleRow.source)
        .select_from(ExampleRow)
        .join(DocumentRow, ExampleRow.document_id == DocumentRow.id, isouter=True)
        .join(
            PageRow,
            (PageRow.document_id == DocumentRow.id) & (PageRow.number == ExampleRow.page),
            isouter=True,
        )
        .where(ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted")
        .distinct()
        .order_by(ExampleRow.source, DocumentRow.name, PageRow.number)
    )
    pages: dict[str, LineageNode] = {}
    documents: dict[str, LineageNode] = {}
    # An outer join gives None for what is not there, which the types of select() do not know.
    rows: Any = session.execute(query)
    for document, page, source in rows:
        if document is not None:
            documents[document.id] = _document(document)
        elif source:
            documents[source] = LineageNode("document", source, source, "not in the workspace", ())
        if page is not None:
            label = f"{document.name}, page {page.number}"
            pages[page.id] = LineageNode("page", page.id, label, _reading(page), (document.id,), page.number)
    return list(pages.values()), list(documents.values())


def _document(row: DocumentRow) -> LineageNode:
    return LineageNode("document", row.id, row.name, f"sha256 {row.sha256}", ())


def _reading(page: PageRow) -> str:
    confidence = f", confidence {page.confidence:.2f}" if page.confidence is not None else ""
    return f"read from {'the text layer' if page.source == 'text' else page.source.upper()}{confidence}"
