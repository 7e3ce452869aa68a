# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line's contract for train, runs and evaluate: JSON, sentences and exit codes."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.cli import commands
from core.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.core.registry import tiny_model
from tests.core.training.conftest import bring, pairs

Isnad = Callable[..., tuple[int, str, str]]
QUICK = ("--set", "max_steps=4", "--set", "learning_rate=1e-2", "--set", "rank=4", "--set", "alpha=8")


@pytest.fixture
def isnad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Isnad:
    """Runs a command in a workspace with a tiny model and a dataset: (exit code, output, errors)."""
    app = App(Workspace.create(tmp_path / "ws", PASSPHRASE))
    app.models.bring(tiny_model.write(tmp_path / "tiny.gguf"), name="tiny")
    bring(app, tmp_path, pairs())
    app.close()
    (tmp_path / "passphrase").write_text(PASSPHRASE)

    def call(*words: str) -> tuple[int, str, str]:
        where = ["--workspace", str(tmp_path / "ws"), "--passphrase-file", str(tmp_path / "passphrase")]
        capsys.readouterr()
        code = commands.main([*words, *where])
        written = capsys.readouterr()
        return code, written.out, written.err

    return call


def _train(*more: str) -> tuple[str, ...]:
    return ("train", "--dataset", "piers", "--base", "tiny", *more)


@pytest.mark.model
@pytest.mark.slow
def test_training_answers_with_the_runs_record_and_evaluating_with_its_figures(isnad: Isnad) -> None:
    code, out, err = isnad(*_train(*QUICK, "--json"))
    assert code == 0, err
    run = json.loads(out)
    contract = {"run_id", "state", "method", "base", "config", "loss", "eval", "tokens_per_second"}
    assert contract | {"peak_memory_bytes", "seconds", "version_id", "job_id"} <= set(run)
    assert run["state"] == "succeeded"
    assert [step for step, _ in run["loss"]] == [1, 2, 3, 4]
    assert run["version_id"]

    code, out, _ = isnad("runs", "list", "--json")
    assert (code, [one["run_id"] for one in json.loads(out)["runs"]]) == (0, [run["run_id"]])
    code, out, _ = isnad("runs", "show", run["run_id"][:8], "--json")
    assert (code, json.loads(out)["loss"]) == (0, run["loss"])

    code, out, err = isnad("evaluate", "--version", "piers-1", "--dataset", "piers", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert {"metrics", "baseline", "items", "report"} <= set(found)
    assert set(found["metrics"]["loss"]) == {"value", "low", "high"}
    assert Path(found["report"]).exists()


def test_three_mistakes_are_told_in_one_answer(isnad: Isnad) -> None:
    code, out, err = isnad(
        *_train("--set", "rnk=8", "--set", "batch_size=no", "--set", "epochs=-1", "--json")
    )
    assert code == 2
    assert "3 mistakes" in err
    for sentence in ("Did you mean rank?", "batch_size is a whole number", "epochs is at least"):
        assert sentence in err
        assert sentence in json.loads(out)["error"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--method", "lore"), "no training method “lore”"),
        (("--preset", "swift"), "no preset “swift”"),
        (("--set", "rank"), "KEY=VALUE"),
        (("--settings", "gone.toml"), "gone.toml cannot be read"),
    ],
)
def test_a_callers_mistake_ends_with_2_and_a_sentence(
    isnad: Isnad, words: tuple[str, ...], told: str
) -> None:
    code, _, err = isnad(*_train(*words))
    assert code == 2
    assert told in err


def test_an_unknown_dataset_is_named(isnad: Isnad) -> None:
    code, _, err = isnad("train", "--dataset", "arches", "--base", "tiny")
    assert code == 2
    assert "no dataset “arches”" in err


def test_settings_come_from_the_file_and_the_command_line_has_the_last_word(
    isnad: Isnad, tmp_path: Path
) -> None:
    file = tmp_path / "run.toml"
    file.write_text("rank = 4\nmax_steps = 7\npacking = true\n")
    code, out, _ = isnad(*_train("--settings", str(file), "--set", "max_steps=2", "--forecast", "--json"))
    assert code == 0
    assert json.loads(out)["steps"] == 2
    broken = tmp_path / "broken.toml"
    broken.write_text("rank = ")
    code, _, err = isnad(*_train("--settings", str(broken)))
    assert (code, "is no TOML" in err) == (2, True)


@pytest.mark.model
@pytest.mark.slow
def test_a_detached_run_is_told_by_its_ids_and_can_be_stopped_and_resumed(isnad: Isnad) -> None:
    long = ("--set", "max_steps=3000", "--set", "epochs=1000", "--set", "eval_every=3000")
    code, out, err = isnad(*_train(*long, "--detach", "--json"))
    started: dict[str, str] = json.loads(out)
    assert (code, set(started)) == (0, {"job_id", "run_id"}), err

    stopped = _stop_after_steps(isnad, started["run_id"], more_than=0)
    code, out, _ = isnad("runs", "resume", started["run_id"], "--detach", "--json")
    assert (code, json.loads(out)) == (0, started)
    again = _stop_after_steps(isnad, started["run_id"], more_than=len(stopped["loss"]))

    assert again["loss"][: len(stopped["loss"])] == stopped["loss"]
    assert [step for step, _ in again["loss"]] == list(range(1, len(again["loss"]) + 1))


def _stop_after_steps(isnad: Isnad, run_id: str, more_than: int) -> dict[str, Any]:
    """Stops a run once it has taken so many steps, and returns its record when it has ended."""
    asked, deadline = False, time.monotonic() + 300
    while time.monotonic() < deadline:
        run: dict[str, Any] = json.loads(isnad("runs", "show", run_id, "--json")[1])
        if asked and run["state"] != "running":
            assert run["state"] == "cancelled", run["error"]
            return run
        assert run["state"] in {"queued", "running"}, run["error"]
        if not asked and len(run["loss"]) > more_than:
            assert isnad("runs", "stop", run_id)[0] == 0
            asked = True
        time.sleep(0.1)
    raise AssertionError("the run was not stopped in time")


def test_a_run_that_is_not_there_is_told(isnad: Isnad) -> None:
    for verb in ("show", "stop", "resume"):
        code, _, err = isnad("runs", verb, "abcdef")
        assert code == 2
        assert "There is no run" in err


def test_both_ways_of_waiting_are_understood_everywhere() -> None:
    parser = commands._parser(["train"])
    assert isinstance(parser, argparse.ArgumentParser)
    args = parser.parse_args(["train", "--dataset", "d", "--base", "m", "--wait"])
    assert (args.wait, args.detach) == (True, False)
