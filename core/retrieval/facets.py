# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the passages found spread over collections, tags, languages, kinds of file, sources and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow, TagRow
from core.retrieval.scope import day_of_document

FIELDS = ("collection", "tags", "languages", "types", "sources", "years")
Facets = dict[str, tuple[tuple[str, int], ...]]


def facets(session: Session, numbers: Sequence[int]) -> Facets:
    """For each of FIELDS the values that these passages have, each with how many, the commonest first."""
    counted: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    query = (
        select(
            CollectionRow.name,
            ChunkRow.language,
            PageRow.source,
            DocumentRow.name,
            DocumentRow.media_type,
            day_of_document(),
        )
        .join(PageRow, PageRow.id == ChunkRow.page_id)
        .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
        .join(CollectionRow, CollectionRow.id == DocumentRow.collection_id)
        .where(ChunkRow.number.in_(numbers))
    )
    for collection, language, source, name, media_type, day in session.execute(query):
        counted["collection"][collection] += 1
        counted["languages"][language] += 1
        counted["types"][PurePath(name).suffix.removeprefix(".").lower() or media_type] += 1
        counted["sources"][source] += 1
        counted["years"][day[:4]] += 1
    tagged = select(TagRow.name).join(ChunkRow, ChunkRow.document_id == TagRow.document_id)
    counted["tags"].update(session.scalars(tagged.where(ChunkRow.number.in_(numbers))))
    return {field: tuple(counter.most_common()) for field, counter in counted.items()}
