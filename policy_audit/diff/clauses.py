"""The clauses that made the difference between two findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from policy_audit.diff.redline import likeness, redline
from policy_audit.model import ClauseChange, RecordedEvidence, RecordedFinding

MOST_CLAUSES = 40
"""Of one finding and side that are compared with each other."""

_ALIKE = 0.5  # the share of words that two wordings of one clause have in common at least


def clause_changes(
    old: RecordedFinding, new: RecordedFinding, required: Collection[str]
) -> tuple[ClauseChange, ...]:
    """Return the clauses that speak for one of the findings only, old and new wordings paired.

    Only ``required`` criteria whose outcomes differ made the difference. A clause that came nearest
    without being evidence may be the new wording of one that was (and the other way round), and is
    shown only so. Clauses that say the same on both sides are left out.
    """
    old, new = _where_they_differ(old, new, required)
    gone, came = _apart(_evidence(old), _evidence(new))
    pairs = _paired(gone, [*came, *_nearest(new)])
    taken = {id(after) for _, after in pairs}
    left = [each for each in came if id(each) not in taken]
    back = _paired(left, _nearest(old))
    changed = {id(before): after for before, after in pairs}
    restored = {id(after): before for after, before in back}
    return tuple(
        [_change(each, changed.get(id(each))) for each in gone]
        + [_change(restored.get(id(each)), each) for each in left]
    )


def _where_they_differ(
    old: RecordedFinding, new: RecordedFinding, required: Collection[str]
) -> tuple[RecordedFinding, RecordedFinding]:
    """Return the findings with those criteria alone that count and whose outcomes differ."""
    before = {o.criterion: o.outcome for o in old.observations}
    after = {o.criterion: o.outcome for o in new.observations}
    differ = {c for c in {*before, *after} if c in required and before.get(c) is not after.get(c)}
    cut_old, cut_new = (
        replace(f, observations=tuple(o for o in f.observations if o.criterion in differ))
        for f in (old, new)
    )
    return cut_old, cut_new


def _evidence(finding: RecordedFinding) -> list[RecordedEvidence]:
    return _once([e for o in finding.observations for e in o.evidence])


def _nearest(finding: RecordedFinding) -> list[RecordedEvidence]:
    return _once([e for o in finding.observations for e in o.nearest])


def _once(evidence: Sequence[RecordedEvidence]) -> list[RecordedEvidence]:
    """Each clause once, though it speak to several criteria."""
    found = {(each.text, each.outcome): each for each in reversed(evidence)}
    return list(reversed(found.values()))[:MOST_CLAUSES]


def _apart(
    old: Sequence[RecordedEvidence], new: Sequence[RecordedEvidence]
) -> tuple[list[RecordedEvidence], list[RecordedEvidence]]:
    before = {(each.text, each.outcome) for each in old}
    after = {(each.text, each.outcome) for each in new}
    gone = [each for each in old if (each.text, each.outcome) not in after]
    came = [each for each in new if (each.text, each.outcome) not in before]
    return gone, came


def _paired(
    sought: Sequence[RecordedEvidence], offered: Sequence[RecordedEvidence]
) -> list[tuple[RecordedEvidence, RecordedEvidence]]:
    """Pair each clause with the most alike one, the most alike pairs first, each once."""
    scored = [
        (likeness(one.text, other.text), i, j)
        for i, one in enumerate(sought)
        for j, other in enumerate(offered)
    ]
    pairs, used, given = [], set[int](), set[int]()
    for score, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score >= _ALIKE and i not in used and j not in given:
            used.add(i)
            given.add(j)
            pairs.append((sought[i], offered[j]))
    return pairs


def _change(old: RecordedEvidence | None, new: RecordedEvidence | None) -> ClauseChange:
    return ClauseChange(old, new, redline(old.text if old else "", new.text if new else ""))
