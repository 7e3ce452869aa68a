# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rich text."""

from __future__ import annotations

from pathlib import Path

from tests.core.documents.conftest import opened, texts


def read(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    return texts(opened(path))


def test_structure_becomes_markdown(tmp_path: Path) -> None:
    content = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}"
        rb"{\info{\title The bridge}{\author Ana}{\creatim\yr2026\mo3\dy16\hr14\min5}}"
        rb"\pard\s1\outlinelevel0 Cracks\par\pard Three piers{\footnote Or four.} were seen.\par "
        rb"\trowd Pier\cell Depth\cell\row\trowd P3\cell 2.8\cell\row\pard after\par\page next}"
    )
    first, second = read(tmp_path / "a.rtf", content)
    assert first.startswith("# Cracks\n")
    assert "Three piers [Footnote: Or four.] were seen." in first
    assert "| Pier | Depth |\n| --- | --- |\n| P3 | 2.8 |" in first
    assert first.endswith("after")
    assert second == "next"
    facts = opened(tmp_path / "a.rtf").facts
    assert (facts.title, facts.author, facts.created) == ("The bridge", "Ana", "2026-03-16T14:05")


def test_arabic_in_any_way_it_is_written(tmp_path: Path) -> None:
    escaped = "".join(f"\\'{byte:02x}" for byte in "الجسر".encode("cp1256")).encode()
    codes = "".join(f"\\u{ord(letter)}?" for letter in "مغلق").encode()
    plain = "اليوم".encode("cp1256")
    content = rb"{\rtf1\ansi\ansicpg1256 " + escaped + b" " + codes + b" " + plain + b"}"
    assert read(tmp_path / "a.rtf", content) == ["الجسر مغلق اليوم"]


def test_what_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    assert read(tmp_path / "a.rtf", rb"{\rtf1\ansi closed{\b in Mar") == ["closedin Mar"]
