# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chat process over its pipes: sealed adapters, stopping, files that are no chat model, sudden death."""

from __future__ import annotations

import base64
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.jobs.resident import Resident, WorkerDiedError
from core.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.core.chat.adapters import write_adapter

pytestmark = pytest.mark.model

STORY = [{"role": "user", "content": "Write a long story about the sea."}]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, str]]:
    """A workspace, and the name of a sealed adapter in it."""
    folder = tmp_path_factory.mktemp("sealed")
    workspace = Workspace.create(folder / "ws", PASSPHRASE)
    blob = workspace.blobs.put(write_adapter(folder / "lora.gguf"))
    yield workspace, blob
    workspace.close()


@pytest.fixture(scope="module")
def chat(sealed: tuple[Workspace, str]) -> Iterator[Resident]:
    workspace, _ = sealed
    hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
    resident = Resident("The chat process", ["chat"], hello)
    yield resident
    resident.close()


def test_a_sealed_adapter_never_lies_open_on_the_disk(
    chat: Resident, sealed: tuple[Workspace, str], smollm: Path
) -> None:
    workspace, blob = sealed
    before = {path for path in workspace.paths.root.rglob("*") if path.is_file()}

    def story(adapter: str | None) -> str:
        asked = {"model_path": str(smollm), "messages": STORY, "adapter_blob": adapter}
        return str(chat.call("complete", timeout=None, max_tokens=24, **asked)["text"])

    base, tuned, again = story(None), story(blob), story(None)

    assert base == again != tuned
    assert {path for path in workspace.paths.root.rglob("*") if path.is_file()} == before


def test_logits_render_and_tokens_come_as_the_gate_needs_them(chat: Resident, smollm: Path) -> None:
    rendered = chat.call("render", model_path=str(smollm), messages=STORY)
    assert "Write a long story" in rendered["text"]
    assert (
        rendered["tokens"] == chat.call("tokenize", model_path=str(smollm), text=rendered["text"])["tokens"]
    )
    found = chat.call("logits", model_path=str(smollm), tokens=rendered["tokens"], last=2)
    rows = np.frombuffer(base64.b64decode(found["logprobs"]), "<f4").reshape(found["tokens"], -1)
    assert rows.shape[0] == 2
    assert np.allclose(np.exp(rows).sum(axis=1), 1, atol=1e-3)


def test_stop_ends_within_a_token(chat: Resident, smollm: Path) -> None:
    stop, tokens, after = threading.Event(), 0, 0.0
    for kind, value in chat.stream(
        "complete", stop=stop, model_path=str(smollm), messages=STORY, max_tokens=2000
    ):
        if kind == "event":
            tokens += 1
            if tokens == 5:
                stop.set()
                after = time.monotonic()
        else:
            assert value["ended"] == "cancelled"
            assert value["usage"]["completion_tokens"] < 200
    assert after
    assert time.monotonic() - after < 10


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ggml-vocab-llama-spm.gguf", "vocabulary"),
        ("empty.gguf", "."),
        ("tiny.gguf", "."),
        ("tiny.safetensors", "not a GGUF file"),
        ("missing.gguf", "cannot be read"),
    ],
)
def test_a_file_that_is_no_chat_model_is_told_by_name(
    chat: Resident, shared_data: Path, name: str, why: str
) -> None:
    path = shared_data / "gguf" / name
    with pytest.raises(UserError, match=why) as told:
        chat.call("complete", model_path=str(path), messages=STORY)
    assert name in told.value.sentence
    assert told.value.do


def test_a_cut_off_model_is_told(chat: Resident, smollm: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with smollm.open("rb") as whole:
        cut.write_bytes(whole.read(8_000_000))
    with pytest.raises(UserError, match=r"cut.gguf is cut off"):
        chat.call("complete", model_path=str(cut), messages=STORY)


def test_the_process_survives_bad_files_and_restarts_after_kill_9(chat: Resident, smollm: Path) -> None:
    pid = chat.pid
    answer = chat.stream("complete", model_path=str(smollm), messages=STORY, max_tokens=400)
    assert next(answer)[0] == "event"
    assert pid
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(WorkerDiedError, match="SIGKILL"):
        list(answer)
    assert chat.call("complete", model_path=str(smollm), messages=STORY, max_tokens=3)["text"]
