# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the documents of a workspace name: by document, counted, every place, and on a timeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents.store import Documents
from core.errors import NotFoundError
from tests.core.documents.conftest import Ingest


def test_names_are_counted_found_and_put_on_a_timeline(
    documents: Documents, ingested: Ingest, samples: Path
) -> None:
    entries = ingested(samples / "inspection-log.md", samples / "crack-measurements.txt", collection="field")
    log = str(entries["inspection-log.md"]["id"])
    first = documents.entities(log)[0]
    assert (first.kind, first.value, first.page) == ("place", "wadi halzam bridge", 1)
    assert documents.page(log, 1).text[first.start : first.end] == first.text
    assert documents.entities(log, 2) == []

    people = documents.entity_counts(kind="person")
    assert [(one.value, one.mentions, one.documents) for one in people[:2]] == [
        ("bilal ashqar", 4, 2),
        ("salma haroun", 2, 2),
    ]
    assert documents.entity_counts("field", limit=1)[0].mentions == people[0].mentions
    assert documents.entity_counts("elsewhere") == []

    places = documents.mentions("person", "salma haroun")
    assert [(Path(one.document).name, one.text) for one in places] == [
        ("crack-measurements.txt", "Salma Haroun"),
        ("inspection-log.md", "Salma Haroun"),
    ]

    days = documents.timeline("field")
    assert [entry.day for entry in days] == sorted(entry.day for entry in days)
    assert (days[0].day, days[-1].day) == ("2023-10-02", "2024-03-18")
    assert "Gauge CG-07 was calibrated on 2 October 2023" in days[0].text
    headed = next(entry for entry in days if entry.day == "2023-12-04" and "log" in entry.document)
    assert headed.text == "4 December 2023 Crack 1.1 mm."
    assert len(documents.timeline(limit=3)) == 3
    with pytest.raises(NotFoundError):
        documents.entities("nobody")
