"""``plans/<name>.docx``: an action plan for each district, to be edited and sent."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime, time

from policy_audit.model import Assessment
from policy_audit.report import archive, wording
from policy_audit.report.docx_writer import Writer
from policy_audit.report.files import Files, whole
from policy_audit.report.pages import names
from policy_audit.report.passages import Passage
from policy_audit.report.pieces import Content, Pieces
from policy_audit.report.plan import Action, Plan, plan
from policy_audit.report.ranking import districts
from policy_audit.report.sections import Authority
from policy_audit.report.site import site

_COUNSEL = (
    "Model language to start from. It is not the words of any authority that is cited below. "
    "Adopt it after counsel has read it."
)
_MOST_PASSAGES = 4


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``plans/<name>.docx``; equal assessments give equal bytes, dated with the audit's day."""
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, _pieces: Pieces) -> Files:
    """Yield the same files one by one."""
    named = names(d.district.id for d in assessment.outlines)
    places = site(assessment)
    for district in districts(assessment):
        value = plan(assessment, district, places)
        to = Writer(
            title=f"Action plan for what is published: {value.name}",
            subject=wording.subject(draft=value.is_draft),
            day=datetime.combine(assessment.run.as_of, time()),
        )
        _write(to, value)
        content = io.BytesIO()
        to.save(content)
        made = archive.undated(content.getvalue())
        yield f"plans/{named[district.district.id]}.docx", Content.of(made)


def _write(to: Writer, value: Plan) -> None:
    to.title("Action plan for what is published")
    to.subtitle(value.name)
    standing = value.standing[:1].upper() + value.standing[1:]
    to.small(
        f"{standing}. Audited against “{value.run.baseline_title}”, version "
        f"{value.run.baseline_version}, as of {value.run.as_of}."
    )
    to.text(value.summary)
    if value.decided:
        to.text(f"Decisions: {value.decided}.")
    if value.unplaced:
        to.small("Decisions and replies on requirements that are not in this baseline:")
        to.items(value.unplaced)
    to.note(value.note)
    if value.before:
        to.heading("Before anything else", 1)
        to.items(value.before)
    if value.actions:
        _write_overview(to, value.actions)
        to.heading("The gaps, worst first", 1)
        for action in value.actions:
            _write_action(to, action)
    to.heading("What could not be seen", 1)
    to.items(value.unseen)
    _write_signatures(to)
    to.footer(f"{value.name}: action plan, as of {value.run.as_of}")


def _write_overview(to: Writer, actions: Iterable[Action]) -> None:
    to.heading("Plan", 1)
    to.text("Write a day for each step, and the name of a person where a role is named.")
    to.table(
        ("No.", "What to do", "Severity", "Responsible role", "Due date", "Done"),
        (0.4, 2.6, 0.75, 1.75, 0.95, 0.55),
        (
            (
                str(a.number),
                f"{a.step} “{a.section.title}”",
                a.section.severity or "",
                a.actor,
                "",
                "",
            )
            for a in actions
        ),
    )


def _write_action(to: Writer, action: Action) -> None:
    shown = action.section
    to.heading(f"{action.number}. {shown.title}", 2)
    severity = f", severity {shown.severity}" if shown.severity else ""
    sure = f", confidence {shown.confidence}" if shown.confidence else ""
    to.labelled("Found", f"{shown.badge.word}{severity}{sure}. {shown.summary}")
    if shown.decision:
        to.labelled("Decision", shown.decision)
    if shown.reply:
        to.text(shown.reply)
    if shown.predates:
        to.labelled("Older than the duty", shown.predates)
    to.labelled("What is asked", shown.statement)
    if action.wanting:
        to.label("What is wanting")
        to.items(f"{w.how}: {w.what}" for w in action.wanting)
    if shown.passages:
        to.label("What the documents say")
        for passage in shown.passages[:_MOST_PASSAGES]:
            _write_passage(to, passage)
        left = len(shown.passages) - _MOST_PASSAGES
        if left > 0:
            to.small(f"{left} more in the report.")
    to.label("Model language")
    to.boxed(action.language)
    to.small(_COUNSEL)
    to.labelled("Responsible role", action.actor)
    if action.basis:
        to.label("Citations")
        for what, authority in action.basis:
            _write_citation(to, what, authority)


def _write_passage(to: Writer, passage: Passage) -> None:
    words = "".join(piece.text for piece in passage.pieces)
    place = passage.title
    if passage.page is not None:
        place += f", page {passage.page}"
    if passage.recognised is not None:
        place += f", {passage.recognised}"
    if passage.marker is not None:
        place += f", item {passage.marker}"
    said = "; ".join((passage.label.word, place, *passage.flags))
    if passage.restated:
        to.quote(words, f"{said}; not a quotation")
    else:
        to.quote(f"“{words}”", said)


def _write_citation(to: Writer, what: str, authority: Authority) -> None:
    since = f", {authority.effective}" if authority.effective else ""
    tail = f" ({authority.basis}{since}; {authority.mark})"
    to.cited(f"{what}: {authority.text} ", authority.host or "", authority.url, tail)


def _write_signatures(to: Writer) -> None:
    to.heading("Reviewed and approved", 1)
    to.text("A person who has read the documents confirms the findings before anyone acts on them.")
    to.table(
        ("Role", "Name", "Day", "Signature"),
        (2.2, 2.2, 1.0, 1.6),
        (
            ("Findings confirmed by", "", "", ""),
            ("Counsel", "", "", ""),
            ("Approved by", "", "", ""),
        ),
    )
