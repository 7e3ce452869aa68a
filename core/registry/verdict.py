# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the gate makes of its readings: the figures of the report, and whether they are good enough.

The engines differ on the untouched base too, since llama.cpp rounds activations to 8 bits before it
multiplies them with quantised weights. So nothing is judged by an absolute figure alone: the base's own
divergence, measured at the same positions, is the yardstick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Logprobs = npt.NDArray[np.float32]

FLOOR_KL = 0.01
NOISE_FACTOR = 3.0
SURE_NATS = 0.5
MIN_SURE_AGREEMENT = 0.98
MAX_SHARE_OF_CHANGE = 0.5


@dataclass(frozen=True)
class Positions:
    """Both engines at some positions of an answer; each array holds one value for a position, in nats.

    ``divergence``: KL(trained || exported). ``noise``: the same for the untouched base. ``change``:
    KL(trained || exported base), what the adapter has to bridge. ``agrees``: 1 where the likeliest token is
    the same. ``lead``: by how much the trained model prefers its likeliest token to the next one.
    """

    divergence: Values
    noise: Values
    change: Values
    agrees: Values
    lead: Values

    @classmethod
    def of(
        cls, *, trained: Logprobs, trained_base: Logprobs, exported: Logprobs, exported_base: Logprobs
    ) -> Positions:
        """From natural log-probabilities [positions, vocabulary]."""
        best = np.sort(trained, axis=-1)[:, -2:].astype(np.float64)
        return cls(
            divergence=divergence(trained, exported),
            noise=divergence(trained_base, exported_base),
            change=divergence(trained, exported_base),
            agrees=(trained.argmax(-1) == exported.argmax(-1)).astype(np.float64),
            lead=best[:, 1] - best[:, 0],
        )


def join(parts: Sequence[Positions]) -> Positions:
    """The positions of all ``parts``, one after the other."""
    return Positions(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Positions)))


@dataclass(frozen=True)
class Reading:
    """One prompt in both engines."""

    ids_equal: bool
    greedy_equal: bool
    positions: Positions


def divergence(p: Logprobs, q: Logprobs) -> Values:
    """KL(p || q) in nats over the last axis of natural log-probabilities."""
    wide_p, wide_q = p.astype(np.float64), q.astype(np.float64)
    found: Values = (np.exp(wide_p) * (wide_p - wide_q)).sum(-1)
    return found


def judge(readings: Sequence[Reading]) -> dict[str, Any]:
    """The report: "passed", "findings" (what failed, in sentences), "bounds" and every figure.

    A version passes when
    - every rendered prompt gives the same token ids in both engines;
    - the mean divergence is at most 0.01 nats, or three times that of the untouched base if this is more;
    - it is at most half of what the adapter has to bridge, so that training which changed little does not
      pass unconverted (not asked when the training changed less than twice what the engines differ by);
    - the likeliest token agrees at 98 % of the positions where the trained model prefers it by half a nat or
      more: a near tie may fall either way, and with it the tokens that follow.
    """
    read = join([reading.positions for reading in readings])
    figures = _figures(readings, read)
    bounds = {
        "kl_mean": round(max(FLOOR_KL, NOISE_FACTOR * figures["base_kl_mean"]), 5),
        "sure_agreement": MIN_SURE_AGREEMENT,
    }
    if figures["change_kl_mean"] > 2 * figures["base_kl_mean"]:
        bounds["kl_share_of_change"] = MAX_SHARE_OF_CHANGE
    findings = _findings(figures, bounds)
    return {"passed": not findings, "findings": findings, "bounds": bounds, **figures}


def _figures(readings: Sequence[Reading], read: Positions) -> dict[str, Any]:
    sure = read.lead >= SURE_NATS
    return {
        "prompts": len(readings),
        "positions": len(read.divergence),
        "token_ids_equal": sum(reading.ids_equal for reading in readings),
        "greedy_equal": sum(reading.greedy_equal for reading in readings),
        "kl_mean": float(read.divergence.mean()),
        "kl_max": float(read.divergence.max()),
        "base_kl_mean": float(read.noise.mean()),
        "base_kl_max": float(read.noise.max()),
        "change_kl_mean": float(read.change.mean()),
        "top1_agreement": float(read.agrees.mean()),
        "sure_agreement": float(read.agrees[sure].mean()) if sure.any() else 1.0,
    }


def _findings(figures: dict[str, Any], bounds: dict[str, float]) -> list[str]:
    findings = []
    if figures["token_ids_equal"] < figures["prompts"]:
        findings.append(
            f"{figures['prompts'] - figures['token_ids_equal']} of {figures['prompts']} prompts become other "
            "tokens in llama.cpp than in training."
        )
    # A figure that is no number fails too.
    if not figures["kl_mean"] <= bounds["kl_mean"]:
        findings.append(
            f"The exported model's answers diverge by {figures['kl_mean']:.4f} nats on average; "
            f"{bounds['kl_mean']} is the most that is let through."
        )
    share = bounds.get("kl_share_of_change")
    if share is not None and not figures["kl_mean"] <= share * figures["change_kl_mean"]:
        findings.append(
            f"The exported adapter does not do what training did: of {figures['change_kl_mean']:.4f} nats "
            f"{figures['kl_mean']:.4f} remain."
        )
    if not figures["sure_agreement"] >= bounds["sure_agreement"]:
        findings.append(
            f"The likeliest token agrees at {100 * figures['sure_agreement']:.1f} % of the clear positions; "
            f"{100 * bounds['sure_agreement']:.0f} % are asked for."
        )
    return findings
