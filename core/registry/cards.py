# SPDX-License-Identifier: AGPL-3.0-or-later
"""Model cards: what a version is and where it came from, in Markdown. All figures come from the database."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db.tables import DatasetRow, DocumentRow, ExampleRow, JobRow, ModelRow, RunRow, VersionRow

_DOCUMENTS_SHOWN = 50
# What to call it, and its names among a run's metrics: this version's and the base model's.
_LOSSES = (
    ("loss of the answers (nats a token)", "eval_loss", "base_loss"),
    ("perplexity", "perplexity", "base_perplexity"),
)


def write(session: Session, version: VersionRow) -> str:
    """The card of ``version`` as things stand now."""
    run = session.get_one(RunRow, version.run_id)
    base = session.get_one(ModelRow, version.model_id)
    dataset = session.get_one(DatasetRow, run.dataset_id)
    parts = [
        f"# {version.name}",
        f"{base.name}, fine-tuned with {run.method} on the dataset “{dataset.name}”.",
        f"Version {version.id}, registered {_date(version.created)}.",
        "## Base model\n\n" + _base(base, run),
        "## Training data\n\n" + _data(session, run, dataset),
        "## Training\n\n" + _training(run),
        "## Measured\n\n" + _metrics(session, version),
        "## The gate\n\n" + _gate(version),
        "## Use and limits\n\n" + _use(base, version),
    ]
    return "\n\n".join(parts) + "\n"


def _base(base: ModelRow, run: RunRow) -> str:
    languages = base.languages.replace(",", ", ") or "not known"
    return _list(
        {
            "Name": base.metadata_.get("upstream", base.name),
            "Licence": base.licence or "not stated in the file",
            "Languages": languages,
            "Parameters": _number(base.metadata_.get("parameters")),
            "SHA-256": f"`{run.base_hash}`",
        }
    )


def _data(session: Session, run: RunRow, dataset: DatasetRow) -> str:
    counts = {
        split or "without split": count
        for split, count in session.execute(
            select(ExampleRow.split, func.count())
            .where(ExampleRow.dataset_id == dataset.id, ExampleRow.state == "accepted")
            .group_by(ExampleRow.split)
            .order_by(ExampleRow.split)
        )
    }
    shares = ", ".join(f"{split} {count}" for split, count in counts.items())
    facts = _list(
        {
            "Dataset": f"{dataset.name} ({dataset.kind}, recipe “{dataset.recipe}”)",
            "Hash at training": f"`{run.dataset_hash}`",
            "Accepted examples now": f"{sum(counts.values())} ({shares})" if counts else "0",
        }
    )
    return f"{facts}\n\n{_documents(session, dataset)}"


def _documents(session: Session, dataset: DatasetRow) -> str:
    """The source documents, with how many of their pages and how many examples were made from them."""
    name = func.coalesce(DocumentRow.name, ExampleRow.source)
    query = (
        select(name, DocumentRow.sha256, func.count(ExampleRow.page.distinct()), func.count())
        .join(DocumentRow, ExampleRow.document_id == DocumentRow.id, isouter=True)
        .where(ExampleRow.dataset_id == dataset.id, ExampleRow.state == "accepted", name != "")
        .group_by(name, DocumentRow.sha256)
        .order_by(name)
    )
    rows = session.execute(query).all()
    if not rows:
        return "Its examples name no source document."
    shown = [
        f"| {_cell(name)} | {pages} | {examples} | {f'`{sha256[:16]}`' if sha256 else 'not here'} |"
        for name, sha256, pages, examples in rows[:_DOCUMENTS_SHOWN]
    ]
    more = [f"\nand {len(rows) - _DOCUMENTS_SHOWN} more."] if len(rows) > _DOCUMENTS_SHOWN else []
    head = ["| document | pages | examples | SHA-256 |", "|---|---:|---:|---|"]
    return "\n".join([*head, *shown, *more])


def _training(run: RunRow) -> str:
    settings = {name: f"`{value}`" for name, value in sorted(run.settings.items())}
    measured = {
        "Seconds": f"{run.seconds:.0f}",
        "Tokens per second": f"{run.tokens_per_second:.0f}" if run.tokens_per_second else None,
        "Peak memory": f"{run.peak_memory_bytes / 1024**2:.0f} MiB" if run.peak_memory_bytes else None,
    }
    return _list({"Method": run.method, **settings, **{k: v for k, v in measured.items() if v}})


def _metrics(session: Session, version: VersionRow) -> str:
    """The losses that training measured, and the newest evaluation with its intervals."""
    figures = version.metrics
    rows = [
        f"| {name} | {_value(figures.get(base))} | {_value(figures[ours])} |"
        for name, ours, base in _LOSSES
        if ours in figures
    ]
    parts = ["\n".join(["| on held-out examples | base model | this version |", "|---|---:|---:|", *rows])]
    evaluation = _evaluation(session, version)
    if evaluation:
        parts.append(_compared(evaluation))
    if not rows:
        parts = parts[1:]
    return "\n\n".join(parts) or "Nothing has been measured yet. See: isnad evaluate"


def _evaluation(session: Session, version: VersionRow) -> dict[str, Any] | None:
    """The result of the newest finished evaluation of this version."""
    query = (
        select(JobRow.parameters, JobRow.result)
        .where(JobRow.kind == "evaluate", JobRow.state == "succeeded")
        .order_by(JobRow.ended.desc())
    )
    for parameters, result in session.execute(query):
        if parameters.get("subject_id") == version.id and result:
            return dict(result)
    return None


def _compared(found: dict[str, Any]) -> str:
    against = found["against"] or "nothing else"
    rows = [
        f"| {name} | {_value(found['baseline'].get(name))} | {_value(value)} |"
        for name, value in found["metrics"].items()
    ]
    said = (
        f"Evaluated on {found['items']} examples of the {found['split']} split of “{found['dataset']}” "
        f"(hash `{found['dataset_hash']}`), with 95 % intervals:"
    )
    return "\n".join([said, "", f"| | {against} | this version |", "|---|---:|---:|", *rows])


def _value(value: Any) -> str:
    if isinstance(value, dict) and "value" in value:
        low, high = value.get("low"), value.get("high")
        interval = f" ({low:.3f} to {high:.3f})" if low is not None and high is not None else ""
        return f"{value['value']:.3f}{interval}"
    return f"{value:.4g}" if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _gate(version: VersionRow) -> str:
    report = version.gate_report
    if version.gate == "pending" or not report:
        return "Not measured yet: this version cannot be released."
    verdict = "Passed." if version.gate == "passed" else "Failed: this version cannot be released."
    found = "".join(f"\n- {finding}" for finding in report.get("findings", []))
    return (
        f"{verdict} The exported model in llama.cpp was compared with the trained model in transformers on "
        f"{report['prompts']} prompts of the {report['split']} split, {report['positions']} positions."
        f"{found}\n\n"
        + _list(
            {
                "Prompts with equal token ids": f"{report['token_ids_equal']} of {report['prompts']}",
                "KL divergence, mean": f"{report['kl_mean']:.5f} nats, at most {report['bounds']['kl_mean']}",
                "KL divergence, worst position": f"{report['kl_max']:.4f} nats",
                "The same for the untouched base": f"{report['base_kl_mean']:.5f} nats",
                "The base without the adapter": f"{report['change_kl_mean']:.4f} nats",
                "Likeliest token equal": f"{100 * report['top1_agreement']:.1f} % of all positions, "
                f"{100 * report['sure_agreement']:.1f} % of the clear ones",
                "Prompts with equal first tokens": f"{report['greedy_equal']} of {report['prompts']} "
                f"({report['greedy_tokens']} tokens)",
            }
        )
    )


def _use(base: ModelRow, version: VersionRow) -> str:
    languages = base.languages.replace(",", ", ")
    sentences = [
        f"It speaks what its base model speaks: {languages}." if languages else "",
        "It has passed the gate." if version.gate == "passed" else "It has not passed the gate.",
        "It was measured on the data named above and on nothing else.",
        "Fine-tuned weights can give back parts of the documents they were trained on:",
        "treat an exported file like those documents.",
        "The base model's licence applies to what is made from it.",
    ]
    return (
        "Meant for agents of this workspace that answer questions over its documents, with citations.\n\n"
        + " ".join(filter(None, sentences))
    )


def _list(facts: dict[str, Any]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "not known"


def _date(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(seconds))
