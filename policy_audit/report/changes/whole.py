"""A district of which one side alone has anything: what came or went, in a few sentences."""

from __future__ import annotations

from policy_audit.model import DistrictComparison, Severity
from policy_audit.report.changes.words import reads, severity
from policy_audit.report.wording import Standing

_LOST = ("The district is not in the new assessment.", "What it met", "Its gaps", "The rest")
_EMPTIED = ("Not one document of the district is left.", *_LOST[1:])
_NEW = ("The district was not in the old assessment.", "It meets", "Its gaps", "The rest")


def sentences(district: DistrictComparison) -> tuple[str, ...]:
    """Say which requirements a district that came or went meets, and its gaps, worst first.

    Empty for a district of which both sides have documents.
    """
    if not (district.is_lost or district.is_new):
        return ()
    said, *titles = _EMPTIED if district.emptied else _LOST if district.is_lost else _NEW
    listed = zip(titles, _sorted_out(district), strict=True)
    return (said, *(f"{title} ({len(each)}): {', '.join(each)}." for title, each in listed if each))


def _sorted_out(district: DistrictComparison) -> tuple[list[str], list[str], list[str]]:
    """What is met, the gaps, and what is neither, as words for each requirement."""
    met, gaps, rest = [], list[tuple[int, str]](), []
    for change in district.changes:
        name, word = change.requirement.id, reads(change, change.old or change.new)
        worst: Severity | None = severity(change)
        if worst is not None:
            gaps.append((worst.rank, f"{name} ({word}, {worst.value})"))
        elif word == Standing.MET:
            met.append(name)
        else:
            rest.append(f"{name} ({word})")
    return met, [text for _, text in sorted(gaps, key=lambda gap: gap[0])], rest
