"""What people decided, said in the words that every report shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policy_audit.model import (
    Decision,
    DecisionKind,
    DecisionState,
    DistrictAssessment,
    Reply,
)
from policy_audit.report import wording

#: Every word that decisions are counted by, in order: what counts, then what no longer does.
WORDS = ("waived", "overridden", "attested", "confirmed", "stale", "expired")
_DRAFT = "draft for review"
_KINDS = {
    DecisionKind.CONFIRM: "confirmed",
    DecisionKind.OVERRIDE: "overridden",
    DecisionKind.WAIVE: "waived",
    DecisionKind.ATTEST: "attested",
}


def word(decision: Decision) -> str:
    """Return the one word that the decision is counted by."""
    return _KINDS[decision.kind] if decision.in_force else decision.state.value


def counts(districts: Iterable[DistrictAssessment]) -> Counter[str]:
    """How many decisions each word of ``WORDS`` has, unplaced ones too."""
    return Counter(word(decision) for district in districts for decision in district.decisions())


def counted(districts: Iterable[DistrictAssessment]) -> str | None:
    """``"2 waived, 1 stale"``; ``None`` where nothing was decided."""
    found = counts(districts)
    return ", ".join(f"{found[w]} {w}" for w in WORDS if found[w]) or None


def line(decision: Decision) -> str:
    """Say in one line who decided what, and whether it counts."""
    said = f"{_taken(decision)}. {_sentence(decision.reason)}"
    if decision.state is DecisionState.EXPIRED:
        return f"Expired since {wording.day(decision.since)} (UTC), no longer counts: {said}"
    if decision.state is DecisionState.STALE:
        return f"Stale, no longer counts: {said} {decision.why}"
    return f"{said} {decision.why}".strip()


def reply(value: Reply) -> str:
    """Say in one line what the district answers."""
    return f"The district’s reply ({value.by}, {wording.day(value.date)}): {value.text}"


def standing(district: DistrictAssessment) -> str:
    """Say whether the report is a draft, or who confirmed it."""
    review = district.review
    if review is None:
        return _DRAFT
    day = wording.day(review.date)
    if district.is_draft:
        return f"{_DRAFT}: {review.why} since {review.by} confirmed it on {day}"
    return f"confirmed by {review.by} on {day}"


def _taken(decision: Decision) -> str:
    taken = _KINDS[decision.kind].capitalize()
    if decision.kind is DecisionKind.OVERRIDE and decision.override:
        found = decision.found or decision.seen.determination
        taken += f" to {_plain(decision.override.value)} (the program read: {_plain(found.value)})"
    said = f"{taken} by {decision.reviewer} on {wording.day(decision.date)}"
    if decision.approver:
        said += f", approved by {decision.approver}"
    if decision.kind is DecisionKind.WAIVE and decision.expires:
        said += f", until {wording.day(decision.expires)} (UTC)"
    elif decision.expires:
        said += f", to be looked at again by {wording.day(decision.expires)} (UTC)"
    return said


def _plain(value: str) -> str:
    return value.replace("_", " ")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ".”", ".'")) else f"{text}."
