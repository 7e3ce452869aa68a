# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting text into sentences, in English and Arabic, running text and forms."""

from __future__ import annotations

import pytest

from core.documents.sentences import sentences, units, units_within


def cut(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It closed. It opened!", ["It closed.", "It opened!"]),
        (
            "Dr. Wrenfield wrote to Mr. Kanaan. He agreed.",
            ["Dr. Wrenfield wrote to Mr. Kanaan.", "He agreed."],
        ),
        ("Signed: Sergeant N. Hourani, no. 22.", ["Signed: Sergeant N. Hourani, no. 22."]),
        ("Length about 1.5 m. Bearings worn.", ["Length about 1.5 m.", "Bearings worn."]),
        ("The mean is 21.5 MPa. It is low.", ["The mean is 21.5 MPa.", "It is low."]),
        ("17:52. Telephone call. All quiet.", ["17:52. Telephone call.", "All quiet."]),
        ("He said: “Close it.” They did.", ["He said: “Close it.”", "They did."]),
        ("أُغلق الجسر. لماذا؟ بسبب شق!", ["أُغلق الجسر.", "لماذا؟", "بسبب شق!"]),
        ("حضر د. سلمى هارون الاجتماع. ثم غادرت.", ["حضر د. سلمى هارون الاجتماع.", "ثم غادرت."]),
        ("- first point\n- second point", ["- first point", "- second point"]),
        ("a line that\nwraps. Another.", ["a line that wraps.", "Another."]),
        ("to do this;\nto do that;", ["to do this;", "to do that;"]),
        ("", []),
        ("  \n \n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_sentence_goes_on_over_wide_line_spacing() -> None:
    text = "The department asked in December 2023 that the sum for divers be\n\nrestored, in vain.\n\nNext."

    assert len(cut(text)) == 2
    assert cut(text)[0].endswith("be restored, in vain.")


def test_each_unit_knows_its_heading() -> None:
    found = units("# Log\n\n## 4 March\n\nCrack 2.6 mm.\n\n## 11 March\n\nCrack 3.4 mm. No answer.")

    assert [(unit.kind, unit.heading) for unit in found] == [
        ("heading", ""),
        ("heading", ""),
        ("sentence", "4 March"),
        ("heading", ""),
        ("sentence", "11 March"),
        ("sentence", "11 March"),
    ]


def test_rows_stand_under_their_columns_and_rules_are_no_rows() -> None:
    text = "Costs\n\n| Item | Dinars |\n| --- | --- |\n| Fuel | 12,900 |\n\nThat is all."
    found = {text[unit.start : unit.end]: unit for unit in units(text)}

    assert found["| Fuel | 12,900 |"].kind == "row"
    assert "Dinars" in found["| Fuel | 12,900 |"].heading
    assert not any("---" in unit for unit in found)
    assert found["That is all."].heading == "Costs"


def test_a_passage_that_begins_in_mid_sentence_gives_the_whole_one() -> None:
    page = "The first one. The second one is longer. The third one."
    inside = page.index("second")

    assert [page[u.start : u.end] for u in units_within(page, inside, inside + 6)] == [
        "The second one is longer."
    ]
