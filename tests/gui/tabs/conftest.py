# SPDX-License-Identifier: AGPL-3.0-or-later
"""A workspace whose datasets, runs and versions are there already, for the tabs that show them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from core.app import App
from core.db.tables import DatasetRow, ExampleRow, JobRow, ModelRow, RunPointRow, RunRow, VersionRow
from core.records import Document
from gui.main_window import MainWindow
from gui.ops import Ops
from tests.gui.conftest import PASSPHRASE, Opened

BASE_LOSS = 2.874
_REPORT = {
    "bounds": {"kl_mean": 0.01, "kl_max": 0.09, "sure_agreement": 0.98},
    "prompts": 8,
    "positions": 412,
    "token_ids_equal": 8,
    "greedy_equal": 8,
    "base_kl_mean": 0.0075,
    "base_kl_max": 0.031,
    "change_kl_mean": 0.412,
    "top1_agreement": 1.0,
    "greedy_tokens": 12,
    "split": "test",
    "seconds": 31.0,
}
_GOOD = {"passed": True, "findings": [], "kl_mean": 0.0025, "kl_max": 0.009, "sure_agreement": 1.0}
_BAD = {
    "passed": False,
    "findings": ["The exported model's answers diverge by 0.0261 nats on average."],
    "kl_mean": 0.0261,
    "kl_max": 0.23,
    "sure_agreement": 0.96,
}


@pytest.fixture(scope="session")
def filled_workspace(case_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a dataset to review, one that was trained on, four runs, three versions."""
    folder = tmp_path_factory.mktemp("filled") / "ws"
    shutil.copytree(case_workspace, folder)
    app = App.open(folder, PASSPHRASE)
    app.models.register_starters()
    app.agents.ensure_default()
    documents = app.documents.list()
    texts = {one.id: {page.number: page.text for page in app.documents.pages(one.id)} for one in documents}
    with app.workspace.db.session() as session:
        _questions(session, documents, texts)
        trained = _questions(session, documents, texts, name="trained on", accepted=True)
        runs = [_run(session, trained, *how) for how in _RUNS]
        for number, (gate, report) in enumerate(_GATES, start=1):
            _version(session, f"trained on-{number}", runs[number - 1], gate, report)
    app.datasets.split(trained)
    app.close()
    return folder


@pytest.fixture
def filled(
    filled_workspace: Path,
    tmp_path: Path,
    ops: Ops,
    qtbot: QtBot,
    wait: Callable[[Coroutine[Any, Any, None]], None],
) -> Opened:
    """The window over a copy of that workspace. Jobs are queued and not worked off."""
    folder = tmp_path / "ws"
    shutil.copytree(filled_workspace, folder)
    window = MainWindow(ops, folder)
    qtbot.addWidget(window)
    window.show()
    wait(ops.open(window.welcome, folder, PASSPHRASE))
    ops.app.jobs.close()
    return Opened(window, ops)


# State of the job, last step, what went wrong.
_RUNS = (
    ("succeeded", 30, None),
    ("cancelled", 9, None),
    (
        "interrupted",
        12,
        "The worker was killed by the system before it had finished.\nResume the job to go on.",
    ),
    ("failed", 4, "The loss became nan at step 5: the training has run away."),
)
_GATES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("passed", {**_REPORT, **_GOOD}),
    ("failed", {**_REPORT, **_BAD}),
    ("pending", {}),
)


def _questions(
    session: Session,
    documents: list[Document],
    texts: dict[str, dict[int, str]],
    name: str = "to review",
    *,
    accepted: bool = False,
) -> str:
    """A dataset of sentences out of the documents, each with its span."""
    dataset = DatasetRow(name=name, kind="qa", recipe="qa", source="documents", settings={})
    session.add(dataset)
    session.flush()
    number = 0
    for document in documents:
        for page, text in texts[document.id].items():
            for found in list(re.finditer(r"[^.\n]{50,200}\.", text))[:3]:
                number += 1
                question, answer = f"What is said in place {number}?", found.group().strip()
                start = found.start() + found.group().index(answer)
                session.add(
                    ExampleRow(
                        dataset_id=dataset.id,
                        number=number,
                        messages=[
                            {"role": "user", "content": question},
                            {"role": "assistant", "content": answer},
                        ],
                        original=None,
                        state="accepted" if accepted else "pending",
                        origin="qa",
                        source=document.path,
                        document_id=document.id,
                        page=page,
                        start=start,
                        end=start + len(answer),
                    )
                )
    return dataset.id


def _run(session: Session, dataset_id: str, state: str, steps: int, error: str | None) -> str:
    model = session.query(ModelRow).filter_by(kind="chat-gguf").one()
    job = JobRow(kind="train", title="Training", parameters={}, state=state, error=error)
    session.add(job)
    session.flush()
    tuned = BASE_LOSS - 0.05 * steps
    run = RunRow(
        job_id=job.id,
        dataset_id=dataset_id,
        model_id=model.id,
        method="lora",
        settings={"epochs": 7.0, "rank": 4, "alpha": 8.0},
        dataset_hash="0" * 64,
        base_hash=model.sha256,
        metrics={"base_loss": BASE_LOSS, "eval_loss": tuned, "examples": 20, "held_out": 3},
        tokens_per_second=152.0,
        peak_memory_bytes=1_900_000_000,
        seconds=float(7 * steps),
        adapter_blob=None,
    )
    session.add(run)
    session.flush()
    for step in range(1, steps + 1):
        session.add(RunPointRow(run_id=run.id, name="loss", step=step, value=BASE_LOSS - 0.06 * step))
        session.add(RunPointRow(run_id=run.id, name="tokens_per_second", step=step, value=150.0))
        session.add(RunPointRow(run_id=run.id, name="memory_bytes", step=step, value=1.8e9))
    session.add(RunPointRow(run_id=run.id, name="eval_loss", step=0, value=BASE_LOSS))
    session.add(RunPointRow(run_id=run.id, name="eval_loss", step=steps, value=tuned))
    return run.id


def _version(session: Session, name: str, run_id: str, gate: str, report: dict[str, Any]) -> None:
    run = session.get_one(RunRow, run_id)
    session.add(
        VersionRow(
            name=name,
            run_id=run_id,
            model_id=run.model_id,
            adapter_blob="",
            gguf_blob="",
            gate=gate,
            gate_report=report,
            metrics=run.metrics,
        )
    )
