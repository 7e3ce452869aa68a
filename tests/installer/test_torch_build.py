# SPDX-License-Identifier: AGPL-3.0-or-later
"""Torch comes from where the person points, and gigabytes never come unannounced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from installer import torch_build
from installer.console import SetupError

PLENTY = 100 * 10**9


def test_left_alone_pip_decides() -> None:
    assert torch_build.arguments("torch==2", "") == ["torch==2"]


def test_a_wheel_is_taken_as_it_is() -> None:
    assert torch_build.arguments("torch==2", "/media/torch-2+cpu.whl") == ["/media/torch-2+cpu.whl"]


def test_a_folder_is_the_only_source(tmp_path: Path) -> None:
    told = torch_build.arguments("torch==2", str(tmp_path))

    assert told == ["torch==2", "--no-index", "--find-links", str(tmp_path)]


def test_anything_else_is_an_index() -> None:
    told = torch_build.arguments("torch==2", "https://index.example/cpu")

    assert told == ["torch==2", "--index-url", "https://index.example/cpu"]


@pytest.mark.parametrize(
    ("version", "requires", "expected"),
    [
        ("2.13.0+cpu", ["sympy"], False),
        ("2.13.0+cu130", [], True),
        ("2.13.0", ["sympy", 'opt-einsum; extra == "opt-einsum"', 'cuda-x; extra == "x"'], False),
        ("2.13.0", ["sympy", 'nvidia-cudnn-cu13==9; platform_system == "Linux"'], os.name != "nt"),
    ],
)
def test_tells_a_cuda_build_by_label_or_needs(version: str, requires: list[str], *, expected: bool) -> None:
    assert torch_build.is_cuda(version, requires) is expected


@pytest.mark.parametrize("both", [True, False])
def test_says_nothing_where_build_and_machine_agree(*, both: bool) -> None:
    assert torch_build.advice(cuda=both, gpu=both, free=PLENTY) == []


def test_announces_a_cuda_build_without_a_gpu() -> None:
    [told] = torch_build.advice(cuda=True, gpu=False, free=PLENTY)

    assert "several gigabytes" in told
    assert "--torch" in told


def test_announces_a_cpu_build_beside_a_gpu() -> None:
    [told] = torch_build.advice(cuda=False, gpu=True, free=PLENTY)

    assert "without CUDA" in told
    assert "--torch" in told


def test_stops_before_a_full_disk() -> None:
    with pytest.raises(SetupError, match=r"14 GB, and 3 GB are free.*--torch"):
        torch_build.advice(cuda=True, gpu=True, free=3 * 10**9)
