# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Office formats from before 2007 (DOC, XLS, PPT), turned into today's by LibreOffice if it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.documents.extract import sniff
from core.documents.extract.locked_office import decrypted, is_encrypted
from core.documents.extract.reading import Given
from core.documents.extract.within import Within
from core.errors import UserError

_KINDS = {sniff.DOC: ("doc", "docx"), sniff.XLS: ("xls", "xlsx"), sniff.PPT: ("ppt", "pptx")}


class OldOfficeReader(Within):
    """Refused with a sentence where LibreOffice is missing."""

    def __init__(self, given: Given) -> None:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            raise sniff.UnreadError(
                f"{given.name} is in an Office format from before 2007: only LibreOffice can open it.",
                do="Install LibreOffice, or save the file as .docx, .xlsx, .pptx or PDF.",
            )
        content, password = decrypted(given) if is_encrypted(given.path) else (given.path.read_bytes(), None)
        super().__init__(given, _converted(program, content, given), password)


@contextmanager
def _converted(program: str, content: bytes, given: Given) -> Iterator[Path]:
    """The file in today's form, in a folder that is gone afterwards; in memory where that can be."""
    old, new = _KINDS[given.media_type]
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(prefix="isnad-", dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        (folder / f"file.{old}").write_bytes(content)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        ]
        command += ["--convert-to", new, "--outdir", str(folder), str(folder / f"file.{old}")]
        try:
            subprocess.run(
                command,
                env={**os.environ, "HOME": name},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=given.settings.page_seconds,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            raise _failed(given.name) from None
        if not (folder / f"file.{new}").is_file():
            raise _failed(given.name)
        yield folder / f"file.{new}"


def _failed(name: str) -> UserError:
    return UserError(f"LibreOffice could not open {name}.", do="Save it as .docx, .xlsx, .pptx or PDF.")
