# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the gate makes of its readings: the figures of the report, and whether they are good enough.

The engines differ on the untouched base too, since llama.cpp rounds activations to 8 bits before it
multiplies them with quantised weights. So the base's own divergence, measured in the same answers, is the
yardstick. SmolLM2-135M (Q4_1) with a LoRA of rank 8, in nats, mean and worst of 51 positions:

    the base                                   0.0075   0.031
    the right adapter                          0.0025   0.009
    rows of q and k in the wrong order         0.026    0.23
    k lost in all layers                       0.010    0.12
    scale times 1.1                            0.010    0.07
    one layer of thirty lost                   0.006    0.06

The last two hide in the noise: for such as these the updates of the layers are compared themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Logprobs = npt.NDArray[np.float32]

FLOOR_MEAN_KL, MEAN_FACTOR = 0.003, 1.5
FLOOR_MAX_KL, MAX_FACTOR = 0.05, 3.0
SURE_NATS = 0.5
MIN_SURE_AGREEMENT = 0.98
# A merged model is rounded anew, which may cost a little: SmolLM2 as Q8_0 0.003 nats, worst 0.013; as Q4_K_M
# 0.084 and 0.8; as Q4_1, the rounding of its base, 4.0 and 15.
MERGED_BOUNDS = {"kl_mean": 0.02, "kl_max": 0.5, "sure_agreement": 0.95}


@dataclass(frozen=True)
class Positions:
    """Both engines at some positions of an answer; each array holds one value for a position, in nats.

    ``divergence``: KL(trained || exported). ``agrees``: 1 where the likeliest token is the same. ``lead``:
    how much the trained model prefers its likeliest token to the next one. Where the base was measured too,
    ``noise``: KL(base || exported base), and ``change``: KL(trained || exported base), which is what the
    adapter has to do; else these are empty.
    """

    divergence: Values
    agrees: Values
    lead: Values
    noise: Values
    change: Values

    @classmethod
    def of(cls, trained: Logprobs, exported: Logprobs, bases: Sequence[Logprobs] | None = None) -> Positions:
        """From natural log-probabilities [positions, vocabulary].

        ``bases``: those of the untouched base in transformers and in llama.cpp.
        """
        best = np.sort(trained, axis=-1)[:, -2:].astype(np.float64)
        return cls(
            divergence=divergence(trained, exported),
            agrees=(trained.argmax(-1) == exported.argmax(-1)).astype(np.float64),
            lead=best[:, 1] - best[:, 0],
            noise=divergence(bases[0], bases[1]) if bases else np.empty(0),
            change=divergence(trained, bases[1]) if bases else np.empty(0),
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


def bounds_of(readings: Sequence[Reading]) -> dict[str, float]:
    """What to ask of the figures, by how far the engines are apart on the base."""
    noise = join([reading.positions for reading in readings]).noise
    return {
        "kl_mean": round(max(FLOOR_MEAN_KL, MEAN_FACTOR * float(noise.mean())), 5),
        "kl_max": round(max(FLOOR_MAX_KL, MAX_FACTOR * float(noise.max())), 5),
        "sure_agreement": MIN_SURE_AGREEMENT,
    }


def judge(
    readings: Sequence[Reading], bounds: dict[str, float], differing_layers: Sequence[str] = ()
) -> dict[str, Any]:
    """The report: "passed", "findings" (what failed, in sentences), "bounds" and every figure.

    A version passes when
    - the update of every trained layer has arrived at its size;
    - every rendered prompt gives the same token ids in both engines;
    - the mean divergence is at most one and a half times that of the untouched base (0.003 nats where that is
      computed almost exactly), and the worst at most three times the base's worst (or 0.05);
    - the likeliest token agrees at 98 % of the positions where the trained model prefers it by half a nat or
      more: a near tie may fall either way, and with it the tokens that follow.
    """
    figures = _figures(readings, join([reading.positions for reading in readings]))
    findings = [*_lost(differing_layers), *_findings(figures, bounds)]
    return {"passed": not findings, "findings": findings, "bounds": bounds, **figures}


def _lost(layers: Sequence[str]) -> list[str]:
    if not layers:
        return []
    more = f" and {len(layers) - 3} more" if len(layers) > 3 else ""
    return [f"What was trained did not arrive whole in the exported adapter: {', '.join(layers[:3])}{more}."]


def _figures(readings: Sequence[Reading], read: Positions) -> dict[str, Any]:
    sure = read.lead >= SURE_NATS
    figures: dict[str, Any] = {
        "prompts": len(readings),
        "positions": len(read.divergence),
        "token_ids_equal": sum(reading.ids_equal for reading in readings),
        "greedy_equal": sum(reading.greedy_equal for reading in readings),
        "kl_mean": float(read.divergence.mean()),
        "kl_max": float(read.divergence.max()),
        "top1_agreement": float(read.agrees.mean()),
        "sure_agreement": float(read.agrees[sure].mean()) if sure.any() else 1.0,
    }
    if read.noise.size:
        figures |= {
            "base_kl_mean": float(read.noise.mean()),
            "base_kl_max": float(read.noise.max()),
            "change_kl_mean": float(read.change.mean()),
        }
    return figures


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
    if not figures["kl_max"] <= bounds["kl_max"]:
        findings.append(
            f"At its worst position it diverges by {figures['kl_max']:.3f} nats; {bounds['kl_max']} is the "
            "most that is let through."
        )
    if not figures["sure_agreement"] >= bounds["sure_agreement"]:
        findings.append(
            f"The likeliest token agrees at {100 * figures['sure_agreement']:.1f} % of the clear positions; "
            f"{100 * bounds['sure_agreement']:.0f} % are asked for."
        )
    return findings
