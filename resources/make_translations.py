# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collects the window's words into resources/translations/*.ts and compiles what is translated.

    python resources/make_translations.py          # after words were added; translate them, then again
    python resources/make_translations.py --check  # exit code 1 when something is untranslated or out of date

isnad_ar.ts holds every word; isnad_en.ts only what has a plural ("%n documents"). Translate in the files
themselves (an editor, or Qt Linguist). An entry that no source has any more is dropped.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent
LANGUAGES: dict[str, list[str]] = {"ar": [], "en": ["-pluralonly"]}


def main(words: list[str]) -> int:
    """Renews or checks the files; returns the exit code."""
    if "--check" in words:
        found = [*stale(), *unfinished()]
        print("\n".join(found) or "All words are translated and compiled.")
        return 1 if found else 0
    for language in LANGUAGES:
        collect(language, FOLDER / f"isnad_{language}.ts")
        compile_(FOLDER / f"isnad_{language}.ts", FOLDER / f"isnad_{language}.qm")
    missing = unfinished()
    print("\n".join(missing) or "All words are translated.")
    return 0


def collect(language: str, target: Path) -> None:
    """Brings ``target`` (.ts) up to date with the sources; translations that it holds stay."""
    sources = [str(file.relative_to(ROOT)) for file in sorted((ROOT / "gui").rglob("*.py"))]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
    _tool("lupdate", *sources, *options, *LANGUAGES[language], "-ts", str(target))


def compile_(source: Path, target: Path) -> None:
    """Makes the .qm that the window loads; what is unfinished stays in English."""
    _tool("lrelease", "-nounfinished", str(source), "-qm", str(target))


def unfinished() -> list[str]:
    """Each word that has no translation yet, as "language: context: word"."""
    found = []
    for language in LANGUAGES:
        for context in _entries(language).iter("context"):
            name = context.findtext("name")
            for message in context.iter("message"):
                translation = message.find("translation")
                if translation is None or translation.get("type") == "unfinished":
                    found.append(f"{language}: {name}: {message.findtext('source')}")
    return found


def _entries(language: str) -> ET.Element:
    # Our own file, written by lupdate a moment ago.
    return ET.parse(FOLDER / f"isnad_{language}.ts").getroot()  # noqa: S314


def stale() -> list[str]:
    """Which files differ from what the sources would make of them now."""
    found = []
    for language in LANGUAGES:
        kept = FOLDER / f"isnad_{language}.ts"
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / kept.name
            fresh.write_bytes(kept.read_bytes())
            collect(language, fresh)
            compile_(kept, fresh.with_suffix(".qm"))
            if fresh.read_bytes() != kept.read_bytes():
                found.append(f"{kept.name} lacks words of the sources: run resources/make_translations.py")
            if fresh.with_suffix(".qm").read_bytes() != kept.with_suffix(".qm").read_bytes():
                found.append(f"{kept.stem}.qm is older than {kept.name}: run resources/make_translations.py")
    return found


def _tool(name: str, *words: str) -> None:
    """Runs one of Qt's own tools, which come with PySide6."""
    done = subprocess.run([str(TOOLS / name), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
