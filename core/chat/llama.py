# SPDX-License-Identifier: AGPL-3.0-or-later
"""llama.cpp: one base model in memory, adapters switched at run time. The only importer of llama_cpp."""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.chat import machine, offload
from core.chat.held_back import HeldBack
from core.chat.lookup import Balance, Lookup
from core.errors import BugError, UserError
from core.records import Usage

machine.share_cores()

import llama_cpp  # noqa: E402 - it starts its threads by what the line above sets

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH, _PIECE, _GRAIN = 512, 64, 16
# Without flash attention the scores of a piece against the whole context lie in memory at once.
_MOST_SCORES_BYTES = 256 * machine.MIB
# By how much the likeliest token must lead for its lead not to be one of rounding.
_MARGIN = 1.0
_GPU_TYPES = {1, 2}  # GGML_BACKEND_DEVICE_TYPE_GPU, _IGPU
_ADAPTERS_KEPT = 4
_PIECE_BYTES = 256

# Quantisation names as `models quantise` takes them, and llama.cpp's numbers for them.
QUANTISATIONS = {
    name: getattr(llama_cpp, f"LLAMA_FTYPE_{'ALL' if name == 'F32' else 'MOSTLY'}_{name}")
    for name in (
        *("F32", "F16", "BF16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q5_1", "Q5_0"),
        *("Q4_K_M", "Q4_K_S", "Q4_1", "Q4_0", "IQ4_NL", "IQ4_XS", "Q3_K_L", "Q3_K_M", "Q3_K_S", "Q2_K"),
    )
}

_LIKE_CONTROL = re.compile(r"<[|/]?\w.*>|\[/?[A-Z_]+\]")

