# SPDX-License-Identifier: AGPL-3.0-or-later
"""What rules read off single units of a page."""

from __future__ import annotations

import pytest

from core.documents import facts
from core.documents.sentences import units


def cells(reader: facts.Reader, page: str) -> list[str]:
    return [fact.cell for unit in units(page) for fact in reader(page, unit)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The bridge was closed on 16 March 2024.", "none"),
        ("Order 31/2024 was signed at 18:45.", "none"),
        ("Write to rami@example.org.", "personal"),
        ("رخصة غوص مهني رقم 77", "personal"),
        ("The password is tabriz-9", "secret"),
        ("كلمة السر: نخلة٧", "secret"),
        ("Pay, or we will burn your house.", "threat"),
        ("سنقتلكم جميعا", "threat"),
        ("You worthless scum!", "abuse"),
        ("أنت حقير", "abuse"),
        ("قُتل ثلاثة أشخاص في الحادث.", "none"),
        ("She will not hurt the inquiry's standing by asking.", "none"),
    ],
)
def test_a_label_needs_a_reason(text: str, label: str) -> None:
    assert facts.label_of(text) == label


def test_a_sum_in_a_table_takes_its_currency_from_the_column() -> None:
    page = "Item | Dinars | Days\nRepair | 2,460,000 | 150\n"
    assert cells(facts.priced, page) == ["2,460,000"]
    barred = "## العروض\n\n| الشركة | السعر بالدينار |\n| --- | --- |\n| المنحنى | ٢٬٩٨٠٬٠٠٠ |\n"
    assert cells(facts.priced, barred) == ["٢٬٩٨٠٬٠٠٠"]
    assert cells(facts.priced, "Item\nDinars\n\nRepair contract\n2,460,000\n") == ["2,460,000"]
    assert cells(facts.priced, "It took 150 days and four divers.") == []


def test_a_day_alone_is_no_event() -> None:
    assert cells(facts.dated, "Date: 3 March 2024") == []
    assert cells(facts.dated, "تاريخ الورود: 20 فبراير 2024") == ["2024-02-20"]


def test_a_clause_after_another_heading_leaves_the_article() -> None:
    page = "القرار الأول: يفحص الغواصون الأساسات.\n\nرابعا: التحفظات\n\nلم يعلق المدير العام على ذلك.\n"
    assert cells(facts.clauses, page)[0] == "القرار الأول"
    assert "القرار الأول" not in cells(facts.clauses, page)[1:]


def test_a_definition_ends_where_its_indentation_does() -> None:
    page = (
        "class Door {\n  open() {\n    return 1;\n  }\n}\n\nfunction shut(door) {\n  door.shut();\n}\nend()\n"
    )
    found = {name: page[start:end] for name, start, end in facts.definitions(page)}
    assert found["shut"] == "function shut(door) {\n  door.shut();\n}"
    assert found["Door"].endswith("}\n}")
