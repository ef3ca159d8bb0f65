"""What a reader with one minute reads: the bottom line, what to do first, what was not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policy_audit.model import (
    Accuracy,
    Assessment,
    Basis,
    DistrictAssessment,
    DocumentStatus,
    Severity,
)
from policy_audit.report import wording
from policy_audit.report.ranking import Ruled, critical_gaps
from policy_audit.report.wording import GAPS, Standing, count

_NAMED = 4
_TOWN = re.compile(r"(?:the )?(?:city|town|township|village|borough|county) of \w", re.IGNORECASE)
_SCHOOL = re.compile(r"school|education|academ|district|charter", re.IGNORECASE)
_LINES = (
    (Standing.MET, "{} is met.", "{} are met."),
    (Standing.PARTIAL, "{} is met in part.", "{} are met in part."),
    (Standing.MISSING, "{} was not found in what was read.", "{} were not found in what was read."),
)
_OPPOSED = "On {}, a passage was read as contrary to what is asked."
_SAID = (
    "{} statement was found that should not be made.",
    "{} statements were found that should not be made.",
)


def bottom_line(rows: tuple[Ruled, ...], district: DistrictAssessment) -> tuple[str, ...]:
    """Say in short sentences what was compared and how it came out."""
    read = count(len(district.documents), "document")
    said = [f"This report compares {read} with {count(len(rows), 'requirement')}."]
    if district.documents and not district.own_documents:
        said.append("None of it is the district’s own.")
    if _is_of_a_town(district):
        said.append(
            "By its name, a city, town or county published it; what is asked here is asked of "
            "school boards."
        )
    if district.documents and not any(d.meta.status.in_force for d in district.documents):
        said.append("None of it is in force.")
    for standing, one, many in _LINES:
        number = sum(row.standing is standing for row in rows)
        if number:
            said.append((one if number == 1 else many).format(number))
    said += _contradicted(rows)
    critical = critical_gaps(rows)
    if critical:
        said.append(f"{critical} of these gaps {'is' if critical == 1 else 'are'} critical.")
    said += _asked_by_law(rows)
    gaps = [row.finding for row in rows if row.finding.determination.is_gap]
    settled = sum(not finding.is_open_gap for finding in gaps)
    if settled:
        said.append(f"{settled} of the gaps {'is' if settled == 1 else 'are'} waived or attested.")
    unsure = sum(row.standing is Standing.UNDETERMINED for row in rows)
    if unsure:
        said.append(f"A person has to judge {unsure} more.")
    return tuple(said)


def _is_of_a_town(district: DistrictAssessment) -> bool:
    """Whether a municipality published all of the district's own documents, by its name."""
    speakers = [d.meta.publisher or district.district.name for d in district.own_documents]
    return bool(speakers) and all(_TOWN.match(s) and not _SCHOOL.search(s) for s in speakers)


def _asked_by_law(rows: tuple[Ruled, ...]) -> list[str]:
    """Keep apart what a law asks to be published, and what is only advised or binds conduct."""
    gaps = [row.requirement for row in rows if row.finding.determination.is_gap]
    if not gaps:
        return []
    number = sum(any(c.basis is Basis.LAW for c in gap.publication) for gap in gaps)
    broken = "A gap is no finding that a law was broken."
    if number == len(gaps):
        return [broken]
    rest = "rest on guidance, practice or rules of conduct"
    if number == 0:
        return [f"The baseline names no law on publishing for these gaps: they {rest}. {broken}"]
    some = "one of these gaps" if number == 1 else f"{number} of these gaps"
    return [f"The baseline names a law on publishing for {some}; the others {rest}. {broken}"]


def _contradicted(rows: tuple[Ruled, ...]) -> list[str]:
    found = [row.requirement for row in rows if row.standing is Standing.CONTRADICTED]
    prohibited = sum(map(wording.prohibits, found))
    said = [_OPPOSED.format(len(found) - prohibited)] if prohibited < len(found) else []
    return [*said, _SAID[prohibited > 1].format(prohibited)] if prohibited else said


def statewide_line(assessment: Assessment, counts: Mapping[Standing, int]) -> tuple[str, ...]:
    """The same for all districts together."""
    districts = assessment.outlines
    read = count(sum(len(d.documents) for d in districts), "document")
    asked = count(len(assessment.baseline.requirements), "requirement")
    said = [f"This report compares {read} of {count(len(districts), 'district')} with {asked}."]
    whole = count(sum(counts.values()), "finding")
    gaps = sum(counts[s] for s in GAPS)
    are = "is a gap" if gaps == 1 else "are gaps"
    said.append(f"{gaps} of {whole} {are}." if gaps else "No gap was found.")
    critical = sum(
        any(f.determination.is_gap and f.severity is Severity.CRITICAL for f in d.findings)
        for d in districts
    )
    if critical:
        some = "district has" if critical == 1 else "districts have"
        said.append(f"{critical} {some} a critical gap.")
    others = sum(not d.own_documents for d in districts)
    if others:
        whose = "its" if others == 1 else "their"
        said.append(f"Of {count(others, 'district')} no document of {whose} own was read.")
    if counts[Standing.UNDETERMINED]:
        said.append(f"A person has to judge {counts[Standing.UNDETERMINED]} more.")
    return tuple(said)