# Written by models that carry no template of their own.
_PLAIN_TEMPLATE = (
    "{% for message in messages %}### {{ message.role }}:\n{{ message.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}### assistant:\n{% endif %}"
)


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Temperature 0: the likeliest. ``stop``: texts that end the answer.

    ``guess``: whether likeliest tokens may be guessed from the prompt (core.chat.lookup).
    """

    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    grammar: str | None = None
    stop: tuple[str, ...] = ()
    guess: bool = True


@dataclass(frozen=True)
class Completion:
    """``ended``: "stop" (the model or a stop text ended it), "length" or "cancelled".

    ``reused``: how many prompt tokens were still in the cache of an earlier call.
    """

    text: str
    ended: str
    usage: Usage
    reused: int


class Engine:
    """One loaded base model, with at most one adapter active. For one thread at a time.

    Raises :class:`UserError` when ``path`` is no chat model, or needs more memory than there is.
    """

    def __init__(self, path: Path, *, context_tokens: int | None = None) -> None:
        self.path = path
        given = _share_of_gpu(path, context_tokens)
        machine.check_model_fits(path, elsewhere=given.bytes)
        self.gpu_layers = given.layers
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = given.layers
        with _log() as said:
            self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
            if not self._model:
                raise _refused(path, said)
        self._vocab = llama_cpp.llama_model_get_vocab(self._model)
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self.context_tokens = min(context_tokens or self._affordable_context(), self._trained_context())
        self._context = self._new_context()
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(_BATCH, 0, 1)
        self._cached: list[int] = []
        self._solid = 0
        self._grain = 0
        self._balance = Balance()
        # What cannot take single tokens back cannot guess any.
        self._takes_back = not (
            llama_cpp.llama_model_is_recurrent(self._model) or llama_cpp.llama_model_is_hybrid(self._model)
        )
        self._adapters: dict[str, Any] = {}
        self._active: tuple[str, float] | None = None

    def close(self) -> None:
        """Frees the model, its adapters and its cache; the engine is of no use afterwards."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        # The adapters belong to the model and go with it.
        llama_cpp.llama_model_free(self._model)

    # --- adapters -----------------------------------------------------------------------------

    def use_adapter(
        self, name: str | None, source: Callable[[], Any] | None = None, scale: float = 1.0
    ) -> None:
        """Switches to the adapter ``name``, or with None to the untouched base.

        ``source`` gives a context manager with the adapter's path; it is opened once, on first use.
        What the cache holds was computed with other weights, so a switch empties it.
        """
        wanted = None if name is None else (name, scale)
        if wanted == self._active:
            return
        if name is None:
            llama_cpp.llama_set_adapters_lora(self._context, None, 0, None)
        else:
            adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(self._adapter(name, source))
            if llama_cpp.llama_set_adapters_lora(self._context, adapters, 1, (ctypes.c_float * 1)(scale)):
                raise BugError(f"llama.cpp did not take the adapter {name}")
        self._active = wanted
        self._forget(0)

    def _adapter(self, name: str, source: Callable[[], Any] | None) -> Any:
        if name not in self._adapters:
            if source is None:
                raise BugError(f"the adapter {name} is not loaded and nothing says where it is")
            self._drop_oldest_adapter()
            with source() as path, _log() as said:
                loaded = llama_cpp.llama_adapter_lora_init(self._model, str(path).encode())
                if not loaded:
                    raise UserError(
                        f"The adapter {name[:12]} does not fit the model {self.path.name}{_because(said)}.",
                        do="Export the version again, or choose the base model that it was trained on.",
                    )
            self._adapters[name] = loaded
        self._adapters[name] = self._adapters.pop(name)
        return self._adapters[name]

    def _drop_oldest_adapter(self) -> None:
        if len(self._adapters) >= _ADAPTERS_KEPT:
            idle = next(name for name in self._adapters if self._active is None or name != self._active[0])
            llama_cpp.llama_adapter_lora_free(self._adapters.pop(idle))

    # --- text and tokens ----------------------------------------------------------------------

    def tokenise(self, text: str, *, special: bool = False) -> list[int]:
        """Token ids of ``text``. ``special``: names of control tokens become those tokens."""
        raw = text.encode()
        room = len(raw) + 8
        while True:
            tokens = (llama_cpp.llama_token * room)()
            found = llama_cpp.llama_tokenize(self._vocab, raw, len(raw), tokens, room, False, special)
            if found >= 0:
                return list(tokens[:found])
            room = -found

    def render(self, messages: Sequence[dict[str, str]]) -> str:
        """The prompt for ``messages`` by the model's own template, up to where the assistant begins to speak.

        Control tokens that stand in a message are broken up: a document cannot end a turn.
        """
        try:
            return str(self._formatter(messages=[self._harmless(message) for message in messages]).prompt)
        except Exception as error:
            # The template is a program that came with the file: whatever it raises is the file's fault.
            raise UserError(
                f"The chat template inside {self.path.name} cannot be used: {error}.",
                do="Bring a model whose template takes system, user and assistant messages.",
            ) from error

    @property
    def has_template(self) -> bool:
        """Whether the file brings its own chat template; otherwise turns are marked by plain headings."""
        return llama_cpp.llama_model_chat_template(self._model, None) is not None

    @cached_property
    def _formatter(self) -> Any:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        own = llama_cpp.llama_model_chat_template(self._model, None)
        return Jinja2ChatFormatter(
            template=own.decode() if own else _PLAIN_TEMPLATE,
            eos_token=self._token_name(llama_cpp.llama_vocab_eos(self._vocab)),
            bos_token=self._token_name(llama_cpp.llama_vocab_bos(self._vocab)),
        )

    @cached_property
    def _control_names(self) -> tuple[str, ...]:
        numbers = range(self.vocabulary)
        names = {self._token_name(n) for n in numbers if self._has_power(n)}
        return tuple(sorted(filter(None, names), key=len, reverse=True))

    def _has_power(self, token: int) -> bool:
        """Whether it is a control token, or is written like one: some files mark these as the user's own."""
        if llama_cpp.llama_vocab_is_control(self._vocab, token):
            return True
        kind = llama_cpp.llama_vocab_get_attr(self._vocab, token)
        return bool(kind & llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED) and bool(
            _LIKE_CONTROL.fullmatch(self._token_name(token))
        )

    def _harmless(self, message: dict[str, str]) -> dict[str, str]:
        content = message["content"]
        for name in self._control_names:
            if name in content:
                content = content.replace(name, f"{name[0]} {name[1:]}")
        return {"role": message["role"], "content": content}

    def _token_name(self, token: int) -> str:
        name = llama_cpp.llama_vocab_get_text(self._vocab, token) if token >= 0 else None
        return name.decode(errors="replace") if name else ""

    def _piece(self, token: int) -> bytes:
        room = ctypes.create_string_buffer(_PIECE_BYTES)
        length = llama_cpp.llama_token_to_piece(self._vocab, token, room, _PIECE_BYTES, 0, False)
        return room.raw[: max(0, length)]

    # --- generation ---------------------------------------------------------------------------

    def complete(
        self,
        messages: Sequence[dict[str, str]],
        sampling: Sampling,
        *,
        say: Callable[[str], None],
        stopped: Callable[[], bool],
        began: float | None = None,
    ) -> Completion:
        """Answers ``messages``; ``say`` gets each new piece of text, ``stopped`` is asked before each token.

        ``began`` (perf_counter) is when the question came in; first_token_seconds counts from there.
        Raises :class:`UserError` when the messages leave no room for an answer in the model's context.
        """
        began = time.perf_counter() if began is None else began
        prompt = self.tokenise(self.render(messages), special=True)
        room = self.context_tokens - len(prompt)
        if room < 1:
            raise UserError(
                f"This conversation needs {len(prompt)} tokens; {self.path.name} reads "
                f"{self.context_tokens}.",
                do="Start a new conversation, or ask with fewer words.",
            )
        text, generated, ended, first = HeldBack(sampling.stop), 0, "length", 0.0
        most = min(sampling.max_tokens, room)
        with self._sampler(sampling) as sampler:
            reused = self._feed(prompt, stopped)
            decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
            for token in self._drawn(prompt, sampling, sampler, most):
                if stopped():
                    ended = "cancelled"
                    break
                first = first or time.perf_counter()
                if llama_cpp.llama_vocab_is_eog(self._vocab, token):
                    ended = "stop"
                    break
                generated += 1
                if ready := text.add(decoder.decode(self._piece(token))):
                    say(ready)
                if text.ended:
                    ended = "stop"
                    break
            if rest := text.finish():
                say(rest)
        return Completion(text.text, ended, _usage(len(prompt), generated, began, first), reused)

    def _drawn(self, prompt: list[int], sampling: Sampling, sampler: Any, most: int) -> Iterator[int]:
        """At most ``most`` tokens of an answer, each drawn when it is asked for.

        A likeliest token that the prompt lets guess is computed along with the one before it; it is what
        would have been drawn without the guess.
        """
        guesses = sampling.temperature <= 0 and sampling.grammar is None and sampling.guess
        lookup = Lookup(prompt) if guesses and self._takes_back else None
        written: list[int] = []
        token = llama_cpp.llama_sampler_sample(sampler, self._context, -1)
        while True:
            written.append(token)
            yield token
            if len(written) >= most:
                return
            pays = lookup is not None and self._balance.pays
            guessed = lookup.guess(written)[: most - len(written) - 1] if lookup and pays else []
            began = time.perf_counter()
            self._decode([token, *guessed], all_logits=bool(guessed))
            if not lookup or not guessed:
                token = llama_cpp.llama_sampler_sample(sampler, self._context, -1)
                self._balance.alone(time.perf_counter() - began)
                continue
            right = next((i for i, one in enumerate(guessed) if not self._sure(i, one)), len(guessed))
            lookup.learn(len(guessed), right)
            kept = [token, *guessed[:right]]
            token = self._drawn_after(right, len(guessed) - right, kept[-1], sampler)
            self._balance.together(time.perf_counter() - began, len(kept))
            for one in kept[1:]:
                written.append(one)
                yield one

    def _sure(self, place: int, token: int) -> bool:
        """Whether ``token`` would be drawn at a place of the last batch, however that was rounded.

        A token computed alone is rounded otherwise than one among several: a narrow choice is left open.
        """
        logits = self._logits(place)
        second, first = np.partition(logits, -2)[-2:]
        return bool(logits[token] == first and first - second >= _MARGIN)

    def _drawn_after(self, place: int, wrong: int, last: int, sampler: Any) -> int:
        """The next token after ``place`` of the last batch, the ``wrong`` guesses behind it forgotten."""
        likeliest = int(self._logits(place).argmax())
        sure = self._sure(place, likeliest)
        self._forget(len(self._cached) - wrong - (not sure))
        if sure:
            return likeliest
        self._decode([last])
        return int(llama_cpp.llama_sampler_sample(sampler, self._context, -1))

    def prime(self, messages: Sequence[dict[str, str]]) -> int:
        """Computes what every conversation that begins with ``messages`` begins with; returns its tokens."""
        asked = [*messages, {"role": "user", "content": "?"}]
        return self._feed(self.tokenise(self.render(asked), special=True), lambda: False)

    @contextlib.contextmanager
    def _sampler(self, sampling: Sampling) -> Iterator[Any]:
        chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
        try:
            for part in self._sampler_parts(sampling):
                llama_cpp.llama_sampler_chain_add(chain, part)
            yield chain
        finally:
            llama_cpp.llama_sampler_free(chain)

    def _sampler_parts(self, sampling: Sampling) -> Iterator[Any]:
        if sampling.grammar is not None:
            with _log():
                grammar = llama_cpp.llama_sampler_init_grammar(
                    self._vocab, sampling.grammar.encode(), b"root"
                )
            if not grammar:
                raise UserError(
                    "The grammar for the answer's form is not valid GBNF.", do="Correct the grammar."
                )
            yield grammar
        if sampling.temperature <= 0:
            yield llama_cpp.llama_sampler_init_greedy()
            return
        yield llama_cpp.llama_sampler_init_top_k(sampling.top_k)
        yield llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1)
        yield llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1)
        yield llama_cpp.llama_sampler_init_temp(sampling.temperature)
        yield llama_cpp.llama_sampler_init_dist(sampling.seed)

    def logprobs(self, tokens: Sequence[int], last: int) -> NDArray[np.float32]:
        """Natural log-probabilities of what follows each of the ``last`` tokens: [last, vocabulary]."""
        if not 0 < last <= len(tokens) <= self.context_tokens:
            raise UserError(
                f"{len(tokens)} tokens with logits for the last {last} do not fit into {self.context_tokens}."
            )
        self._forget(0)
        head = len(tokens) - last
        for start in range(0, head, _BATCH):
            self._decode(tokens[start : min(start + _BATCH, head)])
        rows = [self._logits_after(tokens[start : start + 32]) for start in range(head, len(tokens), 32)]
        logits = np.concatenate(rows)
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return logits

    def _logits_after(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        self._decode(tokens, all_logits=True)
        return np.stack([self._logits(place) for place in range(len(tokens))])

    # --- the cache ----------------------------------------------------------------------------

    def _feed(self, prompt: list[int], stopped: Callable[[], bool]) -> int:
        """Computes ``prompt`` but for the beginning that the cache holds already; returns its length.

        Rounding depends on how many tokens are computed together, so only whole grains are reused: the same
        prompt then gets the same answer, whatever was asked before.
        """
        grain = self._measured_grain(prompt)
        shared = _in_common(prompt[:-1], self._cached[: self._solid]) // grain * grain
        shared = self._forget(shared)
        for start, end in _pieces(shared, len(prompt), grain):
            if stopped():
                break
            self._decode(prompt[start:end])
        self._solid = len(self._cached) // grain * grain
        return shared

    def _measured_grain(self, prompt: list[int]) -> int:
        """How many tokens must be computed together to come out the same as in a whole piece.

        That depends on the machine, the weights' types and where they lie; so it is tried once, on the first
        prompt that has a whole piece: in grains, and whole.
        """
        if self._grain or len(prompt) < _PIECE:
            return self._grain or _PIECE
        in_grains, whole = (self._logits_of(prompt[:_PIECE], size) for size in (_GRAIN, _PIECE))
        self._solid = _PIECE
        self._grain = _GRAIN if np.array_equal(in_grains, whole) else _PIECE
        return self._grain

    def _logits_of(self, tokens: list[int], size: int) -> NDArray[np.float32]:
        """What follows ``tokens`` when ``size`` of them at a time are computed from an empty cache."""
        self._forget(0)
        for start in range(0, len(tokens), size):
            self._decode(tokens[start : start + size])
        return self._logits(-1)

    def _logits(self, place: int) -> NDArray[np.float32]:
        row = llama_cpp.llama_get_logits_ith(self._context, place)
        return np.ctypeslib.as_array(row, (self.vocabulary,)).copy()

    def _forget(self, keep: int) -> int:
        """Cuts the cache back to its first ``keep`` tokens; returns how many it kept.

        Recurrent models cannot cut: they keep all or nothing.
        """
        if not llama_cpp.llama_memory_seq_rm(self._memory, 0, keep, -1):
            llama_cpp.llama_memory_clear(self._memory, True)
            keep = 0
        del self._cached[keep:]
        self._solid = min(self._solid, keep)
        return keep

    def _decode(self, tokens: Sequence[int], *, all_logits: bool = False) -> None:
        batch, past = self._batch, len(self._cached)
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i], batch.pos[i] = token, past + i
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, 0
            batch.logits[i] = all_logits or i == len(tokens) - 1
        code = llama_cpp.llama_decode(self._context, batch)
        if code:
            self._forget(0)
            raise BugError(f"llama_decode returned {code} for {len(tokens)} tokens after {past}")
        self._cached.extend(tokens)

    def _new_context(self) -> Any:
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = self.context_tokens
        params.n_batch, params.n_ubatch = _BATCH, _PIECE
        if not self.gpu_layers and self._scores_bytes() <= _MOST_SCORES_BYTES:
            # On processors it is no faster, and rounds by how many tokens are computed together.
            params.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.n_threads = params.n_threads_batch = machine.threads()
        with _log() as said:
            context = llama_cpp.llama_init_from_model(self._model, params)
            if not context:
                llama_cpp.llama_model_free(self._model)
                raise _refused(self.path, said)
        return context

    def _scores_bytes(self) -> int:
        return _PIECE * self.context_tokens * int(llama_cpp.llama_model_n_head(self._model)) * 4

    def _affordable_context(self) -> int:
        model = self._model
        heads = llama_cpp.llama_model_n_head(model)
        width = llama_cpp.llama_model_n_embd(model) // heads * llama_cpp.llama_model_n_head_kv(model)
        # Keys and values, two bytes each, in every layer.
        return machine.context_tokens(bytes_per_token=width * llama_cpp.llama_model_n_layer(model) * 4)

    def _trained_context(self) -> int:
        return int(llama_cpp.llama_model_n_ctx_train(self._model))


