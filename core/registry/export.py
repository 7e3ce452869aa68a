# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing a version out: the GGUF file with its card and its chain of sources."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.db.engine import no_space
from core.db.tables import RunRow, VersionRow
from core.errors import UserError
from core.paths import atomic_write
from core.records import Version
from core.registry import lineage
from core.workspace import Workspace

# What training changes is less than a step of four-bit rounding, which undoes it: core.registry.verdict.
MERGED_KIND = "Q8_0"


def adapter(workspace: Workspace, version: Version, folder: Path) -> list[Path]:
    """Writes the GGUF adapter, the card and the lineage (JSON, with the files' SHA-256) into ``folder``.

    Raises :class:`UserError` for a version that has not passed the gate, and rather than overwrite anything.
    """
    with workspace.db.reading() as session:
        blob = session.get_one(VersionRow, version.id).gguf_blob
    if blob is None:
        raise UserError(f"{version.name} has no GGUF adapter.", do="Register its run again.")
    return _write_all(workspace, version, folder, f"{file_name(version.name)}.adapter.gguf", blob)


def merged(workspace: Workspace, version: Version, folder: Path, kind: str) -> list[Path]:
    """As :func:`adapter`, but the whole model in one file, as the job "quantise" made it in ``kind``."""
    with workspace.db.reading() as session:
        made = session.get_one(VersionRow, version.id).merged
    if kind not in made:
        raise UserError(
            f"{version.name} has not been merged as {kind}.",
            do=f"isnad models quantise {version.name} {kind}",
        )
    return _write_all(
        workspace, version, folder, f"{file_name(version.name)}.{kind}.gguf", made[kind]["blob"]
    )


def is_merged(workspace: Workspace, version: Version, kind: str) -> bool:
    """Whether the version has been merged into its base as ``kind``."""
    with workspace.db.reading() as session:
        return kind in session.get_one(VersionRow, version.id).merged


def check_passed(version: Version) -> None:
    """Raises :class:`UserError` unless the version has passed the gate."""
    if version.gate != "passed":
        raise UserError(
            f"{version.name} has not passed the gate ({version.gate}), so it is not exported.",
            do=f"See why: isnad models card {version.name}",
        )


def file_name(name: str) -> str:
    """A version's name as a file name that every system takes."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "_", name).strip(" .") or "version"


def _write_all(workspace: Workspace, version: Version, folder: Path, weights: str, blob: str) -> list[Path]:
    check_passed(version)
    files = [folder / name for name in (weights, "card.md", "lineage.json")]
    for file in files:
        if file.exists():
            raise UserError(f"{file} is there already and is not overwritten.", do="Choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hashes = {
            files[0].name: _copy(workspace.blobs.open(blob), files[0]),
            files[1].name: _copy([version.card.encode()], files[1]),
        }
        _copy([json.dumps(_chain(workspace, version, hashes), indent=1).encode()], files[2])
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_space(files[0]) from error
        raise UserError(
            f"{folder} cannot be written to: {error.strerror}.", do="Choose another folder."
        ) from error
    with workspace.db.session() as session:
        workspace.audit.append(session, "version.export", version.id, files=hashes)
    return files


def _copy(pieces: Iterable[bytes], target: Path) -> str:
    """Writes ``pieces`` to ``target``; returns their SHA-256 in hex."""
    digest = hashlib.sha256()
    with atomic_write(target) as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _chain(workspace: Workspace, version: Version, hashes: dict[str, str]) -> dict[str, Any]:
    with workspace.db.reading() as session:
        row = session.get_one(VersionRow, version.id)
        run = session.get_one(RunRow, row.run_id)
        return {
            "version": {"id": row.id, "name": row.name, "created": row.created},
            "files": hashes,
            "base_sha256": run.base_hash,
            "dataset_hash": run.dataset_hash,
            "method": run.method,
            "settings": run.settings,
            "metrics": row.metrics,
            "gate": row.gate_report,
            "chain": [asdict(node) for node in lineage.of_version(session, row)],
        }
