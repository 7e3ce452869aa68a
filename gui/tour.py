# SPDX-License-Identifier: AGPL-3.0-or-later
"""``main.py tour``: the main job from end to end on the sample case, through the window, with its pictures.

Every step is the real thing on real models; a step that does not hold what it promises ends the tour.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePath
from typing import Any

from core.errors import UserError
from core.paths import PROGRAM, RESOURCES
from core.records import Answer, Document, Job, Version

SAMPLES = RESOURCES / "samples"
COLLECTION = "Wadi Halzam Bridge"
PROMPT = "You work for the inquiry into the Wadi Halzam Bridge. Answer as Finding, Source and Standing."
ENGLISH = "Which technician tested the concrete cores in compression?"
TIMELINE = "Give a timeline of the closure of the bridge."
ARABIC = "من أي ساعة سرى قرار إغلاق الجسر أمام المركبات والمشاة؟"
_POLL_SECONDS = 0.3


def main(words: list[str]) -> int:
    """Runs the tour into a fresh folder; 0 when every step held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="isnad tour", description="The main job on the sample case.")
    parser.add_argument("--out", type=Path, default=PROGRAM / "tour", help="where workspace and pictures go")
    folder = parser.parse_args(words).out.absolute()
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        _prepare(folder)
        return _run(folder)
    except UserError as error:
        print(error.sentence, file=sys.stderr)
        return 1


