# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: E501, S311 - boilerplate is as long as it is, and chance here is only for measuring
"""Invented annual reports: many companies, one boilerplate, names on few pages, hashes as file names."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_FIRST = [
    "Aldermoor",
    "Brantix",
    "Corvane",
    "Dunleith",
    "Eskara",
    "Farrowgate",
    "Galdane",
    "Hexley",
    "Ilmara",
    "Jorvanta",
    "Kestwick",
    "Lumora",
    "Merrowdale",
    "Norvane",
    "Ostrava",
    "Pellworth",
    "Quintara",
    "Ravenholt",
    "Solvaris",
    "Tarnbrook",
    "Ulverson",
    "Vantris",
    "Wexmoor",
    "Yarrowell",
]
_PLAIN = [
    "Global Industrial",
    "Prime Financial",
    "Nature Health",
    "United Energy",
    "First Capital",
    "Northern Power",
    "Modern Foods",
    "Clear Water",
    "General Logistics",
    "Summit Retail",
    "Pacific Mining",
    "Central Property",
    "Smart Mobility",
    "Green Chemicals",
    "Open Media",
    "Royal Insurance",
]
_KIND = [
    "Holdings",
    "Group",
    "Technologies",
    "Resources",
    "Bancorp",
    "Pharma",
    "Properties",
    "Systems",
    "Partners",
    "Energy",
]
_FORM = ("plc", "Inc.", "Ltd", "SE", "Corporation", "N.V.", "")
_PEOPLE_FIRST = [
    "Anna",
    "Brian",
    "Chitra",
    "David",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Irene",
    "Jonas",
    "Karin",
    "Louis",
    "Maria",
    "Nadia",
    "Oscar",
]
_PEOPLE_LAST = [
    "Abbot",
    "Bergström",
    "Castell",
    "Dimmock",
    "Eriksen",
    "Farouk",
    "Gallo",
    "Hartwell",
    "Iversen",
    "Jansen",
    "Keller",
    "Lindqvist",
    "Moreau",
]
_TOPICS = (
    "credit risk",
    "liquidity",
    "climate",
    "cyber security",
    "supply chain",
    "interest rates",
    "foreign exchange",
    "talent",
    "regulation",
    "competition",
    "innovation",
    "data protection",
    "leases",
    "goodwill",
    "pensions",
    "provisions",
    "share-based payments",
    "income taxes",
    "financial instruments",
    "inventories",
    "receivables",
    "borrowings",
    "related parties",
    "segments",
    "contingencies",
    "remuneration",
    "audit",
    "diversity",
    "community",
    "health and safety",
)
_SENTENCES = (
    "The Group monitors {a} closely and reports to the Board each quarter on {b}.",
    "During the year management reviewed its approach to {a}, taking into account {b} and the wider market.",
    "In {year} the amount recognised in respect of {a} was ${n} million, compared with ${m} million in {last}.",
    "The Company believes that {a} will remain significant, and that revenue and operating income may be affected.",
    "The accounting policy for {a} requires judgement; estimates of total assets and liabilities could change.",
    "Our exposure to {a} increased by {p} per cent, mainly because of {b} and lower demand in some regions.",
    "The Committee met {k} times and discussed {a}, {b} and the annual report with the external auditor.",
    "Net revenue, cash flow and dividends depend among other things on {a} and on the success of our strategy.",
    "We employ people in many countries and the number of employees varies with {a} and with the seasons.",
    "Further information on {a} is given in the notes to the consolidated financial statements.",
    "Capital expenditure of ${n} million was approved in connection with {a} and {b}.",
    "There were no material changes in {a} after the end of the reporting period.",
)
_PEER = "Compared with peers such as {other}, our position in {a} is strong, and we hold a minor stake of {p} per cent."

_INCOME = (
    "Total revenue",
    "Cost of sales",
    "Gross profit",
    "Research and development expenses",
    "Operating income",
    "Net income",
)
_BALANCE = (
    "Cash and cash equivalents",
    "Inventories",
    "Goodwill",
    "Total assets",
    "Long-term debt",
    "Total equity",
)
_FLOW = (
    "Net cash from operating activities",
    "Capital expenditures",
    "Dividends paid",
    "Repurchase of own shares",
)


@dataclass(frozen=True)
class Report:
    """A company's report of one year. ``pages`` are texts; ``header`` (may be empty) is at the head of each."""

    company: str
    year: int
    name: str
    header: str
    pages: tuple[str, ...]
    answers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question, the file that answers it and the number of the page."""

    text: str
    name: str
    page: int


def reports(
    companies: int, *, years: int = 1, pages: tuple[int, int] = (60, 100), seed: int = 4
) -> list[Report]:
    """``companies`` × ``years`` reports; the same ones for the same arguments."""
    chance = random.Random(seed)
    names = _names(chance, companies)
    return [
        _report(chance, name, names, 2022 - back, chance.randint(*pages))
        for name in names
        for back in range(years)
    ]


def questions(shelf: list[Report], a_report: int, *, seed: int = 5) -> Iterator[Question]:
    """``a_report`` questions for each report, which name the company as people do, and its year."""
    chance = random.Random(seed)
    for report in shelf:
        for asked, page in chance.sample(sorted(report.answers.items()), a_report):
            company = report.company if chance.random() < 0.6 else _short(report.company)
            yield Question(asked.format(company=company, year=report.year), report.name, page)


def _names(chance: random.Random, count: int) -> list[str]:
    stems = [*_FIRST, *_PLAIN]
    names = [f"{stem} {kind}" for stem in stems for kind in _KIND]
    return [f"{name} {chance.choice(_FORM)}".strip() for name in chance.sample(names, count)]


def _short(company: str) -> str:
    for form in _FORM:
        if form and company.endswith(f" {form}"):
            return company[: -len(form) - 1]
    return company


def _report(chance: random.Random, company: str, others: list[str], year: int, count: int) -> Report:
    answers: dict[str, int] = {}
    special: list[Callable[[], tuple[str, dict[str, str]]]] = [
        lambda: _people(chance, company),
        lambda: _highlights(chance, year),
        lambda: _table(chance, "Consolidated income statement", _INCOME, year),
        lambda: _table(chance, "Consolidated balance sheet", _BALANCE, year),
        lambda: _table(chance, "Consolidated statement of cash flows", _FLOW, year),
        lambda: (
            f"Independent auditor's report\nTo the shareholders of {company}\n{_prose(chance, year, 12)}",
            {},
        ),
        lambda: _workforce(chance, year),
        lambda: _dividend(chance, year),
        lambda: _deals(chance, year),
    ]
    places = dict(zip(sorted(chance.sample(range(2, count), len(special))), special, strict=True))
    texts = [f"{company}\nAnnual Report {year}\n", f"About this report\n{_prose(chance, year, 8)}"]
    for place in range(2, count):
        if place in places:
            text, asked = places[place]()
            answers.update(dict.fromkeys(asked, place + 1))
        else:
            text = _note(chance, year, others)
        texts.append(text)
    name = hashlib.sha256(f"{company} {year}".encode()).hexdigest()[:40] + ".pdf"
    header = f"{company} Annual Report {year}\n" if chance.random() < 0.4 else ""
    return Report(company, year, name, header, tuple(texts), answers)


def _note(chance: random.Random, year: int, others: list[str]) -> str:
    topic = chance.choice(_TOPICS)
    peer = ""
    if chance.random() < 0.1:
        peer = _PEER.format(other=chance.choice(others), a=topic, p=chance.randint(1, 20)) + "\n"
    table = _rows(chance, chance.sample(_INCOME + _BALANCE + _FLOW, 3)) if chance.random() < 0.25 else ""
    return f"{topic.capitalize()}\n{_prose(chance, year, chance.randint(8, 20), topic)}\n{peer}{table}"


def _prose(chance: random.Random, year: int, count: int, topic: str = "") -> str:
    return "\n".join(
        chance.choice(_SENTENCES).format(
            a=topic or chance.choice(_TOPICS),
            b=chance.choice(_TOPICS),
            year=year,
            last=year - 1,
            n=chance.randint(10, 9000),
            m=chance.randint(10, 9000),
            p=chance.randint(1, 30),
            k=chance.randint(3, 9),
        )
        for _ in range(count)
    )


def _rows(chance: random.Random, names: tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"{name} {chance.randint(100, 9999):,} {chance.randint(100, 9999):,}" for name in names)


def _table(
    chance: random.Random, title: str, names: tuple[str, ...], year: int
) -> tuple[str, dict[str, str]]:
    head = f"{title}\nfor the year ended 31 December {year}\nIn millions {year} {year - 1}\n"
    asked = {}
    for name in names:
        asked[f"What was the {name.lower()} of {{company}} in {{year}}?"] = ""
        asked[f"According to the annual report {{year}}, what is the {name.lower()} of {{company}}?"] = ""
    return head + _rows(chance, names) + "\nThe notes are an integral part of these statements.", asked


def _highlights(chance: random.Random, year: int) -> tuple[str, dict[str, str]]:
    return (
        f"Letter to shareholders\nDear shareholders, {year} was a good year.\n{_prose(chance, year, 10)}",
        {"How did {company} describe the year {year} in the letter to shareholders?": ""},
    )


def _people(chance: random.Random, company: str) -> tuple[str, dict[str, str]]:
    def person() -> str:
        return f"{chance.choice(_PEOPLE_FIRST)} {chance.choice(_PEOPLE_LAST)}"

    text = (
        f"Board of Directors\n{person()}, Chair of the Board\n{person()}, Chief Executive Officer\n{person()}, "
        f"Chief Financial Officer\n{person()}, independent director\n{_prose(chance, 2022, 5)}"
    )
    return text, {
        "Who was the Chief Financial Officer of {company} in {year}?": "",
        "Who chaired the Board of {company} in {year}?": "",
    }


def _workforce(chance: random.Random, year: int) -> tuple[str, dict[str, str]]:
    text = f"Our people\nAt the end of {year} the Group had {chance.randint(900, 90000):,} employees worldwide.\n"
    return text + _prose(chance, year, 10), {
        "How many employees did {company} have at the end of {year}?": "",
        "For {company}, what was the number of employees worldwide in {year}?": "",
    }


def _dividend(chance: random.Random, year: int) -> tuple[str, dict[str, str]]:
    text = f"Dividend\nThe Board proposes a dividend of ${chance.randint(1, 9)}.{chance.randint(10, 99)} per share"
    return f"{text} for {year}, in line with our dividend policy.\n{_prose(chance, year, 9)}", {
        "What dividend per share does the Board of {company} propose for {year}?": "",
        "Did {company} announce any changes to its dividend policy in the annual report {year}?": "",
    }


def _deals(chance: random.Random, year: int) -> tuple[str, dict[str, str]]:
    text = f"Mergers and acquisitions\nIn {year} the Group completed {chance.randint(1, 5)} acquisitions.\n"
    return text + _prose(chance, year, 10), {
        "Did {company} mention any mergers or acquisitions in the annual report {year}?": "",
        "How many acquisitions did {company} complete in {year}?": "",
    }
