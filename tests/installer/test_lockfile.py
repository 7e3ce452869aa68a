# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lock is whole: it covers what the project asks for, with hashes, and nothing bound to one machine."""

from __future__ import annotations

import re
import tomllib

import pytest

from installer import lockfile
from installer.layout import here

LOCK = """\
# a header
alpha==1.0 ; python_full_version < '3.13' \\
    --hash=sha256:aa
Beta.Gamma==2.0 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
"""


def test_reads_each_entry_with_its_hashes() -> None:
    names = [(name, version, lines.count("--hash")) for name, version, lines in lockfile.entries(LOCK)]

    assert names == [("alpha", "1.0", 1), ("beta-gamma", "2.0", 2)]


def test_parts_make_up_the_whole() -> None:
    only = lockfile.part(LOCK, only={"alpha"})
    rest = lockfile.part(LOCK, without={"alpha"})

    assert [name for name, _, _ in lockfile.entries(only)] == ["alpha"]
    assert [name for name, _, _ in lockfile.entries(rest)] == ["beta-gamma"]
    assert LOCK.endswith(only + rest)


def test_tells_what_is_bound_to_a_machine() -> None:
    text = "torch==1\nnvidia-cublas==1\ntriton==1\ntorchvision==1\nnumpy==1\n"

    assert lockfile.machine_bound(text) == ["torch", "nvidia-cublas", "triton"]


@pytest.mark.parametrize("path", [here().lock, here().easyocr_lock], ids=lambda path: path.name)
def test_the_real_locks_serve_every_machine(path: object) -> None:
    text = (here().installer / str(path)).read_text(encoding="utf-8")

    assert lockfile.machine_bound(text) == []
    assert "://" not in text
    assert [name for name, _, lines in lockfile.entries(text) if "--hash=sha256:" not in lines] == []


def test_the_real_lock_covers_what_the_project_asks_for() -> None:
    asked = tomllib.loads(here().pyproject.read_text(encoding="utf-8"))
    wanted = [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]]
    names = {lockfile.canonical(re.split(r"[=<>~! ]", line)[0]) for line in wanted} - {"torch"}

    locked = {name for name, _, _ in lockfile.entries(here().lock.read_text(encoding="utf-8"))}

    assert names - locked == set()


def test_torch_is_pinned_to_one_version() -> None:
    assert re.fullmatch(r"torch==\d+\.\d+\.\d+", lockfile.torch_pin(here()))
