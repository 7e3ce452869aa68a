# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a search is limited to: the names in SearchFilters looked up, and the condition that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow, TagRow
from core.documents.rows import with_members
from core.errors import NotFoundError, UserError
from core.records import SearchFilters
from core.retrieval import normalise

SOURCES = ("text", "ocr", "corrected")
_LANGUAGES = {
    "ar": "arabic العربية عربي عربية بالعربية",
    "en": "english الإنجليزية إنجليزي إنجليزية بالإنجليزية",
    "fr": "french الفرنسية فرنسي français",
    "de": "german الألمانية ألماني deutsch",
    "es": "spanish الإسبانية إسباني español",
    "fa": "persian farsi الفارسية فارسي",
    "ur": "urdu الأردية أردو",
    "he": "hebrew العبرية عبري",
    "tr": "turkish التركية تركي",
}
_BY_NAME = {normalise.fold(name): code for code, names in _LANGUAGES.items() for name in names.split()}
_SOURCE_NAMES = {"نص": "text", "مسح": "ocr", "ضوئي": "ocr", "مصحح": "corrected", "scan": "ocr"}
INDEX = table("chunk_fts", column("rowid"))
_SHOWN = 20
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Scope:
    """:class:`SearchFilters` with ids in the place of names; nothing given: all passages.

    ``phrases``: sequences of stems, parted by blanks, that a passage must have one after the other.
    """

    collection: str | None = None
    documents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    phrases: tuple[str, ...] = ()

    @classmethod
    def of(cls, session: Session, filters: SearchFilters, phrases: Iterable[str] = ()) -> Scope:
        """Raises :class:`UserError` for a collection, document, tag, source or day that there is not."""
        return cls(
            collection=_collection(session, filters.collection) if filters.collection else None,
            documents=tuple(_document(session, one) for one in filters.documents),
            tags=tuple(_tag(session, one) for one in filters.tags),
            languages=tuple(map(language_code, filters.languages)),
            types=tuple(one.strip().lower().removeprefix(".") for one in filters.types),
            sources=tuple(map(_source, filters.sources)),
            since=span_of(filters.since)[0] if filters.since else None,
            until=span_of(filters.until)[1] if filters.until else None,
            phrases=tuple(stems for phrase in phrases if (stems := " ".join(normalise.stems(phrase)))),
        )

    @classmethod
    def given(cls, values: Mapping[str, Any]) -> Scope:
        """What :meth:`values` gave, after its way through a pipe."""
        listed: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
        return cls(**listed)

    def values(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def unlimited(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))

    @property
    def whole_collection(self) -> bool:
        """Whether it is all of a collection, or of all of them."""
        return self == Scope(collection=self.collection)

    def condition(self) -> ColumnElement[bool] | None:
        """Over ChunkRow joined with DocumentRow; None where there is no limit."""
        conditions = [*self._of_documents(), *self._of_passages()]
        return and_(*conditions) if conditions else None

    def numbers(self) -> Select[int]:
        """The numbers of the chunks within."""
        query = select(ChunkRow.number).join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
        condition = self.condition()
        return query if condition is None else query.where(condition)

    def _of_documents(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.collection:
            found.append(DocumentRow.collection_id == self.collection)
        if self.documents:
            found.append(DocumentRow.id.in_(with_members(self.documents)))
        if self.tags:
            found.append(exists().where(TagRow.document_id == DocumentRow.id, TagRow.name.in_(self.tags)))
        if self.types:
            found.append(or_(*map(_of_type, self.types)))
        if self.since:
            found.append(day_of_document("12-31") >= self.since)
        if self.until:
            found.append(day_of_document("01-01") <= self.until)
        return found

    def _of_passages(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.languages:
            found.append(ChunkRow.language.in_(self.languages))
        if self.sources:
            found.append(exists().where(PageRow.id == ChunkRow.page_id, PageRow.source.in_(self.sources)))
        for phrase in self.phrases:
            # Stems are letters and digits alone, so that no operator hides in them.
            match = literal_column("chunk_fts").op("MATCH")(f'stems : "{phrase}"')
            found.append(ChunkRow.number.in_(select(INDEX.c.rowid).where(match)))
        return found


ALL = Scope()


def days_after(day: str, days: int) -> str:
    """The day (ISO 8601) that many days after ``day``; before it where they are negative."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def span_of(written: str) -> tuple[str, str]:
    """The first and the last day of "2021", "2021-03" or "2021-03-09". Raises :class:`UserError`."""
    match = _DAY.fullmatch(normalise.fold(written.strip()))
    year, month, day = (int(part) if part else None for part in match.groups()) if match else (0, 0, 0)
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise UserError(
            f"“{written}” is no day.", do="Write it as 2021-03-09, or 2021-03, or 2021."
        ) from None
    if day:
        return first.isoformat(), first.isoformat()
    following = date(first.year + (month in {None, 12}), 1 if month is None else month % 12 + 1, 1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def language_code(written: str) -> str:
    """The code of a language that is given by its code or its name in English or Arabic."""
    return _BY_NAME.get(normalise.fold(written.strip()), written.strip().lower())


def day_of_document(latest: str = "01-01") -> ColumnElement[str]:
    """When a document says it was made, else when it came; ``latest`` fills a day that it leaves open."""
    said = func.substr(DocumentRow.created_on, 1, 10, type_=String)
    whole = said.concat(func.substr(f"0000-{latest}", func.length(said) + 1, type_=String))
    return case((said != "", whole), else_=func.date(DocumentRow.added, "unixepoch", type_=String))


def _of_type(written: str) -> ColumnElement[bool]:
    media = DocumentRow.media_type
    return or_(
        media == written,
        media.startswith(f"{written}/", autoescape=True),
        func.lower(DocumentRow.name).endswith(f".{written}", autoescape=True),
    )


def _collection(session: Session, written: str) -> str:
    row = CollectionRow
    named = session.scalar(select(row.id).where((row.name == written) | (row.id == written)))
    if named is not None:
        return named
    like = session.scalars(select(row.id).where(row.id.startswith(written, autoescape=True)).limit(2)).all()
    if len(like) != 1:
        raise NotFoundError(f"There is no collection “{written}”.", do="See: isnad documents list")
    return like[0]


def _document(session: Session, document_id: str) -> str:
    if session.get(DocumentRow, document_id) is None:
        raise NotFoundError(f"There is no document {document_id}.", do="See: isnad documents list")
    return document_id


def _tag(session: Session, written: str) -> str:
    name = " ".join(written.split())
    known = session.scalars(select(TagRow.name).distinct()).all()
    if name in known:
        return name
    alike = [one for one in known if normalise.fold(one) == normalise.fold(name)]
    if alike:
        return alike[0]
    raise NotFoundError(
        f"No document has the tag “{name}”.",
        do=f"There are: {', '.join(sorted(known)[:_SHOWN])}." if known else "No document has any tag.",
    )


def _source(written: str) -> str:
    source = _SOURCE_NAMES.get(normalise.fold(written.strip()), written.strip().lower())
    if source not in SOURCES:
        raise UserError(f"Text does not come from “{written}”.", do=f"Use one of: {', '.join(SOURCES)}.")
    return source
