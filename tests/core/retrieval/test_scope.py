# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search stays within its limits, by words and by meaning, and says which limit names what is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.app import App
from core.db.tables import ChunkRow, DocumentRow, PageRow
from core.errors import UserError
from core.records import SearchFilters
from core.retrieval import dense
from core.retrieval.scope import ALL, Scope, language_code, span_of
from core.workspace import Workspace
from tests.core.retrieval.conftest import embed, put
from tests.core.retrieval.test_dense import _fill as fill
from tests.core.retrieval.test_dense import _opened as opened

TEXTS = {
    "old.pdf": "The bridge has a crack in its pier.",
    "new.docx": "The bridge was closed because of the crack.",
    "note.txt": "A crack runs through the deck of the bridge.",
    "kalima.txt": "في الجسر شرخ كبير.",
}


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Documents of several kinds, days, sources and tags, embedded."""
    app = App.create(tmp_path_factory.mktemp("varied") / "ws", "only for tests")
    put(app.workspace, TEXTS)
    put(app.workspace, {"other.txt": "Another bridge with another crack."}, "others")
    with app.workspace.db.session() as session:
        rows = {row.name: row for row in session.scalars(select(DocumentRow))}
        rows["old.pdf"].media_type, rows["old.pdf"].created_on = "application/pdf", "2019-05-04T10:00:00"
        rows["new.docx"].created_on = "2023"
        rows["note.txt"].created_on = "2021-03-09"
        page = session.scalars(select(PageRow).where(PageRow.document_id == rows["old.pdf"].id)).one()
        page.source = "ocr"
        ids = {name: row.id for name, row in rows.items()}
    app.documents.tag([ids["old.pdf"], ids["note.txt"]], "urgent")
    embed(app.workspace)
    yield app
    app.close()


def _id(app: App, name: str) -> str:
    with app.workspace.db.reading() as session:
        return session.scalars(select(DocumentRow.id).where(DocumentRow.name == name)).one()


def _within(app: App, filters: SearchFilters) -> set[str]:
    with app.workspace.db.reading() as session:
        numbers = Scope.of(session, filters).numbers()
        query = select(DocumentRow.name).join(ChunkRow, ChunkRow.document_id == DocumentRow.id)
        return set(session.scalars(query.where(ChunkRow.number.in_(numbers))))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (SearchFilters(tags=("urgent",)), {"old.pdf", "note.txt"}),
        (SearchFilters(tags=("URGENT",), types=("txt",)), {"note.txt"}),
        (SearchFilters(types=("pdf", ".docx")), {"old.pdf", "new.docx"}),
        (SearchFilters(types=("application/pdf",)), {"old.pdf"}),
        (SearchFilters(types=("application",)), {"old.pdf"}),
        (SearchFilters(languages=("العربية",)), {"kalima.txt"}),
        (SearchFilters(sources=("ocr",)), {"old.pdf"}),
        (SearchFilters(until="2020"), {"old.pdf"}),
        (SearchFilters(since="2019-05-04", until="2019-05-04"), {"old.pdf"}),
        (SearchFilters(since="2021-03", until="2023-06"), {"note.txt", "new.docx"}),
        (SearchFilters(since="2021-04", until="2022"), set()),
        (SearchFilters(since="2024"), {"kalima.txt", "other.txt"}),
        (SearchFilters(collection="others"), {"other.txt"}),
        (SearchFilters(), {*TEXTS, "other.txt"}),
    ],
)
def test_each_limit(varied: App, filters: SearchFilters, names: set[str]) -> None:
    assert _within(varied, filters) == names


@pytest.mark.model
@pytest.mark.parametrize("mode", ["lexical", "dense", "hybrid"])
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (SearchFilters(tags=("urgent",)), {"old.pdf", "note.txt"}),
        (SearchFilters(types=("docx",)), {"new.docx"}),
        (SearchFilters(collection="others"), {"other.txt"}),
        (SearchFilters(sources=("corrected",)), set()),
    ],
)
def test_words_and_meaning_keep_to_it(
    varied: App, mode: str, filters: SearchFilters, names: set[str]
) -> None:
    found = varied.search.find("crack in the bridge", mode=mode, filters=filters)
    assert {hit.document for hit in found.hits} == names
    assert dict(found.facets["types"]) == {name.rpartition(".")[2]: 1 for name in names}


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("bridge crack tag:urgent", {"old.pdf", "note.txt"}),
        ("bridge type:pdf", {"old.pdf"}),
        ("نوع:pdf bridge", {"old.pdf"}),
        ("bridge collection:others", {"other.txt"}),
        ("crack before:2020", {"old.pdf"}),
        ("crack since:2021-03 until:2021-03", {"note.txt"}),
        ("شرخ lang:arabic", {"kalima.txt"}),
        ('"closed because of the crack"', {"new.docx"}),
        ("crack «Closed  because»", {"new.docx"}),
        ("«شرخ كبير»", {"kalima.txt"}),
        ('"crack the bridge"', set()),
    ],
)
def test_operators_in_the_query(varied: App, query: str, names: set[str]) -> None:
    found = varied.search.find(query)
    assert {hit.document for hit in found.hits} == names
    assert found.understood
    assert found.corrected is None


def test_documents_by_their_ids(varied: App) -> None:
    wanted = SearchFilters(documents=(_id(varied, "note.txt"), _id(varied, "new.docx")))
    assert _within(varied, wanted) == {"note.txt", "new.docx"}


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (SearchFilters(collection="nowhere"), "no collection “nowhere”"),
        (SearchFilters(tags=("later",)), "No document has the tag “later”. There are: urgent"),
        (SearchFilters(documents=("f" * 32,)), "no document f"),
        (SearchFilters(sources=("telepathy",)), "“telepathy”"),
        (SearchFilters(since="soon"), "“soon” is no day"),
        (SearchFilters(until="2021-02-30"), "“2021-02-30” is no day"),
    ],
)
def test_what_is_not_there_is_told(varied: App, filters: SearchFilters, told: str) -> None:
    with pytest.raises(UserError) as caught:
        varied.search.find("bridge", filters=filters)
    assert told in caught.value.sentence


def test_a_query_that_names_what_is_not_there_says_so(varied: App) -> None:
    queries = [("a", "bridge tag:later"), ("b", "bridge collection:nowhere"), ("c", "crack")]
    answers = dict(varied.search.find_many(queries, mode="lexical"))
    assert "No document has the tag “later”" in answers["a"].note
    assert "no collection “nowhere”" in answers["b"].note
    assert [bool(answers[name].hits) for name in "abc"] == [False, False, True]


def test_a_phrase_beside_other_words_does_not_empty_the_search(varied: App) -> None:
    found = varied.search.find('who saw the crack in the "golden gate"', mode="lexical")
    assert found.hits
    assert "No passage has “golden gate” word for word." in found.note


def test_a_scope_survives_the_pipe() -> None:
    scope = Scope(collection="a", tags=("b", "c"), since="2021-01-01", phrases=("d e",))
    assert Scope.given({**scope.values(), "tags": ["b", "c"]}) == scope
    assert not scope.unlimited
    assert ALL.unlimited
    assert Scope(collection="a").whole_collection


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2021-12", ("2021-12-01", "2021-12-31")),
        ("٢٠٢١-٠٣-٠٩", ("2021-03-09", "2021-03-09")),
    ],
)
def test_days_months_and_years(written: str, span: tuple[str, str]) -> None:
    assert span_of(written) == span


def test_languages_by_their_names() -> None:
    assert [language_code(name) for name in ("ar", "Arabic", "العربيّة", "EN", "xx")] == [
        *("ar", "ar", "ar", "en", "xx")
    ]


def test_a_wide_scope_goes_by_the_cache_and_a_narrow_one_by_comparing_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = fill(workspace, 40)
    scope = Scope(types=("text/plain",))
    with opened(workspace) as vectors:
        narrow = vectors.nearest(stored[7][None], 3, scope)
        assert vectors.sync() == "chroma"
        monkeypatch.setattr(dense, "_NARROW", 10)
        wide = vectors.nearest(stored[7][None], 3, scope)
        assert [row for row, _ in narrow[0]] == [row for row, _ in wide[0]]
        assert narrow[0][0][0] == 8
        assert vectors.nearest(stored[7][None], 5, Scope(types=("pdf",))) == [[]]
