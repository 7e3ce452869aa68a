# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first word chooses the role: none opens the window, ``worker`` is a child, all else is a command."""

from __future__ import annotations

import sys

from core import offline


def main() -> int:
    """Runs the role the command line names; returns the exit code."""
    offline.install()
    words = sys.argv[1:]
    if words[:1] == ["worker"]:
        from core.jobs import worker

        return worker.main(words[1:])
    if words[:1] == ["tour"]:
        from gui import tour

        return tour.main(words[1:])
    from core.cli import commands

    if commands.wants_window(words):
        from gui import app

        return int(app.main(words))
    return commands.main(words)


if __name__ == "__main__":
    sys.exit(main())
