# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collections of documents: making, renaming, moving documents between them, and which engine reads them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, CollectionRow, DocumentRow, EmbeddingRow
from core.documents.rows import existing, existing_collection, with_members
from core.documents.trail import note
from core.errors import UserError
from core.records import Collection
from core.workspace import Workspace

DEFAULT_COLLECTION = "documents"


def listed(workspace: Workspace) -> list[Collection]:
    """All collections by name, the default one first when it is there."""
    query = select(CollectionRow, func.count(DocumentRow.id)).outerjoin(DocumentRow)
    with workspace.db.reading() as session:
        rows = session.execute(query.group_by(CollectionRow.id)).all()
        found = [Collection(row.id, row.name, count, row.ocr_engine) for row, count in rows]
    return sorted(found, key=lambda collection: (collection.name != DEFAULT_COLLECTION, collection.name))


def made(workspace: Workspace, name: str) -> Collection:
    """The collection of this name, made when new. Raises :class:`UserError` for an empty name."""
    name = _checked(name)
    with workspace.db.session() as session:
        row = session.scalars(select(CollectionRow).where(CollectionRow.name == name)).first()
        if row is None:
            row = CollectionRow(name=name)
            session.add(row)
            session.flush()
            workspace.audit.append(session, "collection.add", row.id)
        return _record(session, row)


def renamed(workspace: Workspace, collection_id: str, name: str) -> Collection:
    """Raises :class:`UserError` when another collection has the name, or it is empty."""
    name = _checked(name)
    with workspace.db.session() as session:
        row = existing_collection(session, collection_id)
        taken = session.scalar(select(CollectionRow.id).where(CollectionRow.name == name))
        if taken not in {None, collection_id}:
            raise UserError(f"There is a collection “{name}” already.", do="Choose another name.")
        row.name = name
        workspace.audit.append(session, "collection.rename", collection_id)
        return _record(session, row)


def set_engine(workspace: Workspace, collection_id: str, engine: str | None) -> Collection:
    """Which OCR engine reads what is added from now on; None: the usual one."""
    check_engine(engine)
    with workspace.db.session() as session:
        row = existing_collection(session, collection_id)
        row.ocr_engine = engine
        workspace.audit.append(session, "collection.engine", collection_id, engine=engine)
        return _record(session, row)


def check_engine(engine: str | None) -> None:
    """Raises :class:`UserError` for an engine that is not known."""
    from core.documents.ocr.engine import ENGINES

    if engine is not None and engine not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise UserError(f"There is no OCR engine “{engine}”.", do=f"There are: {known}.")


def move(workspace: Workspace, ids: Sequence[str], collection: str) -> None:
    """Puts documents, with the files within them, into a collection (its id or name; made when new).

    Raises :class:`UserError`, naming them, when the collection holds the same content already.
    """
    with workspace.db.reading() as session:
        target = session.get(CollectionRow, collection)
    target_id = target.id if target is not None else made(workspace, collection).id
    with workspace.db.session() as session:
        for document_id in ids:
            existing(session, document_id)
        moving = DocumentRow.id.in_(with_members(ids)) & (DocumentRow.collection_id != target_id)
        _refuse_doubles(session, target_id, session.scalars(select(DocumentRow).where(moving)).all())
        _renew_vectors(session, session.scalars(select(DocumentRow.id).where(moving)).all())
        session.execute(update(DocumentRow).where(moving).values(collection_id=target_id))
        note(workspace, session, "move", ids, collection=target_id)


def _refuse_doubles(session: Session, target_id: str, rows: Sequence[DocumentRow]) -> None:
    there = select(DocumentRow.sha256).where(DocumentRow.collection_id == target_id)
    known = set(session.scalars(there))
    doubles = []
    for row in rows:
        if row.sha256 in known:
            doubles.append(row.path)
        known.add(row.sha256)
    if doubles:
        raise UserError(
            "The collection holds the same content already:", details=doubles, do="Delete one of the two."
        )


def _renew_vectors(session: Session, ids: Sequence[str]) -> None:
    """Gives the vectors new ids: the cache keeps each with its collection, and takes them for new ones."""
    moved = (
        select(EmbeddingRow.id)
        .join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
        .where(ChunkRow.document_id.in_(ids))
    )
    columns = [EmbeddingRow.chunk_number, EmbeddingRow.model_hash, EmbeddingRow.start, EmbeddingRow.end]
    old = list(session.scalars(moved))
    for start in range(0, len(old), 500):
        batch = EmbeddingRow.id.in_(old[start : start + 500])
        copied = select(*columns, EmbeddingRow.vector).where(batch)
        names = [column.key for column in (*columns, EmbeddingRow.vector)]
        session.execute(insert(EmbeddingRow).from_select(names, copied))
        session.execute(EmbeddingRow.__table__.delete().where(batch))  # type: ignore[attr-defined]


def _checked(name: str) -> str:
    name = name.strip()
    if not name:
        raise UserError("A collection needs a name.")
    return name


def _record(session: Session, row: CollectionRow) -> Collection:
    query = select(func.count()).where(DocumentRow.collection_id == row.id)
    return Collection(row.id, row.name, session.scalar(query) or 0, row.ocr_engine)
