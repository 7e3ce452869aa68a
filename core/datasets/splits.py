# SPDX-License-Identifier: AGPL-3.0-or-later
"""Splitting so that no document stands on two sides: else the test would only measure memory."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.datasets.examples import accepted, question
from core.db.tables import ExampleRow

HELD_OUT = ("validation", "test")


def split(session: Session, dataset_id: str, *, validation: float, test: float, seed: int) -> dict[str, int]:
    """Gives each accepted example its split; returns how many each has.

    Examples of one source document stay together, and so do those that ask the same. The order of the groups
    is a hash of their name and ``seed``: the same call gives the same split, on every machine. Where all
    examples are of one document they are split one by one.
    """
    rows = accepted(session, dataset_id)
    groups = _groups(rows)
    order = sorted(groups, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    wanted = {"validation": round(validation * len(rows)), "test": round(test * len(rows))}
    if validation > 0 and len(rows) > 1:
        wanted["validation"] = max(1, wanted["validation"])
    session.execute(update(ExampleRow).where(ExampleRow.dataset_id == dataset_id).values(split=""))
    sides = _sides({name: len(groups[name]) for name in order}, wanted)
    for name, side in sides.items():
        for row in groups[name]:
            row.split = side
    return {side: sum(len(groups[n]) for n, s in sides.items() if s == side) for side in ("train", *HELD_OUT)}


def ensure_split(session: Session, dataset_id: str, seed: int = 0) -> None:
    """Splits a dataset that has accepted examples on no held-out side, or some on no side at all."""
    query = select(ExampleRow.split).where(
        ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted"
    )
    sides = set(session.scalars(query))
    if "" in sides or not sides & set(HELD_OUT):
        split(session, dataset_id, validation=0.1, test=0.1, seed=seed)


def _groups(rows: Sequence[ExampleRow]) -> dict[str, list[ExampleRow]]:
    found: dict[str, list[ExampleRow]] = defaultdict(list)
    for row in rows:
        found[row.source or _asked(row)].append(row)
    if len(found) > 1:
        return dict(found)
    return {row.id: [row] for row in rows}


def _asked(row: ExampleRow) -> str:
    return hashlib.sha256(question(row.messages).casefold().encode()).hexdigest()


def _sides(sizes: dict[str, int], wanted: dict[str, int]) -> dict[str, str]:
    """Each group's side: held out while it fits what is still wanted, else training.

    A side that found no fitting group takes the smallest one, if that leaves something to train on.
    """
    sides: dict[str, str] = {}
    lacking = dict(wanted)
    for name, size in sizes.items():
        side = next((s for s in HELD_OUT if 0 < size <= 1.5 * lacking[s]), "train")
        sides[name] = side
        if side != "train":
            lacking[side] -= size
    for side in HELD_OUT:
        training = sorted((name for name in sides if sides[name] == "train"), key=sizes.__getitem__)
        if wanted[side] and side not in sides.values() and len(training) > 1:
            sides[training[0]] = side
    return sides
