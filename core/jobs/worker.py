# SPDX-License-Identifier: AGPL-3.0-or-later
"""The child's entry: ``main.py worker job ID`` and ``main.py worker RESIDENT``."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
import traceback
from pathlib import Path

from core.errors import Cancelled, UserError
from core.jobs import handlers, process, resident


def main(words: list[str]) -> int:
    """Runs one job, or serves as a resident until the parent closes the pipe."""
    role, *rest = words
    if role in handlers.RESIDENTS:
        greeting = resident.hello()
        process.confine(memory_bytes=greeting.get("memory_bytes"), file_bytes=greeting.get("file_bytes"))
        handlers.load(handlers.RESIDENTS[role])(greeting)
        return 0
    if role == "job" and len(rest) == 1:
        return _job(rest[0])
    return 2


def _job(job_id: str) -> int:
    greeting = resident.hello()
    process.confine()
    from core.jobs import queue
    from core.vault.keys import MasterKey
    from core.workspace import Workspace

    workspace = Workspace(Path(greeting["workspace"]), MasterKey(bytes.fromhex(greeting["key"])))
    report = (workspace.paths.reports / f"{job_id}.txt").open("w", encoding="utf-8")
    faulthandler.enable(report)
    parameters = _begin(workspace, job_id)
    context = queue.JobContext(workspace, job_id, parameters["parameters"])
    threading.Thread(target=_beat, args=(workspace, job_id), daemon=True).start()
    try:
        result = handlers.load(handlers.JOBS[parameters["kind"]])(context)
        queue.finish(workspace, job_id, "succeeded", result=result)
    except Cancelled:
        queue.finish(workspace, job_id, "cancelled")
    except UserError as error:
        queue.finish(workspace, job_id, "failed", error=error.sentence)
    except MemoryError:
        queue.finish(
            workspace, job_id, "failed", error="There was not enough memory. Close other programs and resume."
        )
    except Exception:  # noqa: BLE001 - the last net: the table must say how it ended
        traceback.print_exc(file=report)
        error = f"A fault of Isnad's own. A report lies in {report.name}"
        queue.finish(workspace, job_id, "failed", error=error)
        return 3
    finally:
        report.close()
        if Path(report.name).stat().st_size == 0:
            Path(report.name).unlink()
    return 0


def _begin(workspace: object, job_id: str) -> dict[str, object]:
    from core.db.tables import JobRow
    from core.workspace import Workspace

    assert isinstance(workspace, Workspace)
    with workspace.db.session() as session:
        row = session.get_one(JobRow, job_id)
        row.pid, row.heartbeat = os.getpid(), time.time()
        return {"kind": row.kind, "parameters": row.parameters}


def _beat(workspace: object, job_id: str) -> None:
    from sqlalchemy import update

    from core.db.tables import JobRow
    from core.jobs.queue import HEARTBEAT_SECONDS
    from core.workspace import Workspace

    assert isinstance(workspace, Workspace)
    while True:
        time.sleep(HEARTBEAT_SECONDS)
        with workspace.db.session() as session:
            session.execute(update(JobRow).where(JobRow.id == job_id).values(heartbeat=time.time()))
