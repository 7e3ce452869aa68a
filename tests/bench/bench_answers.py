# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers from end to end: the page cited first, the answer's words within the quotations, and abstention,
for questions with an answer and without, in each language.

    bench_answers.py                      the shipped sample case
    bench_answers.py FILE.json…           questions in the form of SQuAD, each file a workspace of its own
    bench_answers.py --most 100 FILE.json at most so many questions of each kind

Questions that a file does not mark as impossible are asked twice: over all paragraphs, and over all but those
of the same article that hold the answer. Every answer is by quotation: the model is not asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.app import App  # noqa: E402
from core.chat.citations import cite  # noqa: E402
from core.chat.evidence import Evidence, Source, weigh  # noqa: E402
from core.chat.extractive import bears_on, quotations  # noqa: E402
from core.chat.rarity import CollectionRarity  # noqa: E402
from core.documents.language import language_of  # noqa: E402
from core.records import Citation, Hit, Passage  # noqa: E402
from core.retrieval.normalise import fold  # noqa: E402
from tests.core.chat.conftest import SAMPLES, add_pages, lines  # noqa: E402

UNANSWERABLE = ROOT / "tests" / "data" / "unanswerable.jsonl"
PASSPHRASE = "a-bench-of-answers"
_READ, _SPARE = 8, 40
Place = tuple[str, int]


@dataclass(frozen=True)
class Asked:
    """``answers`` are empty where there is none; ``places`` are (document, page) that hold one."""

    question: str
    answers: tuple[str, ...]
    places: frozenset[Place]


@dataclass
class Tally:
    """Counts over questions of one kind and language."""

    asked: int = 0
    abstained: int = 0
    page: int = 0
    first: int = 0
    within: int = 0


class Bench:
    """A workspace with pages, asked by quotation."""

    def __init__(self, app: App, pages: Sequence[dict[str, object]]) -> None:
        self._app = app
        self._texts = {(str(one["document"]), one["page"]): str(one["text"]) for one in pages}
        self._rarity = CollectionRarity()

    def ask(self, question: str, without: frozenset[Place] = frozenset()) -> list[Evidence]:
        """What there is on a question, best first; nothing when the passages do not bear on it."""
        found = self._app.search.find(question, k=_SPARE if without else _READ).hits
        hits = [hit for hit in found if (hit.document, hit.page) not in without][:_READ]
        with self._app.workspace.db.reading() as session:
            rarity = self._rarity.of(session, question)
        evidence = weigh(question, [self._source(hit) for hit in hits], rarity)
        return evidence if bears_on(evidence) else []

    def _source(self, hit: Hit) -> Source:
        passage = Passage(hit.document_id, hit.document, hit.page, hit.start, hit.end, hit.text)
        return Source(passage, self._texts[hit.document, hit.page])


def main() -> None:
    """Prints a line for each kind of question and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--most", type=int, default=10**9)
    chosen = parser.parse_args()
    if not chosen.files:
        _run("sample case", lines(SAMPLES / "pages.jsonl"), _sample(), chosen.most)
    for file in chosen.files:
        pages, asked = _squad(file)
        _run(file.name, pages, asked, chosen.most)


def _run(name: str, pages: Sequence[dict[str, object]], asked: Sequence[Asked], most: int) -> None:
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as folder:
        app = App.create(Path(folder) / "ws", PASSPHRASE)
        add_pages(app.workspace, list(pages))
        bench = Bench(app, pages)
        step = max(1, len(asked) // most)
        for one in asked[::step]:
            language = language_of(one.question)
            kind = "answerable" if one.answers else "unanswerable"
            _count(tallies[kind, language], one, bench.ask(one.question))
            if one.answers and name != "sample case":
                missing = Asked(one.question, (), frozenset())
                _count(tallies["paragraph missing", language], missing, bench.ask(one.question, one.places))
        app.close()
    for (kind, language), tally in sorted(tallies.items()):
        print(f"answers {name} {language} {kind}: {_told(kind, tally)}")


def _count(tally: Tally, one: Asked, evidence: Sequence[Evidence]) -> None:
    tally.asked += 1
    if not evidence:
        tally.abstained += 1
        return
    first = cite(evidence[0].source, evidence[0].start, evidence[0].end)
    cited = [citation for sentence in quotations(evidence) for citation in sentence.citations]
    tally.page += (first.document, first.page) in one.places
    tally.first += _holds(first, one.answers)
    tally.within += any(_holds(citation, one.answers) for citation in cited)


def _holds(citation: Citation, answers: Sequence[str]) -> bool:
    return any(_plain(answer) in _plain(citation.quote) for answer in answers)


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).strip(" .,،()")


def _told(kind: str, tally: Tally) -> str:
    def share(count: int) -> str:
        return f"{100 * count / tally.asked:.1f} %"

    abstained = f"abstained {share(tally.abstained)} of {tally.asked}"
    if kind != "answerable":
        return abstained
    return (
        f"page cited first right {share(tally.page)}, answer in first quotation {share(tally.first)}, "
        f"in any {share(tally.within)}, {abstained}"
    )


def _sample() -> list[Asked]:
    answerable = [
        Asked(one["question"], (one["answer"],), frozenset({(one["document"], one["page"])}))
        for one in lines(SAMPLES / "questions.jsonl")
    ]
    return answerable + [Asked(one["question"], (), frozenset()) for one in lines(UNANSWERABLE)]


def _squad(file: Path) -> tuple[list[dict[str, object]], list[Asked]]:
    pages: list[dict[str, object]] = []
    asked: list[Asked] = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        here = {f"{len(pages) + i:05}.txt": one["context"] for i, one in enumerate(article["paragraphs"])}
        pages += [{"document": name, "page": 1, "text": text} for name, text in here.items()]
        for name, paragraph in zip(here, article["paragraphs"], strict=True):
            asked += [_question(one, name, here) for one in paragraph["qas"]]
    return pages, asked


def _question(one: dict[str, object], name: str, article: dict[str, str]) -> Asked:
    given: object = [] if one.get("is_impossible") else one["answers"]
    assert isinstance(given, list)
    answers = tuple(str(answer["text"]) for answer in given)
    return Asked(str(one["question"]), answers, frozenset(_holding(name, answers, article)))


def _holding(name: str, answers: Sequence[str], article: dict[str, str]) -> Iterator[Place]:
    """The paragraph itself, and those of its article that hold the answer too: some overlap."""
    yield name, 1
    for other, text in article.items():
        if any(len(answer) > 3 and _plain(answer) in _plain(text) for answer in answers):
            yield other, 1


if __name__ == "__main__":
    main()
