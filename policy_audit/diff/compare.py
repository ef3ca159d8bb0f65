"""Two written assessments -> what became of each requirement in each district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_audit.diff.clauses import clause_changes
from policy_audit.model import (
    Change,
    Comparison,
    Determination,
    DistrictComparison,
    DocumentChanges,
    FindingChange,
    Outcome,
    Record,
    RecordedDistrict,
    RecordedFinding,
    RecordedRequirement,
    RequirementKind,
)

_OUTCOMES = {
    RequirementKind.REQUIRES: (
        Outcome.STATED,
        Outcome.WEAK,
        Outcome.ABSENT,
        Outcome.CONTRADICTED,
    ),
    RequirementKind.PROHIBITS: (
        Outcome.STATED,
        Outcome.ABSENT,
        Outcome.WEAK,
        Outcome.CONTRADICTED,
    ),
}
_NAMED = 3
_NEW = "the district was not in the old assessment"
_LOST = "the district is not in the new assessment"
_NOT_THERE = "one of the assessments has no finding on it"
_UNSETTLED = "the gap was waived or attested, and is not any more"
_CAUTION = (
    "The two were not judged by the same program, encoder and learned judge: some differences may "
    "come from that, and not from the documents."
)


def compare(old: Record, new: Record) -> Comparison:
    """Compare two assessments against one baseline, district by district.

    Districts are matched by id; where each side has only one, the two are matched whatever their
    ids. Assessments against different baselines are not compared: ``incomparable`` says so.
    """
    if (old.baseline.id, old.baseline.digest) != (new.baseline.id, new.baseline.digest):
        return Comparison(_other_baseline(old, new), (), ())
    cautions = tuple(_cautions(old, new))
    before = {district.id: district for district in old.districts}
    after = {district.id: district for district in new.districts}
    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    requirements = new.baseline.requirements
    districts = tuple(
        _district(before.get(name), after.get(name), requirements)
        for name in sorted({*before, *after})
    )
    return Comparison("", cautions, districts)


def _cautions(old: Record, new: Record) -> Iterator[str]:
    if old.judge != new.judge:
        yield _CAUTION
    unread = [path for district in old.districts for path in district.unread]
    if unread:
        more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
        named = ", ".join(unread[:_NAMED])
        yield f"Not read on the old side, so what they say was not compared: {named}{more}."


def _other_baseline(old: Record, new: Record) -> str:
    said = [f"{r.baseline.id} {r.baseline.version} ({r.baseline.digest[:12]})" for r in (old, new)]
    return (
        f"the old assessment is against the baseline {said[0]}, the new one against {said[1]}; "
        "audit both against one baseline"
    )


def _district(
    old: RecordedDistrict | None,
    new: RecordedDistrict | None,
    requirements: tuple[RecordedRequirement, ...],
) -> DistrictComparison:
    told = new or old
    assert told is not None  # noqa: S101  # the id came from one of the two
    before, after = _findings(old), _findings(new)
    absent = _LOST if new is None else _NEW if old is None else ""
    changes = tuple(
        _finding(requirement, before.get(requirement.id), after.get(requirement.id), absent)
        for requirement in requirements
    )
    emptied = _has_any(old) and new is not None and not _has_any(new)
    return DistrictComparison(told.id, told.name, _documents(old, new), changes, emptied)


def _has_any(district: RecordedDistrict | None) -> bool:
    """Whether the district has a document; one that could not be read is there, too."""
    return district is not None and bool(district.documents or district.unread)


def _findings(district: RecordedDistrict | None) -> Mapping[str, RecordedFinding]:
    return {finding.requirement: finding for finding in district.findings} if district else {}


def _documents(old: RecordedDistrict | None, new: RecordedDistrict | None) -> DocumentChanges:
    before, after = _digests(old), _digests(new)
    unread = new.unread if new else ()
    return DocumentChanges(
        added=tuple(sorted({*after} - {*before})),
        lost=tuple(sorted({*before} - {*after})),
        edited=tuple(p for p in sorted({*before} & {*after}) if before[p] != after[p]),
        unread=tuple(sorted(path for path in unread if _inside(path, new) in before)),
    )


def _digests(district: RecordedDistrict | None) -> Mapping[str, str]:
    """Digests by path inside the district's folder, so that the folder may have another name."""
    documents = district.documents if district else ()
    return {_inside(document.path, district): document.sha256 for document in documents}


def _inside(path: str, district: RecordedDistrict | None) -> str:
    folder, slash, rest = path.partition("/")
    return rest if slash and district and folder == district.id else path


def _finding(
    requirement: RecordedRequirement,
    old: RecordedFinding | None,
    new: RecordedFinding | None,
    absent: str,
) -> FindingChange:
    if old is None or new is None:
        reason = absent or _NOT_THERE
        return FindingChange(requirement, Change.NOT_COMPARABLE, old, new, (), reason)
    reason = _why_not(old.determination, new.determination)
    if reason:
        clauses = clause_changes(old, new, requirement.required)
        return FindingChange(requirement, Change.NOT_COMPARABLE, old, new, clauses, reason)
    if _unsettled(old, new):
        clauses = clause_changes(old, new, requirement.required)
        return FindingChange(requirement, Change.OPENED, old, new, clauses, _UNSETTLED)
    change = _change(requirement, old, new)
    unchanged = change is Change.UNCHANGED
    clauses = () if unchanged else clause_changes(old, new, requirement.required)
    return FindingChange(requirement, change, old, new, clauses)


def _why_not(old: Determination, new: Determination) -> str:
    """Why two determinations tell nothing of better or worse; empty where they do."""
    if old is new:
        return ""
    if new is Determination.UNDETERMINED:
        return "the new documents could not be read or judged on this: a person must look"
    if old is Determination.UNDETERMINED:
        return "the old documents could not be read or judged on this"
    if new is Determination.NOT_APPLICABLE:
        return "no document that this is asked of is left"
    if old is Determination.NOT_APPLICABLE and not new.is_gap:
        return "the old documents were not of a kind that this is asked of"
    return ""


def _unsettled(old: RecordedFinding, new: RecordedFinding) -> bool:
    """Whether an accepted gap is an open one now, whatever became of the documents."""
    return old.determination.is_gap and old.settled and new.is_open_gap


def _change(requirement: RecordedRequirement, old: RecordedFinding, new: RecordedFinding) -> Change:
    if not (old.determination.is_gap or new.determination.is_gap):
        return Change.UNCHANGED
    if not old.determination.is_gap:
        return Change.OPENED
    if not new.determination.is_gap:
        return Change.CLOSED
    if old.determination is not new.determination:
        worse = new.determination.rank < old.determination.rank
        return Change.WORSE if worse else Change.BETTER
    return _within(requirement, old, new)


def _within(requirement: RecordedRequirement, old: RecordedFinding, new: RecordedFinding) -> Change:
    """Say what became of a gap of the same kind, by its criteria; one that got worse decides."""
    order = _OUTCOMES[requirement.kind]
    before = {o.criterion: o.outcome for o in old.observations}
    steps = [
        order.index(o.outcome) - order.index(before[o.criterion])
        for o in new.observations
        if o.criterion in requirement.required
        and o.outcome in order
        and before.get(o.criterion) in order
    ]
    if any(step > 0 for step in steps):
        return Change.WORSE
    return Change.BETTER if any(step < 0 for step in steps) else Change.UNCHANGED
