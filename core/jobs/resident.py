# SPDX-License-Identifier: AGPL-3.0-or-later
"""A child process that stays and answers requests over its pipes, one JSON object a line.

To the child:   {"id": 1, "method": "find", "params": {…}}     {"cancel": 1}
From the child: {"id": 1, "event": …}*   then one of   {"id": 1, "result": …}   {"id": 1, "error": {…}}
                {"attempt": …} when a call to the network was refused in it

The child works on one request at a time; a second thread of it listens for cancellations meanwhile.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from core import offline
from core.errors import BugError, Cancelled, UserError
from core.jobs import process

Handler = Callable[[dict[str, Any], "Request"], Any]


class WorkerDiedError(UserError):
    """The child ended while it had work. The next request starts a fresh one. ``returncode`` as of Popen."""

    returncode: int | None = None


class WorkerTimeoutError(UserError):
    """The child took longer than it may and was killed."""


class Resident:
    """The parent's side: starts the child when first needed, restarts it when it died. Thread-safe.

    ``words`` follow ``main.py worker``; ``hello`` is sent as the first line (keys go there).
    ``title`` names the process in messages ("The search process"). ``child``: one that was started, and has
    not been greeted.
    """

    def __init__(self, title: str, words: list[str], hello: dict[str, Any], child: Any = None) -> None:
        self.title = title
        self._words = words
        self._hello = hello
        self._child: Any = None
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any] | None]] = {}
        self._next_id = 0
        self._last_code: int | None = None
        # The child whose output has ended. While one thread waits for it, its poll() tells another nothing.
        self._gone: Any = None
        self._lock = threading.RLock()
        if child is not None:
            self._take(child)

    @property
    def running(self) -> bool:
        child = self._child
        return child is not None and child is not self._gone and child.poll() is None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self.running else None

    def call(self, method: str, *, timeout: float | None = None, **params: Any) -> Any:
        """The result of one request. Raises what the child raised, :class:`WorkerDiedError`, or after
        ``timeout`` seconds without a word from the child :class:`WorkerTimeoutError`."""
        result = None
        for kind, value in self.stream(method, timeout=timeout, **params):
            if kind == "result":
                result = value
        return result

    def stream(
        self,
        method: str,
        *,
        timeout: float | None = None,
        stop: threading.Event | None = None,
        **params: Any,
    ) -> Iterator[tuple[str, Any]]:
        """Yields ("event", value) for each event, then ("result", value).

        Setting ``stop`` asks the child to end early; it then answers with what it has. Dropping the
        iterator does the same.
        """
        number, answers = self._send(method, params)
        waited, asked = 0.0, False
        try:
            while True:
                if stop is not None and stop.is_set() and not asked:
                    asked = True
                    self._write({"cancel": number})
                try:
                    message = answers.get(timeout=0.05 if stop is not None else timeout)
                except queue.Empty:
                    waited += 0.05 if stop is not None else timeout or 0.0
                    if timeout is not None and waited >= timeout:
                        self.kill()
                        raise WorkerTimeoutError(
                            f"{self.title} gave no answer for {timeout:.0f} seconds and was stopped."
                        ) from None
                    continue
                waited = 0.0
                if message is None:
                    raise self._died()
                if "error" in message:
                    raise _error_from(message["error"])
                if "event" in message:
                    yield "event", message["event"]
                else:
                    yield "result", message["result"]
                    return
        finally:
            if self._answers.pop(number, None) is not None and self.running:
                self._write({"cancel": number})

    def close(self) -> None:
        """Lets the child end by itself (its input closes), and kills it if it does not."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return
        with suppress(OSError):  # a dead one's pipe may hold what it never read
            child.stdin.close()
        try:
            child.wait(timeout=5)
        except Exception:  # noqa: BLE001 - whatever went wrong, it must not stay
            child.kill()
            child.wait()

    def kill(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()

    def _send(
        self, method: str, params: dict[str, Any]
    ) -> tuple[int, queue.SimpleQueue[dict[str, Any] | None]]:
        with self._lock:
            if not self.running:
                self._start()
            self._next_id += 1
            number = self._next_id
            answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
            self._answers[number] = answers
            self._write({"id": number, "method": method, "params": params})
            return number, answers

    def _start(self) -> None:
        self._take(process.start(*self._words))

    def _take(self, child: Any) -> None:
        self._child = child
        self._answers = {}
        self._write(self._hello)
        threading.Thread(target=self._listen, args=(self._child, self._answers), daemon=True).start()

    def _write(self, message: dict[str, Any]) -> None:
        with self._lock:
            child = self._child
            if child is None:
                return
            try:
                child.stdin.write(json.dumps(message).encode() + b"\n")
                child.stdin.flush()
            except OSError:
                # The child is gone; the listening thread tells everyone who waits.
                return

    def _listen(self, child: Any, waiting: dict[int, queue.SimpleQueue[dict[str, Any] | None]]) -> None:
        for line in child.stdout:
            if not line.endswith(b"\n"):
                break  # it died in the middle of a word
            message = json.loads(line)
            if "attempt" in message:
                offline.relay(offline.Attempt(**message["attempt"]))
                continue
            answers = waiting.get(message["id"])
            if answers is not None:
                if "event" not in message:
                    waiting.pop(message["id"], None)
                answers.put(message)
        self._gone = child
        child.wait()
        self._last_code = child.returncode
        for answers in list(waiting.values()):
            answers.put(None)

    def _died(self) -> WorkerDiedError:
        how = process.ended_how(self._last_code)
        error = WorkerDiedError(f"{self.title} {how}.", do="Try again: it starts afresh.")
        error.returncode = self._last_code
        return error


class Request:
    """What a handler in the child may do besides returning: send events, notice a cancellation."""

    def __init__(self, number: int, write: Callable[[dict[str, Any]], None]) -> None:
        self._number = number
        self._write = write
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def emit(self, event: Any) -> None:
        self._write({"id": self._number, "event": event})


def hello() -> dict[str, Any]:
    """In the child: the first line the parent sent."""
    return dict(json.loads(sys.stdin.buffer.readline()))


def serve(handlers: Mapping[str, Handler]) -> None:
    """In the child: answers requests until the parent closes the pipe. Call after :func:`hello`."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    lock = threading.Lock()

    def write(message: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(message).encode() + b"\n")
            out.flush()

    if not offline.heard():
        offline.on_attempt(lambda attempt: write({"attempt": asdict(attempt)}))
    waiting: queue.SimpleQueue[tuple[Request, dict[str, Any]] | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(waiting, write), daemon=True).start()
    while (item := waiting.get()) is not None:
        request, message = item
        write({"id": message["id"], **_answer(handlers, request, message)})


def _receive(
    waiting: queue.SimpleQueue[tuple[Request, dict[str, Any]] | None], write: Callable[[dict[str, Any]], None]
) -> None:
    requests: dict[int, Request] = {}
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "cancel" in message:
            if message["cancel"] in requests:
                requests[message["cancel"]].cancel()
            continue
        request = Request(message["id"], write)
        requests = {message["id"]: request} | {n: r for n, r in requests.items() if n > message["id"] - 100}
        waiting.put((request, message))
    waiting.put(None)


def _answer(handlers: Mapping[str, Handler], request: Request, message: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": handlers[message["method"]](message["params"], request)}
    except UserError as error:
        return {"error": {"kind": "user", "what": error.what, "do": error.do, "details": list(error.details)}}
    except Cancelled:
        return {"error": {"kind": "cancelled"}}
    except MemoryError:
        return {
            "error": {"kind": "user", "what": "There is not enough memory for this.", "do": "", "details": []}
        }
    except Exception as error:  # noqa: BLE001 - the parent decides what to make of it
        import traceback

        return {"error": {"kind": "bug", "what": repr(error), "trace": traceback.format_exc()}}


def _error_from(error: dict[str, Any]) -> Exception:
    if error["kind"] == "user":
        return UserError(error["what"], do=error["do"], details=error["details"])
    if error["kind"] == "cancelled":
        return Cancelled()
    return BugError(f"{error['what']}\n{error['trace']}")
