# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chat engine beside llama.cpp's own loop on the same file: decoding, second turn, adapters, guesses."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.chat.llama import Completion, Engine, Sampling  # noqa: E402
from core.chat.machine import threads  # noqa: E402
from tests.core.chat.adapters import write_adapter  # noqa: E402
from tests.core.chat.conftest import SAMPLES, lines  # noqa: E402

MODEL = ROOT / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTEXT, TOKENS, ROUNDS, SWITCHES = 2048, 64, 5, 20
STORY = [{"role": "user", "content": "Write a long story about a lighthouse and the sea."}]
READ = "The inspector read the gauge at the third pier and wrote the figure into the log. " * 40


def main() -> None:
    """Prints one line for each figure."""
    engine = Engine(MODEL, context_tokens=CONTEXT)
    _decoding(engine)
    _second_turn(engine)
    _switching(engine)
    _quoting(engine)
    _first_turn(engine)
    engine.close()


def _decoding(engine: Engine) -> None:
    """The same greedy tokens through both, in turns, so that other work on the machine slows both alike."""
    import llama_cpp

    plain = llama_cpp.Llama(
        str(MODEL), n_ctx=CONTEXT, n_threads=threads(), n_threads_batch=threads(), verbose=False
    )
    prompt = engine.tokenise(engine.render(STORY), special=True)
    pairs = [(_ours(engine), _plain(plain, prompt)) for _ in range(ROUNDS)]
    ours, reference = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"chat decode: {ratio:.2f} (ours {ours:.1f}, reference {reference:.1f} tokens/s)")
    plain.close()


def _ours(engine: Engine) -> float:
    return _answer(engine, STORY, TOKENS).usage.tokens_per_second


def _answer(engine: Engine, messages: list[dict[str, str]], tokens: int, *, guess: bool = True) -> Completion:
    sampling = Sampling(max_tokens=tokens, guess=guess)
    return engine.complete(messages, sampling, say=lambda _: None, stopped=lambda: False)


def _plain(plain: object, prompt: Sequence[int]) -> float:
    """Tokens a second after the first, as ours are counted."""
    tokens = plain.generate(list(prompt), temp=0.0)  # type: ignore[attr-defined]
    next(tokens)
    began = time.perf_counter()
    for _ in range(TOKENS - 1):
        next(tokens)
    return (TOKENS - 1) / (time.perf_counter() - began)


def _second_turn(engine: Engine) -> None:
    ratios, firsts, seconds = [], [], []
    for number in range(3):
        opening = [{"role": "user", "content": f"Copy {number}.\n{READ}\nWho read the gauge?"}]
        first = _answer(engine, opening, 16)
        following = [
            *opening,
            {"role": "assistant", "content": first.text},
            {"role": "user", "content": "Where does the gauge stand?"},
        ]
        second = _answer(engine, following, 4)
        firsts.append(first.usage.first_token_seconds)
        seconds.append(second.usage.first_token_seconds)
        ratios.append(seconds[-1] / firsts[-1])
    print(
        f"chat second turn's first token: {statistics.median(ratios):.2f} "
        f"(ours {statistics.median(seconds):.2f}, reference {statistics.median(firsts):.2f} s uncached)"
    )


def _switching(engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = write_adapter(Path(folder) / "lora.gguf")
        first = _seconds(lambda: engine.use_adapter("lora", lambda: nullcontext(file)))
    taken = []
    for number in range(SWITCHES):
        name = None if number % 2 == 0 else "lora"
        taken.append(_seconds(lambda name=name: engine.use_adapter(name)))  # type: ignore[misc]
    engine.use_adapter(None)
    worst = 1000 * max(taken)
    print(f"chat adapter switch: {worst / 100:.3f} (ours {worst:.2f}, reference 100.00 ms allowed)")
    print(f"chat adapter first load: {10 * first:.3f} (ours {1000 * first:.2f}, reference 100.00 ms allowed)")


def _quoting(engine: Engine) -> None:
    """Answers that quote a page of the sample case, with tokens guessed from the prompt and without."""
    quick: list[float] = []
    plain: list[float] = []
    same = 0
    for asked, page in _quotable():
        told = f"Passages:\n{page}\n\nQuestion: {asked} Quote the sentence that answers it."
        messages = [{"role": "user", "content": told}]
        _answer(engine, messages, 1)
        pair = [_answer(engine, messages, TOKENS, guess=guess) for guess in (True, False)]
        same += pair[0].text == pair[1].text
        for done, rates in zip(pair, (quick, plain), strict=True):
            rates.append(done.usage.tokens_per_second)
    ratio = statistics.median(one / other for one, other in zip(quick, plain, strict=True))
    print(
        f"chat decode of quotations: {ratio:.2f} (ours {statistics.median(quick):.1f}, reference "
        f"{statistics.median(plain):.1f} tokens/s without guesses; {same} of {len(quick)} answers the same)"
    )


def _quotable() -> list[tuple[str, str]]:
    """Questions of the sample case in English, each with the beginning of the page that answers it."""
    pages = {(one["document"], one["page"]): one["text"] for one in lines(SAMPLES / "pages.jsonl")}
    asked = [one for one in lines(SAMPLES / "questions.jsonl") if one["id"].startswith("en")]
    known = [one for one in asked if (one.get("document"), one.get("page")) in pages]
    return [(one["question"], pages[one["document"], one["page"]][:1400]) for one in known[:8]]


def _first_turn(engine: Engine) -> None:
    """A conversation's first question where the system prompt was read when the chat was opened."""
    system = {"role": "system", "content": READ[:1600]}
    _answer(engine, STORY, 1)
    cold = _answer(engine, [system, *STORY], 1).usage.first_token_seconds
    _answer(engine, STORY, 1)
    engine.prime([system])
    primed = _answer(engine, [system, *STORY], 1).usage.first_token_seconds
    print(
        f"chat first token after opening: {primed / cold:.2f} (ours {primed:.2f}, reference {cold:.2f} s "
        "cold)"
    )


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
