# SPDX-License-Identifier: AGPL-3.0-or-later
"""The programs, libraries and fonts that come from the operating system, not from Python."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

# What each Debian or Ubuntu package is for. Names parted by a bar are one package under two names.
DEBIAN = {
    "build-essential": "compiles llama.cpp",
    "tesseract-ocr": "reads scans",
    "tesseract-ocr-ara": "reads Arabic scans",
    "tesseract-ocr-eng": "reads English scans",
    "libegl1": "Qt",
    "libgl1": "Qt",
    "libopengl0": "Qt",
    "libglib2.0-0|libglib2.0-0t64": "Qt",
    "libdbus-1-3": "Qt",
    "libfontconfig1": "Qt",
    "libxkbcommon0": "Qt",
    "libxkbcommon-x11-0": "Qt on X11",
    "libx11-xcb1": "Qt on X11",
    "libxcb-cursor0": "Qt on X11",
    "libxcb-icccm4": "Qt on X11",
    "libxcb-image0": "Qt on X11",
    "libxcb-keysyms1": "Qt on X11",
    "libxcb-randr0": "Qt on X11",
    "libxcb-render-util0": "Qt on X11",
    "libxcb-shape0": "Qt on X11",
    "libxcb-sync1": "Qt on X11",
    "libxcb-xfixes0": "Qt on X11",
    "libxcb-xinerama0": "Qt on X11",
    "libxcb-xkb1": "Qt on X11",
    "fonts-noto-core": "shows Arabic",
    "fonts-hosny-amiri": "shows Arabic",
    "xvfb": "tests the window without a screen",
    "xauth": "lets xvfb-run start",
    "strace": "proves that nothing reaches the network",
}
# Elsewhere only programs can be looked for; each with what to look for in a package manager.
PROGRAMS = {
    "tesseract": "Tesseract OCR with its data for eng and ara",
    "c++": "a C++ compiler",
    "Xvfb": "Xvfb",
    "strace": "strace",
}
WINDOWS_PROGRAMS = {"tesseract": "Tesseract OCR with its data for eng and ara (add its folder to PATH)"}


def missing_debian_packages(installed: Iterable[str]) -> list[str]:
    """What of ``DEBIAN`` has neither of its names among the ``installed``; each under its first name."""
    present = set(installed)
    return [names.split("|")[0] for names in DEBIAN if present.isdisjoint(names.split("|"))]


def ensure(*, install: bool) -> list[str]:
    """Installs what is missing where it may; returns what there is to tell, in sentences."""
    if os.name == "nt" or not shutil.which("apt-get"):
        wanted = WINDOWS_PROGRAMS if os.name == "nt" else PROGRAMS
        absent = [what for program, what in wanted.items() if not shutil.which(program)]
        return [f"Not found: {what}. Install it; the rest goes on without." for what in absent]
    missing = _missing()
    if not missing:
        return []
    as_root = _root_prefix() if install else None
    if as_root is None:
        return [advice(missing)]
    why = _install(as_root, missing)
    got = (
        [f"installed {', '.join(done)}"]
        if (done := [name for name in missing if name not in _missing()])
        else []
    )
    return [*got, f"apt-get: {why}", advice(_missing())] if _missing() else got


def advice(missing: list[str]) -> str:
    """One sentence naming the packages and the command that gets them."""
    return f"Missing system packages: install them with `sudo apt-get install {' '.join(missing)}`."


def _missing() -> list[str]:
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev} ${Package}\n"],
        text=True,
        capture_output=True,
        check=True,
    )
    installed = [line.split()[1] for line in asked.stdout.splitlines() if line.startswith("ii")]
    return _missing_venv() + missing_debian_packages(installed)


def venv_package() -> str:
    """The package that lets this Python make environments."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _missing_venv() -> list[str]:
    """Debian parts ``ensurepip``, without which no environment can be made, from Python itself."""
    if importlib.util.find_spec("ensurepip"):
        return []
    return [venv_package()]


def _root_prefix() -> list[str] | None:
    """What makes a command run as root without asking for a password, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _install(as_root: list[str], missing: list[str]) -> str | None:
    """All at once, then with fresh lists, then one by one: one unknown name must not stop the rest."""
    if _apt(as_root, "install", *missing) is None:
        return None
    _apt(as_root, "update")
    if _apt(as_root, "install", *missing) is None:
        return None
    reasons = [_apt(as_root, "install", name) for name in missing]
    return next((reason for reason in reasons if reason), None)


def _apt(as_root: list[str], *arguments: str) -> str | None:
    """Runs apt-get without questions; returns its last line when it failed."""
    quiet = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-y",
        "-o",
        "APT::Install-Recommends=false",
    ]
    done = subprocess.run([*as_root, *quiet, *arguments], text=True, capture_output=True, check=False)
    lines = (done.stderr or done.stdout).strip().splitlines()
    return (lines[-1] if lines else "no reason given") if done.returncode else None
