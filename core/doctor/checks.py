# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks of engines, models, fonts and tools; each failed one says how to mend it without a network."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from core.errors import UserError
from core.jobs.resident import Resident
from core.paths import EASYOCR, MODELS, default_workspace
from core.records import Check

_BUNDLE = (
    "On a connected machine: python installer/bootstrap.py bundle DIR. "
    "Bring DIR here, then: python installer/bootstrap.py setup --bundle DIR"
)
_LIBRARIES = (
    "PySide6-Essentials",
    "torch",
    "transformers",
    "peft",
    "trl",
    "sentence-transformers",
    "chromadb",
    "llama-cpp-python",
    "pymupdf",
    "python-docx",
)
_MIN_FREE_BYTES = 5 * 1024**3


def run(folder: Path | None = None) -> Iterator[Check]:
    """Yields each check as it is done. ``folder`` is the workspace whose disk is looked at."""
    yield _python()
    for name in _LIBRARIES:
        yield _library(name)
    yield from (check() for check in (_database, _tesseract, _easyocr, _arabic_font, _keyring, _strace))
    yield _disk(folder or default_workspace())
    yield from _models()
    yield from _engines()


def _python() -> Check:
    right = sys.version_info[:2] in {(3, 11), (3, 12)}
    return Check(
        "Python", right, platform.python_version(), "" if right else "Isnad needs Python 3.11 or 3.12."
    )


def _library(name: str) -> Check:
    try:
        return Check(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name, False, "not installed", _BUNDLE)


def _database() -> Check:
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(":memory:")
    try:
        version = connection.execute("PRAGMA cipher_version").fetchone()
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlcipher.DatabaseError as error:
        return Check("Encrypted database", False, str(error), _BUNDLE)
    finally:
        connection.close()
    if version is None:
        return Check("Encrypted database", False, "this SQLite cannot encrypt", _BUNDLE)
    return Check("Encrypted database", True, f"SQLCipher {version[0]}, FTS5")


def _tesseract() -> Check:
    fix = "Install tesseract-ocr, tesseract-ocr-ara and tesseract-ocr-eng from your system's medium."
    said = _output("tesseract", "--list-langs")
    if said is None:
        return Check("Tesseract OCR", False, "not found: scans cannot be read", fix)
    missing = [language for language in ("ara", "eng") if language not in said.split()]
    if missing:
        return Check("Tesseract OCR", False, f"lacks the language data {', '.join(missing)}", fix)
    version = (_output("tesseract", "--version") or "").split("\n", 1)[0]
    return Check("Tesseract OCR", True, f"{version}, ara and eng")


def _easyocr() -> Check:
    """Its packages alone: weights are a person's to bring, and pages are read without them too."""
    found = list(importlib.metadata.distributions(name="easyocr", path=[str(EASYOCR)]))
    if not found:
        return Check("EasyOCR", False, "not installed", _BUNDLE)
    return Check("EasyOCR", True, found[0].version)


def _arabic_font() -> Check:
    if sys.platform != "linux":
        return Check("Arabic font", True, "comes with the system")
    families = [line for line in (_output("fc-list", ":lang=ar", "family") or "").splitlines() if line]
    noto = sorted(family for family in families if "Noto" in family)
    if families:
        return Check("Arabic font", True, (noto or families)[0])
    return Check("Arabic font", False, "none found", "Install fonts-noto-core from your system's medium.")


def _keyring() -> Check:
    import keyring
    from keyring.backends import fail

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring):
        return Check("System keyring", True, "none: the passphrase is asked for each time")
    return Check("System keyring", True, backend.name)


def _strace() -> Check:
    if sys.platform != "linux":
        return Check("strace", True, "only used on Linux")
    found = shutil.which("strace") is not None
    fix = "" if found else "Install strace to be able to run: isnad doctor --prove-offline"
    return Check("strace", found, "found" if found else "not found", fix)


def _disk(folder: Path) -> Check:
    existing = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    fix = "" if free >= _MIN_FREE_BYTES else "Free some space, or put the workspace on another disk."
    return Check("Disk space", free >= _MIN_FREE_BYTES, f"{free / 1024**3:.0f} GiB free at {existing}", fix)


def _models() -> Iterator[Check]:
    from core.registry.models import content_hash, main_file, manifest

    for entry in manifest():
        weights = main_file(entry)
        if not (MODELS / weights["path"]).exists():
            yield Check(entry["name"], False, "the file is missing", _BUNDLE)
        elif content_hash(MODELS / weights["path"]) != weights["sha256"]:
            yield Check(entry["name"], False, "the file differs from the manifest", _BUNDLE)
        else:
            facts = (f"{weights['size'] / 1e6:.0f} MB", entry["licence"], *entry["languages"])
            yield Check(entry["name"], True, ", ".join(facts))


def _engines() -> Iterator[Check]:
    worker = Resident("The check process", ["check"], {})
    probes = {"Processor for training": "device", "Chat engine": "chat", "Embedding engine": "embed"}
    try:
        for title, method in probes.items():
            yield _probed(title, partial(worker.call, method))
    finally:
        worker.close()


def _probed(title: str, probe: Callable[[], str]) -> Check:
    try:
        return Check(title, True, probe())
    except UserError as error:
        return Check(title, False, error.what, error.do or _BUNDLE)


def _output(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout + done.stderr
