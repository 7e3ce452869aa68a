# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three ways a piece of work can end other than well."""

from __future__ import annotations

from collections.abc import Sequence


class IsnadError(Exception):
    """Base of all errors raised on purpose."""


class UserError(IsnadError):
    """Something the person at the desk can put right.

    ``what`` says what happened and to which file; ``do`` says what to do next;
    ``details`` lists single findings when several are told at once.
    """

    def __init__(self, what: str, *, do: str = "", details: Sequence[str] = ()) -> None:
        self.what = what
        self.do = do
        self.details = tuple(details)
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message as plain sentences, details included."""
        parts = [self.what.rstrip(), *(f"- {detail}" for detail in self.details), self.do.strip()]
        return ("\n" if self.details else " ").join(part for part in parts if part)


class NotFoundError(UserError):
    """An id or name that stands for nothing, or for more than one thing."""


class BugError(IsnadError):
    """A state that our own code should never reach."""


class Cancelled(IsnadError):  # noqa: N818 - to the person who asked for it, it is no error
    """The work was stopped because someone asked for it. Shown to nobody."""
