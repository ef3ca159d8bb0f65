"""Findings as lines that an editor or a CI log can follow: ``path:page: requirement: what``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_audit.cli.gate import Failing
from policy_audit.model import Baseline, DistrictAssessment


@dataclass(frozen=True)
class Places:
    """Where the documents lie, by what reports call them."""

    paths: Mapping[tuple[str, str], Path]

    @classmethod
    def under(cls, folders: Sequence[Path]) -> Places:
        """Find the documents of every district under ``folders``."""
        from policy_audit.ingest import discover

        found = discover(folders)
        return cls({(d.id, file.name): file.path for d in found for file in d.files})

    def of(self, district: DistrictAssessment, document: str) -> str:
        """The path of a document as a person in this folder writes it."""
        path = self.paths.get((district.district.id, document))
        return path.as_posix() if path is not None else document


def lines(
    each: Failing, baseline: Baseline, places: Places, against: str
) -> Iterator[tuple[int, str]]:
    """Yield a line for the finding, and below it what changed and the decision that lapsed.

    Each with how far it is indented.
    """
    from policy_audit.report.changes.text import redlined
    from policy_audit.report.decided import line

    yield 0, f"{_place(each, places)}: {each.finding.requirement}: {_what(each, baseline, against)}"
    if each.finding.decision is not None:
        yield 4, line(each.finding.decision)
    for clause in each.change.clauses if each.change else ():
        yield 4, redlined(clause)


def _place(each: Failing, places: Places) -> str:
    evidence = each.finding.telling_evidence()
    if evidence is None:
        return places.of(each.district, main_document(each.district))
    page = f":{evidence.page}" if evidence.page is not None else ""
    return places.of(each.district, evidence.document) + page


def main_document(district: DistrictAssessment) -> str:
    """The path of the longest document in which the district itself speaks."""
    documents = district.own_documents or district.documents
    if not documents:
        return district.unread[0].path if district.unread else district.district.id
    return max(documents, key=lambda d: (len(d.text), d.source.path)).source.path


def _what(each: Failing, baseline: Baseline, against: str) -> str:
    from policy_audit.report.ranking import Ruled
    from policy_audit.report.sections import wanting

    row = Ruled(baseline.requirement(each.finding.requirement), each.finding)
    word = row.standing.value
    said = f"{word} ({each.finding.severity})" if each.finding.severity else word
    if each.change is not None:
        said += f", {each.change.change} since {against}"
        said += f" ({each.change.reason})" if each.change.reason else ""
    lacking = " ".join(f"{w.how}: {w.what}" for w in wanting(row))
    return f"{said}. {lacking or row.requirement.statement}"
