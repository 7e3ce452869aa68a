# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML of any kind, also that made to harm."""

from __future__ import annotations

from pathlib import Path

from core.documents.extract.sniff import PLAIN, XML
from tests.core.documents.conftest import opened, texts


def read(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return "".join(texts(opened(path)))


def test_names_attributes_and_text(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="windows-1256"?>'
    content = head + '<r xmlns="urn:x"><pier no="3"><d>عميق</d><e/></pier></r>'
    text = read(tmp_path / "a.xml", content.encode("cp1256"))
    assert text == "r\n  pier (no=3)\n    d: عميق\n    e"
    assert opened(tmp_path / "a.xml").media_type == XML


def test_text_with_elements_in_it_stays_together(tmp_path: Path) -> None:
    assert read(tmp_path / "a.xml", b"<?xml version='1.0'?><r><p>The <b>old</b> bridge</p></r>") == (
        "r\n  p: The old bridge"
    )


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    content = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{tmp_path.as_uri()}/secret">]><r>see &x;</r>'
    )
    assert read(tmp_path / "a.xml", content.encode()) == "r: see &x;"


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    content = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "lol">{entities}]><r>&e11;</r>'
    assert read(tmp_path / "a.xml", content.encode()).count("lol") == 1


def test_what_is_not_well_formed_is_text(tmp_path: Path) -> None:
    content = b"<?xml version='1.0'?><r><p>cut o"
    assert read(tmp_path / "a.xml", content) == content.decode()
    assert opened(tmp_path / "a.xml").media_type == PLAIN
