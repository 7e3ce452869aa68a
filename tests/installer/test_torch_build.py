# SPDX-License-Identifier: AGPL-3.0-or-later
"""Torch comes from where the person points, and gigabytes never come unannounced."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import torch_build
from installer.console import SetupError

CPU = ["torch"]
CUDA = ["torch", "nvidia-cublas", "triton"]
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


@pytest.mark.parametrize(("coming", "has_gpu"), [(CPU, False), (CUDA, True), ([], True)])
def test_says_nothing_where_build_and_machine_agree(coming: list[str], has_gpu: bool) -> None:
    assert torch_build.advice(coming, has_gpu=has_gpu, free=PLENTY) == []


def test_announces_a_cuda_build_without_a_gpu() -> None:
    [told] = torch_build.advice(CUDA, has_gpu=False, free=PLENTY)

    assert "several gigabytes" in told
    assert "--torch" in told


def test_announces_a_cpu_build_beside_a_gpu() -> None:
    [told] = torch_build.advice(CPU, has_gpu=True, free=PLENTY)

    assert "without CUDA" in told
    assert "--torch" in told


def test_stops_before_a_full_disk() -> None:
    with pytest.raises(SetupError, match=r"14 GB; 3 GB are free.*--torch"):
        torch_build.advice(CUDA, has_gpu=True, free=3 * 10**9)
