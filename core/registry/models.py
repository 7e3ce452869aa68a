# SPDX-License-Identifier: AGPL-3.0-or-later
"""Base models, embedders, rerankers: what the user brought, or the starters that came with set-up."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db.find import existing
from core.db.tables import ModelRow
from core.errors import UserError
from core.paths import MODELS
from core.records import Model
from core.workspace import Workspace

MANIFEST = MODELS / "manifest.toml"
_LOADING_SECONDS = 600.0


class Models:
    """The models a workspace knows. The files stay where they are; their hash tells whether they changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def register_starters(self) -> None:
        """Registers what the manifest names and set-up has put into models/; what is missing is left out."""
        for entry in manifest():
            path = MODELS / entry["path"]
            if path.exists():
                self._add(entry["id"], entry["kind"], path, _facts(entry))

    def bring(
        self, path: Path, *, name: str | None = None, languages: Sequence[str] = (), licence: str = ""
    ) -> Model:
        """Registers a GGUF file, or the folder of an embedder, cross-encoder or EasyOCR's weights.

        ``languages`` are codes ("en", "ar"): what the model may be used for. Without them the manifest is
        asked, by the file's hash, then an embedder or cross-encoder itself (core.retrieval.probe). Content
        that is registered already keeps its name, and its place while that exists.
        Raises :class:`UserError` for anything that is neither, or that llama.cpp cannot load.
        """
        path = path.absolute()
        if path.is_dir() and any(path.glob("*.pth")):
            return self._bring_ocr(path, name or path.name, licence)
        kind, found = _recognise(path)
        digest = content_hash(path)
        known = next((_facts(entry) for entry in manifest() if main_file(entry)["sha256"] == digest), {})
        told = {"languages": ",".join(map(_language, languages)), "licence": licence}
        before = self._known(digest)
        if before is None:
            if kind == "chat-gguf":
                found["languages"] = _languages_tried(path)
            elif not (languages or known.get("languages")):
                from core.retrieval.probe import ask

                found["languages"] = ",".join(ask(kind, path, digest, self._workspace.paths.models))
            return self._add(name or _name_of(path), kind, path, {**found, **known, **_stated(told)})
        kept = _stated({"languages": ",".join(before.languages), "licence": before.licence})
        place = Path(before.path) if Path(before.path).exists() else path
        return self._add(before.name, kind, place, {**found, **known, **kept, **_stated(told)})

    def _bring_ocr(self, folder: Path, name: str, licence: str) -> Model:
        """EasyOCR's weights are pickles: they are converted once, and the workspace keeps what is safe."""
        from core.documents.ocr.weights import convert

        with tempfile.TemporaryDirectory(dir=self._workspace.paths.models, prefix=".ocr-") as made:
            told = convert(folder, Path(made))
            target = self._workspace.paths.models / f"ocr-{content_hash(Path(made))[:16]}"
            if not target.exists():
                Path(made).rename(target)
                Path(made).mkdir()
        facts = {**told, "languages": ",".join(told["languages"]), "licence": licence}
        return self._add(name, "ocr", target, facts)

    def _known(self, digest: str) -> Model | None:
        with self._workspace.db.reading() as session:
            row = session.scalars(select(ModelRow).where(ModelRow.sha256 == digest)).first()
            return record(row) if row else None

    def list(self, kind: str | None = None) -> list[Model]:
        """All models by name, or those of one kind: chat-gguf, embedder, reranker, nli, ocr."""
        query = select(ModelRow).order_by(ModelRow.name)
        if kind is not None:
            query = query.where(ModelRow.kind == kind)
        with self._workspace.db.reading() as session:
            return [record(row) for row in session.scalars(query)]

    def get(self, model_id: str) -> Model:
        with self._workspace.db.reading() as session:
            row = existing(session, ModelRow, model_id, "model", see="isnad models list")
            return record(row)

    def _add(self, name: str, kind: str, path: Path, facts: dict[str, Any]) -> Model:
        digest = content_hash(path)
        with self._workspace.db.session() as session:
            row = session.scalars(select(ModelRow).where(ModelRow.name == name)).first()
            if row is not None and row.sha256 != digest:
                raise UserError(
                    f"Another model is already called {name}.", do="Give this one another name: --name NAME"
                )
            if row is None:
                row = ModelRow(name=name, kind=kind, path="", sha256=digest, size=0, metadata_={})
                session.add(row)
                session.flush()
                self._workspace.audit.append(session, "model.add", row.id, sha256=digest)
            row.path, row.size = str(path), _size(path)
            row.licence, row.languages = facts.get("licence", ""), facts.get("languages", "")
            row.metadata_ = {k: v for k, v in facts.items() if k not in {"licence", "languages"}}
            session.flush()
            return record(row)


