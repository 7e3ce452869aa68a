# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chat process: holds one base model and answers for any agent built on it."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.jobs import resident
from core.jobs.resident import Request
from core.paths import WorkspacePaths

if TYPE_CHECKING:
    from core.chat.llama import Engine
    from core.vault.blobs import Blobs

Params = dict[str, Any]


def serve(hello: dict[str, Any]) -> None:
    """Answers until the pipe closes. ``hello``: {"workspace": path or null, "key": vault key as hex or null}.

    Without a workspace only adapters that lie as plain files can be used.
    """
    worker = ChatWorker(_blobs(hello))
    resident.serve(
        {
            "complete": worker.complete,
            "prime": worker.prime,
            "probe": worker.probe,
            "tokenize": worker.tokenize,
            "count": worker.count,
            "render": worker.render,
            "logits": worker.logits,
            "quantise": worker.quantise,
        }
    )


def _blobs(hello: dict[str, Any]) -> Blobs | None:
    if not hello.get("workspace") or not hello.get("key"):
        return None
    from core.vault.blobs import Blobs
    from core.vault.keys import MasterKey

    key = MasterKey(bytes.fromhex(hello["key"]))
    return Blobs(WorkspacePaths(Path(hello["workspace"])).blobs, key.purpose("blobs"))


class ChatWorker:
    """The methods of the chat process; each takes the request's parameters and returns plain JSON."""

    def __init__(self, blobs: Blobs | None) -> None:
        self._blobs = blobs
        self._engine: Engine | None = None
        self._loaded = ""

    def complete(self, params: Params, request: Request) -> dict[str, Any]:
        """{"model_path", "adapter_blob" or "adapter_path" or neither, "messages", "max_tokens",
        "temperature", "seed", "top_k", "top_p", "min_p", "grammar", "stop_texts"}
        → events {"token"}, result {"text", "ended", "reused", "usage"}.
        """
        from core.chat.llama import Sampling

        began = time.perf_counter()
        engine = self._prepared(params)
        names = ("max_tokens", "temperature", "seed", "top_k", "top_p", "min_p", "grammar")
        given = {name: params[name] for name in names if params.get(name) is not None}
        done = engine.complete(
            params["messages"],
            Sampling(**given, stop=tuple(params.get("stop_texts") or ())),
            say=lambda text: request.emit({"token": text}),
            stopped=lambda: request.cancelled,
            began=began,
        )
        return {"text": done.text, "ended": done.ended, "reused": done.reused, "usage": asdict(done.usage)}

    def prime(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path", "adapter_blob" or "adapter_path" or neither, "messages"} → {"reused"}: reads what
        coming prompts begin with, so that only the rest of them is left to read."""
        return {"reused": self._prepared(params).prime(params["messages"])}

    def probe(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path"} → {"languages"}: which it speaks, by trying; see core.chat.probe."""
        from core.chat import probe
        from core.chat.llama import Sampling

        engine = self._base(params)

        def answer(told: str, asked: str) -> str:
            messages = [{"role": "system", "content": told}, {"role": "user", "content": asked}]
            sampling = Sampling(max_tokens=probe.LONGEST_ANSWER)
            return engine.complete(messages, sampling, say=lambda _: None, stopped=lambda: False).text

        return {"languages": probe.spoken(answer)}

    def tokenize(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path", "text"} → {"tokens"}; control tokens named in the text are recognised."""
        return {"tokens": self._base(params).tokenise(params["text"], special=True)}

    def count(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path", "texts"} → {"tokens": one number a text, "context_tokens"}."""
        engine = self._base(params)
        return {
            "tokens": [len(engine.tokenise(text)) for text in params["texts"]],
            "context_tokens": engine.context_tokens,
        }

    def render(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path", "messages"} → {"text", "tokens"} of the whole prompt."""
        engine = self._base(params)
        text = engine.render(params["messages"])
        return {"text": text, "tokens": engine.tokenise(text, special=True)}

    def logits(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"model_path", "adapter_blob" or "adapter_path", "adapter_scale", "tokens", "last"} →
        {"tokens": last, "logprobs": base64 of float32 [last, vocabulary]}."""
        last = int(params.get("last", 1))
        rows = self._prepared(params).logprobs(params["tokens"], last)
        return {"tokens": last, "logprobs": base64.b64encode(rows.astype("<f4").tobytes()).decode()}

    def quantise(self, params: Params, _request: Request) -> dict[str, Any]:
        """{"source" or "source_blob", "target" or nothing, "type"} → {"path", "size"}; without a target the
        result is sealed: {"blob", "size"}."""
        from core.chat import llama
        from core.registry.sealed import memory_file

        blob, target = params.get("source_blob"), params.get("target")
        with contextlib.ExitStack() as files:
            source = files.enter_context(self._unsealed(blob)) if blob else Path(params["source"])
            made = Path(target) if target else files.enter_context(memory_file())
            llama.quantise(source, made, params["type"])
            size = made.stat().st_size
            return {"path": target, "size": size} if target else {"blob": self._vault.put(made), "size": size}

    def _prepared(self, params: Params) -> Engine:
        engine = self._base(params)
        blob, path = params.get("adapter_blob"), params.get("adapter_path")
        scale = float(params.get("adapter_scale", 1.0))
        if blob:
            engine.use_adapter(blob, lambda: self._unsealed(blob), scale)
        elif path:
            # A file may change under its name; a blob cannot.
            changed = Path(path).stat().st_mtime_ns if Path(path).exists() else 0
            engine.use_adapter(f"{path}@{changed}", lambda: contextlib.nullcontext(Path(path)), scale)
        else:
            engine.use_adapter(None)
        return engine

    def _base(self, params: Params) -> Engine:
        """The engine over "model_path", or over a sealed model: "model_blob"."""
        wanted = str(params.get("model_blob") or params["model_path"])
        if self._engine is None or self._loaded != wanted:
            from core.chat.llama import Engine
            from core.registry.gguf.facts import chat_facts

            with contextlib.ExitStack() as files:
                blob = params.get("model_blob")
                path = files.enter_context(self._unsealed(blob)) if blob else Path(wanted)
                chat_facts(path)
                if self._engine is not None:
                    engine, self._engine = self._engine, None
                    engine.close()
                self._engine, self._loaded = Engine(path), wanted
        return self._engine

    @contextlib.contextmanager
    def _unsealed(self, blob: str) -> Iterator[Path]:
        from core.registry.sealed import memory_file

        with memory_file(self._vault.open(blob)) as path:
            yield path

    @property
    def _vault(self) -> Blobs:
        if self._blobs is None:
            from core.errors import BugError

            raise BugError("sealed weights were asked for without the workspace's key")
        return self._blobs
