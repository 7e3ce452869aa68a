# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is missing is named so that it can be got."""

from __future__ import annotations

from installer import system_packages


def everything() -> list[str]:
    return [names.split("|")[-1] for names in system_packages.DEBIAN]


def test_nothing_is_missing_where_all_is_installed_under_either_name() -> None:
    assert system_packages.missing_debian_packages(everything()) == []


def test_names_just_what_is_missing() -> None:
    installed = set(everything()) - {"tesseract-ocr-ara", "xvfb"}

    assert system_packages.missing_debian_packages(installed) == ["tesseract-ocr-ara", "xvfb"]


def test_a_bare_system_lacks_everything_under_its_first_name() -> None:
    missing = system_packages.missing_debian_packages([])

    assert len(missing) == len(system_packages.DEBIAN)
    assert "libglib2.0-0" in missing


def test_advice_is_one_command_to_copy() -> None:
    assert "`sudo apt-get install strace xvfb`" in system_packages.advice(["strace", "xvfb"])