def manifest() -> list[dict[str, Any]]:
    """The known models of models/manifest.toml."""
    return list(tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["model"])


def record(row: ModelRow) -> Model:
    return Model(
        id=row.id,
        name=row.name,
        kind=row.kind,
        path=row.path,
        sha256=row.sha256,
        size=row.size,
        licence=row.licence,
        languages=tuple(filter(None, row.languages.split(","))),
        metadata=dict(row.metadata_),
    )


def content_hash(path: Path) -> str:
    """SHA-256 (hex) of a file, or of a folder's weights file."""
    file = path / "model.safetensors" if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror}.", do="Check the path and its rights."
        ) from error


def _stated(facts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _language(code: str) -> str:
    code = code.strip().lower()
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise UserError(
            f"“{code}” is not a language code.", do="Give codes of two or three letters: --languages en,ar"
        )
    return code


def _languages_tried(path: Path) -> str:
    """Which languages a chat model turns out to speak, "en,ar"; empty: none that this program speaks.

    It is loaded in a process of its own: a bad file may kill that, and nothing else.
    """
    from core.jobs.resident import Resident, WorkerDiedError, WorkerTimeoutError

    chat = Resident("The chat process", ["chat"], {})
    try:
        found = chat.call("probe", timeout=_LOADING_SECONDS, model_path=str(path))
        return ",".join(found["languages"])
    except (WorkerDiedError, WorkerTimeoutError) as error:
        raise UserError(
            f"{path} cannot be loaded: {error.what}", do="Choose another model, or copy the file again."
        ) from error
    finally:
        chat.close()


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    facts = {k: v for k, v in entry.items() if isinstance(v, str | int) and k not in {"id", "path", "kind"}}
    return {**facts, "languages": ",".join(entry["languages"])}


def main_file(entry: dict[str, Any]) -> dict[str, Any]:
    """The manifest's entry of a model's weights file: path under models/, size, sha256."""
    return dict(max(entry["file"], key=lambda file: int(file["size"])))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _name_of(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def _recognise(path: Path) -> tuple[str, dict[str, Any]]:
    if not path.exists():
        raise UserError(f"{path} does not exist.", do="Check the path.")
    if path.is_dir():
        return _folder_facts(path)
    from core.registry.gguf.facts import chat_facts

    return "chat-gguf", chat_facts(path)


def _folder_facts(path: Path) -> tuple[str, dict[str, Any]]:
    """Whether a folder is an embedder, a reranker or an NLI model, by its config.json."""
    config = _config(path)
    judges = any(str(one).endswith("ForSequenceClassification") for one in config.get("architectures") or [])
    needed = ["config.json", "model.safetensors", *([] if judges else ["modules.json"])]
    missing = [name for name in needed if not (path / name).is_file()]
    if missing:
        raise UserError(
            f"{path} is no folder of an embedder or cross-encoder: {', '.join(missing)} missing.",
            do="Bring a GGUF file, or a folder with modules.json, config.json and model.safetensors.",
        )
    facts = {"dimensions": int(config.get("hidden_size", 0)), "architecture": config.get("model_type", "")}
    return (_judging_kind(path, config) if judges else "embedder"), facts


def _config(path: Path) -> dict[str, Any]:
    try:
        read = json.loads((path / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UserError(
            f"{path / 'config.json'} cannot be read.", do="Copy the folder again, all of it."
        ) from error
    return read if isinstance(read, dict) else {}


def _judging_kind(path: Path, config: dict[str, Any]) -> str:
    labels = [str(label).lower() for label in (config.get("id2label") or {0: "", 1: ""}).values()]
    if len(labels) == 1:
        return "reranker"
    verdicts = ("entail", "neutral", "contradict")
    if len(labels) == len(verdicts) and all(any(v in label for label in labels) for v in verdicts):
        return "nli"
    raise UserError(
        f"{path} sorts texts into {len(labels)} classes ({', '.join(labels)}).",
        do="Isnad uses rerankers, which give one score, and NLI models, which tell entailment, neutral and "
        "contradiction.",
    )