def _prepare(folder: Path) -> None:
    """An empty folder; only one that an earlier tour made is cleared."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "passphrase.txt").exists():
        raise UserError(f"{folder} holds something else than a tour.", do="Give an empty one: --out DIR")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pictures").mkdir(parents=True)
    (folder / "passphrase.txt").write_text(secrets.token_hex(8) + "\n")
    # The tour's window keeps its size and language to itself, and its key out of the keyring.
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def _run(folder: Path) -> int:
    import qasync

    from gui.app import make_application
    from gui.main_window import MainWindow
    from gui.ops import Ops

    application = make_application()
    ops = Ops()
    window = MainWindow(ops, folder / "workspace")
    window.set_theme("light")
    window.resize(1440, 900)
    window.show()
    loop = qasync.QEventLoop(application)
    with loop:
        try:
            loop.run_until_complete(Tour(window, folder).take())
        finally:
            ops.end()
    _farewell(folder)
    return 0


def _farewell(folder: Path) -> None:
    place = f"--workspace {folder / 'workspace'} --passphrase-file {folder / 'passphrase.txt'}"
    print(f"\nPictures of every view: {folder / 'pictures'}")
    print(f"Open this workspace:    {Path(sys.executable)} {PROGRAM / 'main.py'} {place}")


class Tour:
    """The steps, in order. ``window`` is on the screen and has no workspace yet."""

    def __init__(self, window: Any, folder: Path) -> None:
        self.window = window
        self.ops = window.ops
        self.folder = folder
        self.dataset_id = ""
        self.version: Version

    async def take(self) -> None:
        """All steps. Raises :class:`UserError` naming the first that did not hold."""
        started = time.monotonic()
        await self.make_workspace()
        await self.ingest()
        await self.search()
        await self.datasets()
        await self.train()
        await self.registry()
        await self.chat()
        await self.other_looks()
        print(f"\nThe whole tour took {time.monotonic() - started:.0f} s.")

    async def make_workspace(self) -> None:
        async with self._step("workspace") as told:
            passphrase = (self.folder / "passphrase.txt").read_text().strip()
            await self.ops.open(self.window, self.folder / "workspace", passphrase, new=True)
            told.append("encrypted, starter models registered")

    async def ingest(self) -> None:
        async with self._step("ingest") as told:
            began = time.monotonic()
            await self._job(self.app.documents.ingest, [SAMPLES / "case"], COLLECTION)
            documents: list[Document] = await self._call(self.app.documents.list)
            _hold(
                len(documents) == len(list((SAMPLES / "case").iterdir())), "not every file is accounted for"
            )
            pages = [
                sum(getattr(d, name) for d in documents)
                for name in ("pages_text", "pages_ocr", "pages_failed")
            ]
            told.append(
                f"{len(documents)} documents, {sum(pages)} pages: {pages[0]} from a text layer or file,"
            )
            told.append(
                f"{pages[1]} by OCR, {pages[2]} failed; {sum(pages) / (time.monotonic() - began):.1f} pages/s"
            )
            self.window.show_tab("documents")
            await self._settle()
            self._picture("documents")
            await self._look_at(documents)

    async def _look_at(self, documents: list[Document]) -> None:
        """An Arabic scan with its names marked, corrected line by line; and a ledger with failed pages."""
        tab = self.window.documents
        scan = next(one for one in documents if one.pages_ocr and one.languages == "ar")
        tab.source.names_action.setChecked(True)
        tab.table.select(scan.id)
        await self._settle()
        self._picture("arabic-scan")
        tab.correct_action.trigger()
        await self._settle()
        self._picture("correct")
        tab.pane.correct.leave()
        tab.source.names_action.setChecked(False)
        failed = next(one for one in documents if one.pages_failed)
        tab.table.select(failed.id)
        tab.pane.sides.choose("about")
        await self._settle()
        self._picture("ledger")
        tab.pane.sides.choose("page")
        tab.views.choose("timeline")
        await self._settle()
        tab.timeline.days.selectRow(0)
        await self._settle()
        self._picture("timeline")
        tab.views.choose("documents")
        tab.table.clearSelection()

    async def search(self) -> None:
        async with self._step("search") as told:
            asked = [
                json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()
            ]
            for language, name in (("en", "English"), ("ar", "Arabic")):
                mine = [question for question in asked if question["language"] == language]
                ranks = [await self._rank(question) for question in mine]
                mean = sum(1 / rank for rank in ranks if rank) / len(mine)
                told.append(f"{name}: MRR@10 {mean:.2f} over {len(mine)} questions")
                _hold(mean > 0.5, f"the {name} questions do not find their pages")
            documents = self.window.documents
            documents.search.setText("من وقع أمر إغلاق الجسر")
            await documents.run_search()
            await self._settle()
            self._picture("search-arabic")
            documents.search.setText("crack width at pier P3")
            await documents.run_search()
            await self._settle()
            self._picture("search")

    async def _rank(self, question: dict[str, Any]) -> int:
        """The rank of the right page among ten hits, 0 when it is not there."""
        found = await self._call(self.app.search.find, question["question"], k=10)
        right = (question["document"], question["page"])
        ranks = [hit.rank for hit in found.hits if (PurePath(hit.document).name, hit.page) == right]
        return min(ranks, default=0)

    async def datasets(self) -> None:
        async with self._step("dataset") as told:
            report = await self._call(self.app.datasets.import_file, SAMPLES / "train.jsonl", "findings")
            self.dataset_id = report.dataset_id
            counts = await self._call(self.app.datasets.split, report.dataset_id)
            told.append(f"{report.examples} examples imported, split by document into")
            told.append(", ".join(f"{count} {side}" for side, count in counts.items()))
            job = await self._job(self.app.datasets.build, COLLECTION, "qa", "questions from the case")
            built = job.result["examples"] if job.result else 0
            _hold(built > 0, "no question was built from the documents")
            told.append(f"; {built} questions built from the documents, to be reviewed")
            await self._show("datasets")
            self.window.datasets.side.select((job.result or {})["dataset_id"])
            await self._settle()
            self._picture("datasets")

    async def train(self) -> None:
        async with self._step("train") as told:
            models = await self._call(self.app.models.list, "chat-gguf")
            settings = self.app.training.presets()["quick"]
            _, run_id = await self._call(
                self.app.training.start, self.dataset_id, models[0].id, "lora", dict(settings)
            )
            self.window.show_tab("training")
            run = await self._call(self.app.training.get, run_id)
            job = await self._wait(run.job_id)
            _hold(job.state == "succeeded", job.error or job.state)
            run = await self._call(self.app.training.get, run_id)
            base, tuned = run.eval[0][1], run.eval[-1][1]
            _hold(tuned < base, f"the held-out loss did not fall: {base:.2f} to {tuned:.2f}")
            told.append(f"held-out loss {base:.2f} → {tuned:.2f} in {run.loss[-1][0]} steps,")
            told.append(f"{run.tokens_per_second:.0f} tokens/s, {(run.peak_memory_bytes or 0) / 1e9:.1f} GB")
            await self._settle()
            self._picture("training")
            self.version = await self._call(self.app.registry.get, run.version_id)

    async def registry(self) -> None:
        async with self._step("register") as told:
            _hold(self.version.gate == "passed", "the exported adapter does not answer as the trained model")
            told.append(f"version {self.version.name} passed its gate ({self._gate_figures()});")
            written = await self._call(self.app.registry.export, self.version.id, self.folder / "export")
            told.append(f"exported {', '.join(path.name for path in written)}")
            await self._show("registry")
            self._picture("registry")

    def _gate_figures(self) -> str:
        numbers = {
            name: value for name, value in self.version.gate_report.items() if isinstance(value, float)
        }
        return ", ".join(f"{name.replace('_', ' ')} {value:.4f}" for name, value in list(numbers.items())[:2])

    async def chat(self) -> None:
        async with self._step("chat") as told:
            await self._call(
                self.app.agents.create,
                "bridge analyst",
                version_id=self.version.id,
                collection=COLLECTION,
                system_prompt=PROMPT,
            )
            await self._call(self.app.agents.create, "forensic analyst", template="forensic")
            english = await self._ask("assistant", ENGLISH)
            told.append(f"“{english.answer[:60]}” at {english.usage.tokens_per_second:.0f} tokens/s,")
            self._picture("chat")
            tuned = await self._ask("bridge analyst", ENGLISH)
            told.append(f"tuned: “{' '.join(tuned.answer.split())[:60]}”,")
            self._picture("chat-tuned")
            arabic = await self._ask("assistant", ARABIC)
            cited = sum(len(sentence.citations) for sentence in arabic.sentences)
            _hold(cited > 0 and not arabic.abstained, "the Arabic question is not answered")
            told.append(f"Arabic: quoted from {cited} passages")
            self._picture("chat-arabic")
            table = await self._ask("forensic analyst", TIMELINE)
            _hold(table.mode == "steps" and len(table.sentences) > 2, "the timeline has no rows")
            told.append(f"timeline: {len(table.sentences)} rows")
            self._picture("chat-timeline")

    async def _ask(self, agent: str, question: str) -> Answer:
        """Asks in the window, as a person would, and shows the first cited page."""
        await self._show("chat")
        tab = self.window.chat
        tab.new_chat()
        tab.agent_box.setCurrentIndex(tab.agent_box.findText(agent))
        tab.field.setPlainText(question)
        await tab.send()
        newest = (await self._call(self.app.chat.conversations))[0]
        answer: Answer = (await self._call(self.app.chat.messages, newest.id))[-1].answer
        citations = [citation for sentence in answer.sentences for citation in sentence.citations]
        _hold(bool(answer.answer), "no answer came")
        if citations:
            tab.show_citation(citations[0])
        await self._settle()
        return answer

    async def other_looks(self) -> None:
        async with self._step("looks") as told:
            self.window.set_theme("dark")
            await self._show("documents")
            await self._show("training")
            self._picture("training-dark")
            self.window.set_theme("light")
            self.window.set_language("ar")
            await self._show("documents")
            tab = self.window.documents
            tab.search.setText("أمر إغلاق الجسر")
            await tab.run_search()
            await self._settle()
            self._picture("documents-in-arabic")
            self.window.set_language("en")
            told.append(f"{len(list((self.folder / 'pictures').iterdir()))} pictures")

    # --- what the steps share -----------------------------------------------------------------

    @property
    def app(self) -> Any:
        return self.ops.app

    @asynccontextmanager
    async def _step(self, name: str) -> AsyncIterator[list[str]]:
        """Prints the step's line when it held: its name, what it told, its seconds."""
        told: list[str] = []
        began = time.monotonic()
        yield told
        print(f"{name:10} {' '.join(told)}  [{time.monotonic() - began:.1f} s]", flush=True)

    async def _call(self, call: Any, *args: Any, **keywords: Any) -> Any:
        return await self.ops.query_on("tour", self.window, call, *args, **keywords)

    async def _job(self, call: Any, *args: Any) -> Job:
        """Starts a job through core and waits for its good end."""
        job = await self._wait(await self.ops.start_job(self.window, call, *args))
        _hold(job.state == "succeeded", job.error or job.state)
        return job

    async def _wait(self, job_id: str) -> Job:
        while True:
            job: Job = await self._call(self.app.jobs.get, job_id)
            if job.finished:
                return job
            if sys.stdout.isatty():
                share = f"{100 * job.done / job.total:.0f} %" if job.total else ""
                print(f"\r\x1b[K{share} {job.message}", end="\r", flush=True)
            await asyncio.sleep(_POLL_SECONDS)

    async def _show(self, tab: str) -> None:
        self.window.show_tab(tab)
        await self._settle()

    async def _settle(self) -> None:
        """Until no call of a view is under way any more, and the view has been drawn."""
        await self.window.watch.poll()
        await self.ops.idle()

    def _picture(self, name: str) -> None:
        if not self.window.grab().save(str(self.folder / "pictures" / f"{name}.png")):
            raise UserError(f"The picture {name} cannot be saved.", do="Is there space on the disk?")


def _hold(held: bool, otherwise: str) -> None:
    if not held:
        raise UserError(f"The tour stops here: {otherwise}.", do="Run: isnad doctor")
