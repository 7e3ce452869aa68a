# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole set-up without a network: from a bundle of small real wheels into an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from installer import bundle, environment
from installer.console import SetupError
from installer.environment import Choices
from installer.layout import Layout
from installer.pip import Build, Pip
from tests.installer.wheels import make_wheel, pack_installed, sha256

PYPROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "tiny-project"
version = "1.0"
dependencies = ["torch==9.9.9", "alpha"]
[project.scripts]
tiny = "main:main"
[tool.setuptools]
py-modules = ["main"]
"""


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as it arrives on the other machine."""
    folder = tmp_path_factory.mktemp("bundle")
    wheels = folder / "wheels"
    wheels.mkdir()
    for name in ("pip", "setuptools"):
        pack_installed(wheels, name)
    make_wheel(wheels, "alpha", "1.0", {"alpha.py": b"answer = 42\n"})
    make_wheel(wheels, "beta", "2.0", {"beta.py": b"answer = 43\n"})
    make_wheel(wheels, "torch", "9.9.9", {"torch.py": b""})
    make_wheel(wheels, "llama-cpp-python", "0.1", {"llama_cpp.py": b""})
    bundle.write_list(folder)
    return folder


def project_in(root: Path, carried: Path) -> Layout:
    """A checkout whose lock holds the bundle's wheels by their hashes."""
    layout = Layout(root)
    for folder in (layout.installer, layout.models):
        folder.mkdir(parents=True)
    layout.pyproject.write_text(PYPROJECT)
    layout.manifest.write_text("")
    (root / "main.py").write_text("import alpha\ndef main():\n    print(alpha.answer)\n")
    paths = [path for path in sorted((carried / "wheels").iterdir()) if not path.name.startswith("torch")]
    lines = {path: f"{'=='.join(path.name.split('-')[:2])} --hash=sha256:{sha256(path)}\n" for path in paths}
    layout.lock.write_text("".join(line for path, line in lines.items() if "beta" not in path.name))
    layout.easyocr_lock.write_text("".join(line for path, line in lines.items() if "a-" in path.name))
    return layout


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, carried: Path) -> Layout:
    """A checkout that was set up from the bundle."""
    layout = project_in(tmp_path_factory.mktemp("checkout") / "it", carried)
    assert environment.ensure(layout, Choices(bundle=carried))
    return layout


def test_the_project_runs_by_its_name(ready: Layout) -> None:
    done = subprocess.run([ready.python.parent / "tiny"], capture_output=True, text=True, check=True)

    assert done.stdout == "42\n"


def test_the_second_ocr_engine_lies_apart(ready: Layout) -> None:
    assert (ready.easyocr / "beta.py").exists()
    assert not (ready.easyocr / "alpha.py").exists(), "what the environment has is not installed twice"
    found = subprocess.run([ready.python, "-c", "import beta"], capture_output=True, check=False)
    assert found.returncode != 0


def test_a_second_set_up_has_nothing_to_do(ready: Layout, carried: Path) -> None:
    before = ready.log.read_bytes()

    assert not environment.ensure(ready, Choices(bundle=carried))
    assert not environment.ensure(ready, Choices())
    assert ready.log.read_bytes() == before


@pytest.mark.parametrize("name", ["pyproject.toml", "installer/lock.txt", "models/manifest.toml"])
def test_a_changed_source_makes_it_due_again(ready: Layout, name: str) -> None:
    path = ready.root / name
    before = path.read_text()
    path.write_text(before + "\n# changed\n")
    try:
        assert not environment.is_ready(ready, Choices())
    finally:
        path.write_text(before)
    assert environment.is_ready(ready, Choices())


def test_another_choice_makes_it_due_again(ready: Layout) -> None:
    assert not environment.is_ready(ready, Choices(torch="elsewhere.whl"))


def test_a_killed_set_up_is_made_anew(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    half_installed = layout.venv / "half-installed.py"
    layout.venv.mkdir()
    half_installed.touch()
    layout.unfinished.touch()

    environment.make(layout)

    assert not half_installed.exists()
    assert not layout.unfinished.exists()
    assert subprocess.run([layout.python, "-m", "pip", "--version"], check=False).returncode == 0


def test_after_pip_was_killed_the_environment_is_not_built_upon(
    tmp_path: Path, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = project_in(tmp_path, carried)
    killed = tmp_path / "killed"
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o755)
    monkeypatch.setattr(environment, "Pip", lambda _python, log, bundle: Pip(killed, log, bundle=bundle))

    with pytest.raises(SetupError, match=r"pip was killed \(SIGKILL\)\. Run it again\."):
        environment.ensure(layout, Choices(bundle=carried))

    assert layout.unfinished.exists()


def test_a_failed_set_up_says_why_and_can_be_built_upon(tmp_path: Path, carried: Path) -> None:
    layout = project_in(tmp_path, carried)
    layout.lock.write_text(layout.lock.read_text() + f"omega==1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(SetupError, match=r"No matching distribution found for omega==1\.0"):
        environment.ensure(layout, Choices(bundle=carried))

    assert not layout.unfinished.exists()
    assert not environment.is_ready(layout, Choices())


def test_a_wheel_changed_on_the_way_is_refused(tmp_path: Path, carried: Path) -> None:
    layout = project_in(tmp_path / "checkout", carried)
    (tmp_path / "wheels").mkdir()
    (tmp_path / bundle.LIST).write_bytes((carried / bundle.LIST).read_bytes())
    for path in (carried / "wheels").iterdir():
        (tmp_path / "wheels" / path.name).write_bytes(
            path.read_bytes()[: -1 if "alpha" in path.name else None]
        )

    with pytest.raises(SetupError, match=r"Lost or changed on the way: alpha-1\.0-py3-none-any\.whl\."):
        environment.ensure(layout, Choices(bundle=tmp_path))


def test_a_bundle_for_another_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / bundle.LIST).write_text(json.dumps({"machine": "Python 2.7 on Amiga m68k", "sha256": {}}))

    with pytest.raises(
        SetupError, match=r"The bundle is for Python 2\.7 on Amiga m68k, and this is Python 3"
    ):
        bundle.check(tmp_path)


def test_a_failed_compilation_tells_of_a_missing_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "build.log"
    log.write_text("ERROR: Failed building wheel for llama-cpp-python\n")
    failing = subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"])
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SetupError, match=r"no C\+\+ compiler\. Install one .*build-essential"):
        environment.compiled(Build(failing, tmp_path, "*.whl", log))