def quantise(source: Path, target: Path, kind: str) -> None:
    """Writes ``source`` (GGUF) as ``target`` in another quantisation, one of :data:`QUANTISATIONS`."""
    if kind not in QUANTISATIONS:
        raise UserError(f"There is no quantisation {kind}.", do=f"Choose one of: {', '.join(QUANTISATIONS)}.")
    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = QUANTISATIONS[kind]
    params.nthread = machine.threads()
    params.allow_requantize = True
    with _log() as said:
        code = llama_cpp.llama_model_quantize(
            str(source).encode(), str(target).encode(), ctypes.byref(params)
        )
    if code:
        target.unlink(missing_ok=True)
        raise UserError(
            f"{source} could not be quantised to {kind}{_because(said)}.",
            do="Check that the file is whole and that the disk has room.",
        )


def _pieces(start: int, end: int, grain: int) -> Iterator[tuple[int, int]]:
    """Pieces from ``start`` to ``end`` within the bounds of whole ones; what makes no grain comes alone."""
    while start < end:
        bound = min((start // _PIECE + 1) * _PIECE, end)
        whole = bound // grain * grain
        stop = whole if whole > start else bound
        yield start, stop
        start = stop


def _share_of_gpu(path: Path, context_tokens: int | None) -> offload.Share:
    """What of the model the GPUs of this machine take; nothing where llama.cpp was built without any."""
    free = _free_on_gpus() if llama_cpp.llama_supports_gpu_offload() else []
    if not free:
        return offload.Share(0, 0)
    from core.registry.gguf.facts import cache_bytes, tensor_bytes

    per_block = cache_bytes(path) * (context_tokens or machine.MAX_CONTEXT)
    return offload.share(offload.Layers.of(tensor_bytes(path)), per_block, free)


def _free_on_gpus() -> list[int]:
    """The free bytes of each GPU that llama.cpp's backends see."""
    from llama_cpp._ggml import libggml

    libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    libggml.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    libggml.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    libggml.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, *[ctypes.POINTER(ctypes.c_size_t)] * 2]
    found = []
    for number in range(libggml.ggml_backend_dev_count()):
        device = libggml.ggml_backend_dev_get(number)
        if libggml.ggml_backend_dev_type(device) in _GPU_TYPES:
            free, total = ctypes.c_size_t(), ctypes.c_size_t()
            libggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
            found.append(int(free.value))
    return found


def _in_common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens two beginnings share."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _usage(prompt: int, generated: int, began: float, first: float) -> Usage:
    ended = time.perf_counter()
    # The first token's time belongs to the prompt; the rate is that of the tokens after it.
    rate = (generated - 1) / (ended - first) if generated > 1 and ended > first else 0.0
    return Usage(prompt, generated, round(first - began, 4) if first else 0.0, round(rate, 2))


def _refused(path: Path, said: list[str]) -> UserError:
    return UserError(
        f"llama.cpp cannot load {path}{_because(said)}.",
        do="Check the file against its source; a newer llama.cpp may know its architecture.",
    )


def _because(said: list[str]) -> str:
    """What llama.cpp complained of first; its later complaints follow from that."""
    return f" ({said[0].partition(': ')[2] or said[0]})" if said else ""


_ERROR_LEVEL = 4
_said: list[str] = []


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _hear(level: int, text: bytes, _data: Any) -> None:
    """Keeps what llama.cpp says of errors and silences all else: it would quote prompts and paths."""
    line = text.decode(errors="replace").strip()
    if level == _ERROR_LEVEL and line:
        _said.append(line.rstrip("."))


@contextlib.contextmanager
def _log() -> Iterator[list[str]]:
    _said.clear()
    yield _said


llama_cpp.llama_log_set(_hear, ctypes.c_void_p(0))
