"""The composed stages on the shipped baseline, with the real encoder."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policy_audit.auditor import Auditor
from policy_audit.baseline import load_baseline, load_practice
from policy_audit.cases import read_case
from policy_audit.errors import BaselineError
from policy_audit.ingest import read_inputs
from policy_audit.match import embed_clauses, nominate
from policy_audit.model import (
    Case,
    Determination,
    District,
    DistrictInput,
    Document,
    DocumentKind,
    Outcome,
    PartialDate,
    Requirement,
    RequirementKind,
    Unread,
    UnreadCategory,
)
from policy_audit.segment import segment

BASELINE = load_baseline("ct-csde-2025")
DAY = date(2026, 11, 21)
PRACTICE = {file.id: file for file in load_practice(BASELINE)}


@pytest.fixture(scope="module")
def auditor(shared_cache: Path) -> Iterator[Auditor]:
    with Auditor(BASELINE, cache=shared_cache) as opened:
        yield opened


def written(folder: Path, text: str, name: str = "policy.md") -> DistrictInput:
    district = folder / "district"
    district.mkdir(exist_ok=True)
    (district / name).write_text(text, encoding="utf-8")
    return read_inputs([district])[0]


def of_documents(documents: Sequence[Document], unread: Sequence[Unread] = ()) -> DistrictInput:
    return DistrictInput(District("d", "District"), tuple(documents), tuple(unread))


def practice(name: str) -> Case:
    return read_case(PRACTICE[name], BaselineError)


def test_one_finding_a_requirement_in_the_order_of_the_baseline(
    auditor: Auditor, tmp_path: Path
) -> None:
    assessed = auditor.audit_district(written(tmp_path, "# Visits\n\nAgents wait outside.\n"))
    assert [f.requirement for f in assessed.findings] == [r.id for r in BASELINE.requirements]


def test_a_lot_of_districts_comes_out_as_each_by_itself(auditor: Auditor) -> None:
    names = ["real4-01-wendover-falls", "real33-01", "real4-02"]
    cases = [practice(next(id_ for id_ in PRACTICE if id_.startswith(name))) for name in names]
    districts = [of_documents(case.documents) for case in cases]
    districts.insert(1, of_documents([]))  # one of which nothing could be read
    apart = [auditor.audit_decided(district, DAY) for district in districts]
    assert list(auditor.audit_lot(districts, DAY)) == apart
    assert [bool(assessed.documents) for assessed in apart] == [True, False, True, True]


def test_every_quote_is_the_text_at_its_span(auditor: Auditor) -> None:
    documents = practice("real4-01-wendover-falls").documents
    texts = {document.source.path: document.text for document in documents}
    findings = auditor.audit_district(of_documents(documents)).findings
    evidence = [e for f in findings for o in f.observations for e in (*o.evidence, *o.nearest)]
    assert len(evidence) > 20
    for each in evidence:
        assert " ".join(each.span.of(texts[each.document]).split()) == each.quote
        assert each.passage_span.holds(each.span)


def test_the_order_of_documents_does_not_matter(auditor: Auditor) -> None:
    documents = next(c.documents for c in map(practice, sorted(PRACTICE)) if len(c.documents) == 2)
    forward = auditor.audit_district(of_documents(documents))
    backward = auditor.audit_district(of_documents(documents[::-1]))
    for one, other in zip(forward.findings, backward.findings, strict=True):
        assert one.determination is other.determination
        assert one.confidence == pytest.approx(other.confidence, abs=1e-4)


def test_equal_inputs_give_equal_assessments(auditor: Auditor, tmp_path: Path) -> None:
    district = written(tmp_path, "Every child may attend, whatever the immigration status.")
    assert auditor.audit([district], date(2026, 1, 2)) == auditor.audit(
        [district], date(2026, 1, 2)
    )


def test_nothing_but_small_talk_is_missing_not_met(auditor: Auditor, tmp_path: Path) -> None:
    text = "# Lunch\n\nThe menu for March is on the web site. Pizza is served on Fridays.\n"
    for finding in auditor.audit_district(written(tmp_path, text)).findings:
        kind = BASELINE.requirement(finding.requirement).kind
        expected = Determination.MET if kind is RequirementKind.PROHIBITS else Determination.MISSING
        assert finding.determination is expected, finding.requirement


@pytest.mark.parametrize(
    "requirement",
    [r for r in BASELINE.requirements if r.kind is RequirementKind.REQUIRES],
    ids=lambda r: r.id,
)
def test_model_language_never_misses_or_contradicts_its_own_requirement(
    auditor: Auditor, tmp_path: Path, requirement: Requirement
) -> None:
    text = f"# Board policy\n\n{requirement.remediation.language}\n"
    finding = auditor.audit_district(written(tmp_path, text)).findings[
        BASELINE.requirements.index(requirement)
    ]
    assert finding.determination in (
        Determination.MET,
        Determination.PARTIAL,
        Determination.UNDETERMINED,
    )


def test_most_model_language_meets_its_requirement(auditor: Auditor, tmp_path: Path) -> None:
    asked = [r for r in BASELINE.requirements if r.kind is RequirementKind.REQUIRES]
    met = 0
    for requirement in asked:
        text = f"# Board policy\n\n{requirement.remediation.language}\n"
        findings = auditor.audit_district(written(tmp_path, text)).findings
        finding = next(f for f in findings if f.requirement == requirement.id)
        met += finding.determination is Determination.MET
    assert met >= 0.8 * len(asked)


def test_an_unread_document_leaves_nothing_missing(auditor: Auditor) -> None:
    unread = Unread("carta.pdf", UnreadCategory.LANGUAGE, "is in Spanish")
    findings = auditor.audit_district(of_documents([], [unread])).findings
    assert {f.determination for f in findings} == {Determination.UNDETERMINED}
    assert all("carta.pdf" in " ".join(f.reasons) for f in findings)


def test_a_document_older_than_the_duty_is_said_to_predate_it(
    auditor: Auditor, tmp_path: Path
) -> None:
    document = written(tmp_path, "# Lunch\n\nPizza is served on Fridays.\n").documents[0]
    for text, expected in (("2024", True), ("2025", False), ("2025-01", True), (None, False)):
        dated = replace(document.meta, date=PartialDate(text) if text else None)
        findings = auditor.audit_district(of_documents([replace(document, meta=dated)])).findings
        found = next(f for f in findings if f.requirement == "designated-contact")
        assert found.predates_duty is expected, text


def test_a_scoped_requirement_is_set_aside_and_evaluation_is_not_scoped(
    auditor: Auditor, tmp_path: Path
) -> None:
    district = written(tmp_path, "# Lunch\n\nPizza is served on Fridays.\n")
    scoped = tuple(
        replace(r, applies_to=(DocumentKind.REGULATION,)) if r.id == "no-retaliation" else r
        for r in BASELINE.requirements
    )
    original = auditor.baseline
    auditor.baseline = replace(original, requirements=scoped)
    try:
        by_id = {f.requirement: f for f in auditor.audit_district(district).findings}
        unscoped = {
            f.requirement: f for f in auditor.audit_district(district, scoped=False).findings
        }
    finally:
        auditor.baseline = original
    assert by_id["no-retaliation"].determination is Determination.NOT_APPLICABLE
    assert unscoped["no-retaliation"].determination is Determination.MISSING


def test_explaining_shows_the_nearest_clauses_with_their_cues(
    auditor: Auditor, tmp_path: Path
) -> None:
    text = (
        "# Visits\n\nPizza is served on Fridays. No agent may enter a classroom without a warrant "
        "signed by a judge. The office closes at four.\n"
    )
    requirement = BASELINE.requirement("judicial-warrant")
    read = written(tmp_path, text)
    explained = auditor.explain(read, requirement, DAY)
    assert explained.finding == auditor.audit([read], DAY).districts[0].finding(requirement.id)
    first = explained.criteria[0].nearest[0]
    assert first.clause.text.startswith("No agent may enter")
    assert first.scores[Outcome.STATED] > 0.5
    assert {"prohibition", "exception", "judicial paper"} <= set(first.cues)


def test_nomination_loses_no_labelled_clause(auditor: Auditor) -> None:
    """On a sample of long practice documents, every clause a label names is nominated."""
    sample = sorted(PRACTICE)[::29]
    lost, seen = 0, 0
    for name in sample:
        case = practice(name)
        clauses = tuple(c for document in case.documents for c in segment(document))
        vectors = embed_clauses(clauses, auditor._encoder)
        for label in case.labels:
            nominated = nominate(label.key, clauses, vectors, auditor._clauses.bank)
            best = {candidate.clause for candidate in nominated}
            for index, clause in enumerate(clauses):
                if any(clause.text == " ".join(words.split()) for words in label.evidence):
                    seen += 1
                    lost += index not in best
    assert seen > 50
    assert lost == 0


STATES_IT = (
    "Agents may not enter non-public areas of a school without a judicial warrant signed by a judge. "
    "The principal asks to see the warrant and reads it before anyone acts."
)


@pytest.mark.parametrize("mark", ["DRAFT", "First reading: October 7, 2025"])
def test_a_draft_is_no_practice_in_force(auditor: Auditor, tmp_path: Path, mark: str) -> None:
    def outcomes(text: str) -> tuple[set[Outcome], str]:
        findings = auditor.audit_district(written(tmp_path, text), scoped=False).findings
        finding = next(f for f in findings if f.requirement == "judicial-warrant")
        reasons = " ".join(reason for o in finding.observations for reason in o.reasons)
        return {o.outcome for o in finding.observations}, reasons

    adopted, reasons = outcomes(f"# Policy 1250: Visitors\n\n{STATES_IT}\n")
    assert Outcome.STATED in adopted
    assert "draft" not in reasons
    drafted, reasons = outcomes(f"# Policy 1250: Visitors\n\n{mark}\n\n{STATES_IT}\n")
    assert Outcome.STATED not in drafted
    assert "not in force" in reasons


def test_a_rescinded_policy_states_and_contradicts_nothing(
    auditor: Auditor, tmp_path: Path
) -> None:
    text = f"# Policy 1250: Visitors (RESCINDED)\n\n{STATES_IT}\n"
    findings = auditor.audit_district(written(tmp_path, text), scoped=False).findings
    assert {f.determination for f in findings} == {Determination.MISSING, Determination.MET}
    met = [f.requirement for f in findings if f.determination is Determination.MET]
    assert [BASELINE.requirement(r).kind for r in met] == [RequirementKind.PROHIBITS] * len(met)


def test_of_documents_at_odds_both_sides_are_kept(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_text('name = "District"\n', encoding="utf-8")
    for name, says in (
        (
            "old.md",
            "Immigration officers with an administrative warrant shall be given access to the "
            "student named in it.",
        ),
        (
            "policy.md",
            "Immigration agents shall have no access to non-public areas of a school without a "
            "judicial warrant signed by a judge.",
        ),
    ):
        (tmp_path / name).write_text(f"# Policy 1250: Visitors\n\n{says}\n", encoding="utf-8")
    both = read_inputs([tmp_path])[0]
    found = {f.requirement: f for f in auditor.audit_district(both, scoped=False).findings}
    seen = next(
        o for o in found["judicial-warrant"].observations if o.criterion == "judicial-required"
    )
    assert seen.outcome is Outcome.CONTRADICTED
    assert [Path(e.document).name for e in seen.other_side] == ["policy.md"]
    assert "Another passage says what is asked; read both." in seen.reasons


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (None, "No date tells how old this text is"),
        ("2025", "No date tells how old this text is"),
        ("2025-02-04", None),
        ("2019", "1 document is exempt, as older than the requirement"),
    ],
)
def test_the_age_of_a_text_is_told_where_older_ones_are_exempt(
    auditor: Auditor, tmp_path: Path, dated: str | None, said: str | None
) -> None:
    text = "# Letter\n\nUnder federal policy, schools are sensitive locations where ICE does not act.\n"
    document = written(tmp_path, text).documents[0]
    meta = replace(document.meta, date=PartialDate(dated) if dated else None)
    read = of_documents([replace(document, meta=meta)])
    found = {f.requirement: f for f in auditor.audit_district(read, scoped=False).findings}
    stale = found["stale-sensitive-locations"]
    wanted = Determination.MET if dated == "2019" else Determination.CONTRADICTED
    assert stale.determination is wanted
    reasons = " ".join(reason for o in stale.observations for reason in o.reasons)
    assert (said in reasons) if said else ("old" not in reasons)


def test_what_is_missing_may_stand_in_what_was_not_read(auditor: Auditor, tmp_path: Path) -> None:
    read = written(tmp_path, "The library is open on Saturdays for all pupils.").documents
    unread = [
        Unread("d/scan.pdf", UnreadCategory.NEEDS_OCR, "holds only pictures; add its text"),
        Unread(
            "d/carta.txt", UnreadCategory.LANGUAGE, "is written in Spanish; add the English one"
        ),
    ]
    findings = auditor.audit_district(of_documents(read, unread)).findings
    missing = [f for f in findings if f.determination is Determination.MISSING]
    assert missing
    for finding in missing:
        assert finding.reasons == (
            "It may stand in what was not read. d/carta.txt is written in Spanish; add the English "
            "one. d/scan.pdf holds only pictures; add its text.",
        )
    assert not any(f.reasons for f in findings if f.determination is Determination.MET)


def test_nothing_that_is_asked_can_stand_in_unread_settings_or_decisions(
    auditor: Auditor, tmp_path: Path
) -> None:
    read = written(tmp_path, "# Lunch\n\nPizza is served on Fridays.\n").documents
    unread = [
        Unread(f"d/{name}", UnreadCategory.DAMAGED, "is no valid TOML; mend it")
        for name in ("district.toml", "decisions.toml")
    ]
    findings = auditor.audit_district(of_documents(read, unread)).findings
    missing = [f for f in findings if f.determination is Determination.MISSING]
    assert missing
    assert not any(f.reasons for f in missing)
