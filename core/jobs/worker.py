# SPDX-License-Identifier: AGPL-3.0-or-later
"""The child's entry: ``main.py worker job ID`` and ``main.py worker RESIDENT``."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from core.errors import Cancelled, UserError
from core.jobs import handlers, process, resident

if TYPE_CHECKING:
    from core.workspace import Workspace


def main(words: list[str]) -> int:
    """Runs one job, or serves as a resident until the parent closes the pipe."""
    role, *rest = words
    if role in handlers.RESIDENTS:
        greeting = resident.hello()
        # Started before the limits, which it would inherit.
        beside = process.start(*greeting["beside"]["words"]) if greeting.get("beside") else None
        process.confine(memory_bytes=greeting.get("memory_bytes"), file_bytes=greeting.get("file_bytes"))
        if beside is not None:
            greeting["beside"] = resident.Resident(**greeting["beside"], child=beside)
        handlers.load(handlers.RESIDENTS[role])(greeting)
        return 0
    if role == "job" and len(rest) == 1:
        return _job(rest[0])
    return 2


def _job(job_id: str) -> int:
    greeting = resident.hello()
    process.confine()
    from core.vault.keys import MasterKey
    from core.workspace import Workspace

    workspace = Workspace(Path(greeting["workspace"]), MasterKey(bytes.fromhex(greeting["key"])))
    report = workspace.paths.reports / f"{job_id}.txt"
    with report.open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        threading.Thread(target=_beat, args=(workspace, job_id), daemon=True).start()
        code = _carry_out(workspace, job_id, file)
        faulthandler.disable()
    if report.stat().st_size == 0:
        report.unlink()
    return code


def _carry_out(workspace: Workspace, job_id: str, report: TextIO) -> int:
    """Runs the handler and writes how it ended into the table, whatever happens."""
    from core.jobs import queue

    kind, parameters = _begin(workspace, job_id)
    try:
        result = handlers.load(handlers.JOBS[kind])(queue.JobContext(workspace, job_id, parameters))
        queue.finish(workspace, job_id, "succeeded", result=result)
    except Cancelled:
        queue.stopped(workspace, job_id)
    except UserError as error:
        queue.finish(workspace, job_id, "failed", error=error.sentence)
    except MemoryError:
        told = "There was not enough memory. Close other programs, then resume the job."
        queue.finish(workspace, job_id, "failed", error=told)
    except Exception:  # noqa: BLE001 - the last net: the table must say how it ended
        traceback.print_exc(file=report)
        told = f"A fault of Isnad's own. A report lies in {report.name}"
        queue.finish(workspace, job_id, "failed", error=told)
        return 3
    return 0


def _begin(workspace: Workspace, job_id: str) -> tuple[str, dict[str, Any]]:
    from core.db.tables import JobRow

    with workspace.db.session() as session:
        row = session.get_one(JobRow, job_id)
        row.pid, row.heartbeat = os.getpid(), time.time()
        return row.kind, row.parameters


def _beat(workspace: Workspace, job_id: str) -> None:
    from sqlalchemy import update

    from core.db.tables import JobRow
    from core.jobs.queue import HEARTBEAT_SECONDS

    while True:
        time.sleep(HEARTBEAT_SECONDS)
        with workspace.db.session() as session:
            session.execute(update(JobRow).where(JobRow.id == job_id).values(heartbeat=time.time()))
