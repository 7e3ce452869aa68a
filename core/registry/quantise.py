# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job "quantise": a base model in another quantisation, or a version merged into its base as one file.

A base model becomes a plain file in the workspace and a model of its own. A version's weights embed
documents: its merged file is sealed, and leaves the workspace only by an export.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.db.tables import ModelRow, VersionRow
from core.errors import UserError
from core.jobs.queue import JobContext
from core.jobs.resident import Resident
from core.registry import gate
from core.registry.models import Models
from core.workspace import Workspace


def run(context: JobContext) -> dict[str, Any]:
    """Parameters: {"type"} and {"model_id"} or {"version_id"}. What is there already is not made again."""
    kind = context.parameters["type"]
    if "model_id" in context.parameters:
        return _model(context, context.parameters["model_id"], kind)
    return _version(context, context.parameters["version_id"], kind)


def _model(context: JobContext, model_id: str, kind: str) -> dict[str, Any]:
    workspace = context.workspace
    source = Models(workspace).get(model_id)
    name = f"{source.name}-{kind}"
    target = workspace.paths.models / f"{name}.gguf"
    context.progress(0, 1, f"Quantising {source.name} to {kind}")
    if not target.exists():
        made = target.with_suffix(".part")
        with _chat_process(workspace) as chat:
            chat.call("quantise", source=source.path, target=str(made), type=kind)
        made.replace(target)
    model = Models(workspace).bring(target, name=name, languages=source.languages, licence=source.licence)
    return {"model_id": model.id, "path": model.path, "size": model.size}


def _version(context: JobContext, version_id: str, kind: str) -> dict[str, Any]:
    workspace = context.workspace
    with workspace.db.reading() as session:
        version = session.get_one(VersionRow, version_id)
        merged, name, gate_state = dict(version.merged), version.name, version.gate
    if gate_state != "passed":
        raise UserError(f"{name} has not passed the gate.", do=f"Measure it first: isnad models gate {name}")
    if kind not in merged:
        merged[kind] = _made(context, version_id, name, kind)
        with workspace.db.session() as session:
            session.get_one(VersionRow, version_id).merged = merged
            workspace.audit.append(session, "version.merge", version_id, type=kind)
    return {"version_id": version_id, "type": kind, **{k: v for k, v in merged[kind].items() if k != "blob"}}


def _made(context: JobContext, version_id: str, name: str, kind: str) -> dict[str, Any]:
    """Merges, quantises and measures; {"blob", "size", "report"}."""
    workspace = context.workspace
    context.progress(0, 1, "Merging the adapter into its base model")
    source = _merged(workspace, version_id)
    made: dict[str, Any] = {}
    try:
        context.progress(0, 1, f"Quantising to {kind}")
        with _chat_process(workspace) as chat:
            made = chat.call("quantise", source_blob=source, type=kind)
    finally:
        # The same content has the same name.
        if made.get("blob") != source:
            workspace.blobs.remove(source)
    report = gate.check_merged(workspace, version_id, made["blob"], context.progress)
    if not report["passed"]:
        workspace.blobs.remove(made["blob"])
        raise UserError(
            f"{name} merged as {kind} no longer answers as it was trained.",
            details=report["findings"],
            do="Choose a type with more bits: Q8_0 or F16.",
        )
    return {**made, "report": report}


def _merged(workspace: Workspace, version_id: str) -> str:
    """Seals the base with the adapter merged into it, before it is quantised; returns the blob's name."""
    from core.registry.adapters import Adapter
    from core.registry.gguf.merged import write_merged
    from core.registry.sealed import memory_file

    with workspace.db.reading() as session:
        version = session.get_one(VersionRow, version_id)
        base, adapter_blob = Path(session.get_one(ModelRow, version.model_id).path), version.adapter_blob
    with memory_file() as file:
        write_merged(base, Adapter.from_tar(workspace.blobs.read(adapter_blob)), file)
        return workspace.blobs.put(file)


@contextmanager
def _chat_process(workspace: Workspace) -> Iterator[Resident]:
    hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
    chat = Resident("The chat process", ["chat"], hello)
    try:
        yield chat
    finally:
        chat.close()