def counted_in(assessment: Assessment) -> str | None:
    """Say which districts the common gaps are counted in; ``None`` where it is all of them."""
    others = sum(not d.own_documents for d in assessment.outlines)
    if not others:
        return None
    left = "1 district of which no document of its own was"
    many = f"{others} districts of which no document of their own was"
    return f"Not counted here: {left if others == 1 else many} read."


def steps_before(district: DistrictAssessment) -> tuple[str, ...]:
    """Say what comes before any gap is worth mending: getting the district's documents read."""
    steps = []
    if not district.own_documents:
        steps.append("Add the district’s own documents and audit again.")
    if _is_of_a_town(district):
        steps.append("Add what the school board itself published, and audit again.")
    if district.unread:
        copies = count(len(district.unread), "document")
        steps.append(f"Supply a readable copy of {copies} that could not be read.")
    return tuple(steps)


def last_step(district: DistrictAssessment) -> str:
    """Say what stays to be done when all gaps are mended."""
    if district.is_draft:
        return (
            "Have a person confirm the findings against the documents before anyone acts on them."
        )
    return "Audit again when a document changes."


def no_gap(gaps: tuple[Ruled, ...]) -> str:
    """Say that no gap is open; those given were settled by a decision."""
    if not gaps:
        return "No gap was found."
    return f"No gap is open: {count(len(gaps), 'gap')} waived or attested, shown below."


def unseen(district: DistrictAssessment, rows: tuple[Ruled, ...]) -> tuple[str, ...]:
    """Say what the audit could not see."""
    said = []
    if not district.own_documents:
        said.append(wording.NO_OWN_DOCUMENT)
    if district.unread:
        said.append(f"Files not read: {_listed([u.path for u in district.unread])}.")
    links = len({link.url for d in district.documents for link in d.links})
    if links:
        said.append(f"{count(links, 'link')} in the documents {_was(links)} not followed.")
    said += [
        f"{row.requirement.title}: {row.requirement.missing_note}"
        for row in rows
        if row.standing is Standing.MISSING and row.requirement.missing_note
    ]
    unsure = [r.requirement.title for r in rows if r.standing is Standing.UNDETERMINED]
    if unsure:
        said.append(f"Could not be determined: {_listed(unsure)}.")
    aside = sum(r.standing is Standing.NOT_APPLICABLE for r in rows)
    if aside:
        said.append(f"{count(aside, 'requirement')} set aside as not applicable.")
    out_of_force = [d.meta for d in district.documents if not d.meta.status.in_force]
    rescinded = [m.title for m in out_of_force if m.status is DocumentStatus.RESCINDED]
    if rescinded:
        said.append(f"A text in force, only a rescinded one, of: {_listed(rescinded)}.")
    drafts = [m.title for m in out_of_force if m.status is not DocumentStatus.RESCINDED]
    if drafts:
        said.append(f"An adopted text, only a draft or proposed one, of: {_listed(drafts)}.")
    restated = sum(d.meta.restated for d in district.documents)
    if restated:
        said.append(f"The district’s own words: {count(restated, 'document')} read in restatement.")
    said.append("Anything that the district does without publishing it.")
    return tuple(said)


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _listed(items: list[str]) -> str:
    more = len(items) - _NAMED
    return ", ".join(items[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def measured(assessment: Assessment) -> Accuracy | None:
    """The accuracy that was measured, if it is that of the judge which made this assessment."""
    found = assessment.baseline.accuracy
    return found if found and found.learned == assessment.run.learned_digest else None


def how_sure(assessment: Assessment) -> str:
    """Say how often the tool is right, all requirements together, or that nobody measured it."""
    found = measured(assessment)
    if found is None:
        return "How often the tool is right with this baseline was not measured."
    tested = count(found.cases, "labelled practice document")
    right, named, found_gaps = (
        int(share * 100 + 0.5) for share in (found.share, found.gap_precision, found.gap_recall)
    )
    return (
        f"The tool was tested on {tested} of the baseline, each judged by what was learned without "
        f"it. {right} of 100 answers were those of the label. Of 100 gaps it named, {named} were "
        f"gaps. Of 100 gaps there were, it named {found_gaps}."
    )


def how_often_right(accuracy: Accuracy | None, requirement: str) -> str | None:
    """Say how often the tool is right on one requirement; None where that was not measured."""
    if accuracy is None or requirement not in accuracy.right:
        return None
    right, cases = accuracy.right[requirement], accuracy.cases
    return (
        f"Right in {right} of {count(cases, 'labelled practice document')} of the baseline "
        f"({right / cases:.0%}), each judged by what was learned without it."
    )
