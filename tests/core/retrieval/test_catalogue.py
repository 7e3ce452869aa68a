# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question that names a report finds its pages, by title, header, cover, or by who speaks of it most."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from core.app import App
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow
from core.retrieval.catalogue import Catalogue
from core.retrieval.index import index_chunks
from core.workspace import Workspace
from tests.core.retrieval.conftest import SHELF, delete, put

_TOPICS = ("leases", "pensions", "climate", "audit", "goodwill", "credit", "taxes", "dividends")


@dataclass(frozen=True)
class Report:
    """A report of twelve pages that differ by their numbers alone; ``cover`` is its first page."""

    cover: str
    header: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    mentions: str = ""


def put_reports(workspace: Workspace, reports: dict[str, Report]) -> None:
    """Puts each report under its file name."""
    with workspace.db.session() as session:
        shelf = session.scalars(select(CollectionRow)).first() or CollectionRow(name="reports")
        session.add(shelf)
        session.flush()
        for name, report in reports.items():
            document = DocumentRow(
                collection_id=shelf.id,
                path=name,
                name=name,
                sha256=hashlib.sha256(name.encode()).hexdigest(),
                size=1,
                media_type="application/pdf",
                status="ready",
                page_count=12,
                **report.fields,
            )
            session.add(document)
            session.flush()
            for number in range(1, 13):
                _put_page(session, document, number, report)


def _put_page(session, document: DocumentRow, number: int, report: Report) -> None:  # type: ignore[no-untyped-def]
    topic = _TOPICS[number % len(_TOPICS)]
    body = (
        report.cover
        if number == 1
        else f"The Group's note on {topic}. Total {topic} rose to {number} million."
    )
    if number == 9:
        body += report.mentions
    text = report.header + body
    page = PageRow(
        document_id=document.id,
        number=number,
        source="text",
        text=text,
        body_start=len(report.header),
        body_end=len(text),
    )
    session.add(page)
    session.flush()
    chunk = ChunkRow(
        document_id=document.id,
        page_id=page.id,
        start=len(report.header),
        end=len(text),
        tokens=20,
        language="en",
        settings_hash="",
    )
    session.add(chunk)
    session.flush()
    index_chunks(session, [(chunk.number, body, "en")])


def _named(workspace: Workspace, query: str, catalogue: Catalogue | None = None) -> list[str]:
    with workspace.db.reading() as session:
        found = (catalogue or Catalogue()).named(session, query)
        names = {row.id: row.name for row in session.scalars(select(DocumentRow))}
        assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
        assert all(0 < one.weight <= 1 for one in found)
        return [names[one.document_id] for one in found]


_SHELF = {
    "3fa9c1d2e4.pdf": Report("Aldermoor Holdings plc\nAnnual Report 2021"),
    "77b0aa91ce.pdf": Report("Annual Report 2021", header="Brantix Group 2021\n"),
    "90de12fa43.pdf": Report("Annual Report 2021", fields={"title": "Corvane Energy"}),
    "b81c0f22aa.pdf": Report("Prime Financial plc\nAnnual Report 2021", mentions=" Like Aldermoor Holdings."),
    "c4417e0b9d.pdf": Report("Financial Systems Inc.\nAnnual Report 2021"),
    "d0aa3318c2.pdf": Report("شركة المرجان القابضة\nالتقرير السنوي 2021"),
    **{f"e{number}{number}.pdf": Report("Annual Report 2021") for number in range(8)},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> App:
    app = App.create(tmp_path_factory.mktemp("library") / "ws", "only for tests")
    put_reports(app.workspace, _SHELF)
    return app


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What was the total of leases of Aldermoor Holdings?", "3fa9c1d2e4.pdf"),
        ("what did aldermoor say of pensions", "3fa9c1d2e4.pdf"),
        ("How high were the taxes of Brantix?", "77b0aa91ce.pdf"),
        ("Corvane Energy: total of goodwill", "90de12fa43.pdf"),
        ("What was the total credit of Prime Financial?", "b81c0f22aa.pdf"),
        ("كم بلغ إجمالي الضرائب لدى شركة المرجان؟", "d0aa3318c2.pdf"),
    ],
)
def test_a_document_is_found_by_what_it_is_called(library: App, question: str, name: str) -> None:
    assert _named(library.workspace, question)[0] == name


@pytest.mark.parametrize("question", ["What was the total of leases?", "annual report 2021", "?", ""])
def test_what_all_documents_have_names_none(library: App, question: str) -> None:
    assert _named(library.workspace, question) == []


def test_its_page_is_found_though_it_does_not_repeat_the_name(library: App) -> None:
    found = library.search.find("What was the total of leases of Aldermoor Holdings?", mode="lexical")
    assert (found.hits[0].document, found.hits[0].page) == ("3fa9c1d2e4.pdf", 8)
    found = library.search.find("ماذا يقول تقرير المرجان عن pensions؟", mode="lexical")
    assert (found.hits[0].document, found.hits[0].page) == ("d0aa3318c2.pdf", 9)


def test_the_year_tells_reports_of_one_company_apart(workspace: Workspace) -> None:
    years = {
        f"a{year}b{year}c.pdf": Report(
            f"Aldermoor Holdings\nAnnual Report {year}", fields={"created_on": f"{year + 1}-03"}
        )
        for year in (2019, 2020, 2021)
    }
    others = {f"f{number}f.pdf": Report("Some other annual report") for number in range(20)}
    put_reports(workspace, years | others)
    for year in (2019, 2020, 2021):
        assert _named(workspace, f"total leases of Aldermoor in {year}")[0] == f"a{year}b{year}c.pdf"


def test_documents_come_and_go(workspace: Workspace) -> None:
    catalogue = Catalogue()
    put_reports(workspace, dict(list(_SHELF.items())[1:]))
    question = "What were the leases of Aldermoor?"
    assert "3fa9c1d2e4.pdf" not in _named(workspace, question, catalogue)
    put_reports(workspace, {"3fa9c1d2e4.pdf": _SHELF["3fa9c1d2e4.pdf"]})
    assert _named(workspace, question, catalogue)[0] == "3fa9c1d2e4.pdf"
    delete(workspace, "3fa9c1d2e4.pdf")
    assert "3fa9c1d2e4.pdf" not in _named(workspace, question, catalogue)


def test_single_pages_with_names_that_say_nothing_are_left_to_their_words(workspace: Workspace) -> None:
    numbers = put(workspace, {f"p{place:05}-{place}.txt": text for place, text in enumerate(SHELF.values())})
    assert len(numbers) == len(SHELF)
    assert _named(workspace, "Which bridge was closed in May, number 3?") == []
