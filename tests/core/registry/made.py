# SPDX-License-Identifier: AGPL-3.0-or-later
"""LoRAs as PEFT saves them, and runs as training leaves them in the database."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from core.db.tables import (
    CollectionRow,
    DatasetRow,
    DocumentRow,
    ExampleRow,
    JobRow,
    ModelRow,
    PageRow,
    RunRow,
    VersionRow,
)
from core.registry.adapters import CONFIG, WEIGHTS, Adapter
from core.registry.gguf.adapter import write_adapter
from core.registry.gguf.facts import chat_facts
from core.registry.models import content_hash
from core.registry.sealed import memory_file
from core.training.checkpoints import packed
from core.workspace import Workspace

QUESTIONS = [
    ("Why was the bridge closed?", "Because of a crack in the third pier."),
    ("Who found the crack?", "The inspector found it in May."),
    ("When does it open again?", "It opens in the autumn."),
    ("لماذا أغلق الجسر؟", "بسبب شرخ في الدعامة."),
]


def lora(base: Path, *, std: float = 0.1, seed: int = 0, **options: Any) -> Adapter:
    """A LoRA on ``base`` that changes what it says, the more so by ``std``. Options are LoraConfig's."""
    import torch
    from peft import LoraConfig, get_peft_model

    from core.training import base as bases

    model, _ = bases.load(base)
    torch.manual_seed(seed)
    given = {"r": 4, "lora_alpha": 8, "target_modules": "all-linear", "task_type": "CAUSAL_LM", **options}
    tuned = get_peft_model(model, LoraConfig(**given))
    for name, weights in tuned.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weights, std=std)
    with tempfile.TemporaryDirectory() as folder:
        tuned.save_pretrained(f"{folder}/result", save_embedding_layers=False)
        with packed(Path(folder) / "result") as tar:
            return Adapter.from_tar(tar.read())


def tar_of(adapter: Adapter) -> bytes:
    """The adapter as training seals it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "result").mkdir()
        (Path(folder) / "result" / CONFIG).write_text(json.dumps(adapter.config))
        (Path(folder) / "result" / WEIGHTS).write_bytes(adapter.weights)
        with packed(Path(folder) / "result") as tar:
            return tar.read()


def seal(workspace: Workspace, base: Path, adapter: Adapter) -> str:
    """The adapter as GGUF, sealed; the blob's name."""
    with memory_file() as file:
        write_adapter(base, adapter, file)
        return workspace.blobs.put(file)


def add_run(workspace: Workspace, base: Path, adapter: Adapter, *, dataset: str = "bridge") -> str:
    """A finished run over a reviewed dataset that was made from a document; returns its id."""
    blob = workspace.blobs.put_bytes(tar_of(adapter))
    digest = content_hash(base)
    with workspace.db.session() as session:
        model = ModelRow(
            name=base.stem,
            kind="chat-gguf",
            path=str(base),
            sha256=digest,
            size=1,
            metadata_=chat_facts(base),
        )
        model.licence, model.languages = "CC0-1.0", "en"
        collection = CollectionRow(name=dataset)
        data = DatasetRow(name=dataset, kind="qa", recipe="qa", source="case", settings={})
        job = JobRow(kind="train", title="Train", parameters={})
        session.add_all([model, collection, data, job])
        session.flush()
        document = DocumentRow(
            collection_id=collection.id, path="case/report.pdf", name="report.pdf", sha256="ab" * 32, size=1
        )
        document.media_type = "application/pdf"
        session.add(document)
        session.flush()
        session.add(PageRow(document_id=document.id, number=2, source="ocr", confidence=0.93))
        for number, (question, answer) in enumerate(QUESTIONS):
            session.add(
                ExampleRow(
                    dataset_id=data.id,
                    number=number,
                    messages=[
                        {"role": "user", "content": question},
                        {"role": "assistant", "content": answer},
                    ],
                    state="accepted",
                    split="test" if number else "train",
                    document_id=document.id,
                    page=2,
                )
            )
        run = RunRow(job_id=job.id, dataset_id=data.id, model_id=model.id, method="lora", base_hash=digest)
        run.dataset_hash, run.settings, run.adapter_blob = "d" * 64, {"rank": 4, "alpha": 8}, blob
        run.metrics = {"base_loss": 3.5, "eval_loss": 1.25, "examples": 1, "held_out": 3}
        session.add(run)
        session.flush()
        return run.id


def set_gate(workspace: Workspace, version_id: str, state: str) -> None:
    """The gate's word on a version, where a test is not about the gate."""
    with workspace.db.session() as session:
        session.get_one(VersionRow, version_id).gate = state
