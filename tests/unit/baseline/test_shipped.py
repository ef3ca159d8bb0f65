"""What every release of the shipped baseline keeps to."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from policy_audit.baseline import load_background, load_baseline, load_practice
from policy_audit.model import (
    Baseline,
    Basis,
    Citation,
    EvidenceMark,
    Requirement,
    RequirementKind,
)

# Labelled data and reports of earlier runs name these ids: they are fixed, in this order.
# A star marks an advisory criterion; the severities are those of a gap / of a contradiction.
FROZEN = """
right-to-attend            high critical      open-to-all *legal-basis
no-status-collection       high critical      not-asked *family-included
enrollment-documents       medium critical    no-status-papers
ferpa-notice               critical critical  ferpa-protects *names-addresses
records-release            critical critical  release-gated
records-requests           high high          requests-routed counsel-before-release *all-channels
records-advance-notice     high high          notice-before-compliance *unless-barred
directory-information      medium high        opt-out
visitor-access             high critical      access-restricted held-until-cleared
purpose-of-visit           medium medium      purpose-asked
designated-contact         critical critical  contact-named each-school
staff-referral             high critical      staff-refer no-own-authority
agent-identification       high high          id-asked id-recorded
judicial-warrant           critical critical  judicial-required warrant-shown
administrative-warrant     critical critical  admin-insufficient
counsel-review             critical high      counsel-before-action *procedures-reviewed
student-access             high critical      no-interview-or-removal
parent-notification        high medium        parents-told
incident-record            medium medium      encounter-logged
staff-training             medium medium      staff-trained
security-plan              high high          in-plan
no-retaliation             medium high        no-discipline
no-obstruction             medium high        no-interference
local-police               low high           no-civil-enforcement
family-resources           low low            help-offered
contact-information        low low            whom-to-call
welcome                    low medium         all-welcome
stale-sensitive-locations  high high          presented-as-current
over-promise               medium medium      absolute-claim
"""
PROHIBITS = {"stale-sensitive-locations", "over-promise"}
STATE_SAYS = re.compile(
    r"\b(CSDE|Department of Education|the state (says|asks|requires))\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return load_baseline("ct-csde-2025")


def citations(baseline: Baseline) -> list[Citation]:
    return [c for r in baseline.requirements for c in (*r.duty, *r.publication)]


def our_sentences(baseline: Baseline) -> list[str]:
    sentences = [baseline.title, baseline.summary, *baseline.not_covered]
    for r in baseline.requirements:
        sentences += [r.title, r.statement, r.remediation.language, r.remediation.actor]
        sentences += [r.missing_note or "", *(c.statement for c in r.criteria)]
    for c in citations(baseline):
        sentences += [c.text, c.note or ""]
    return sentences


def row(requirement: Requirement) -> list[str]:
    criteria = [("*" if c.advisory else "") + c.id for c in requirement.criteria]
    severities = [requirement.gap_severity.value, requirement.contradiction_severity.value]
    return [requirement.id, *severities, *criteria]


def test_ids_order_severities_and_advisory_criteria_are_frozen(baseline: Baseline) -> None:
    frozen = [line.split() for line in FROZEN.strip().splitlines()]
    assert [row(requirement) for requirement in baseline.requirements] == frozen
    assert (len(baseline.requirements), len(baseline.keys())) == (29, 41)


def test_two_requirements_prohibit(baseline: Baseline) -> None:
    kinds = {r.id for r in baseline.requirements if r.kind is RequirementKind.PROHIBITS}
    assert kinds == PROHIBITS


def test_head(baseline: Baseline) -> None:
    assert (baseline.id, baseline.version, baseline.state) == ("ct-csde-2025", "2025.1", "CT")
    assert Path(baseline.folder).name == baseline.id
    assert any("26-14" in line for line in baseline.not_covered)


def test_every_requirement_says_what_it_rests_on_and_what_to_write(baseline: Baseline) -> None:
    for requirement in baseline.requirements:
        assert requirement.duty or requirement.publication, requirement.id
        assert len(requirement.remediation.language.split()) >= 12, requirement.id
        assert 1 <= len(re.findall(r"[.](?=\s+[A-Z]|$)", requirement.remediation.language)) <= 4
        assert requirement.applies_to == (), "evaluation is unscoped"


def test_only_what_the_law_wants_published_cites_law_for_it(baseline: Baseline) -> None:
    published = {
        r.id for r in baseline.requirements if any(c.basis is Basis.LAW for c in r.publication)
    }
    assert published == {
        "right-to-attend",
        "no-status-collection",
        "enrollment-documents",
        "ferpa-notice",
        "records-release",
        "directory-information",
    }


def test_the_plan_is_not_public(baseline: Baseline) -> None:
    note = baseline.requirement("security-plan").missing_note
    assert note is not None
    assert "not publicly documented" in note.lower()


def test_duties_with_a_day(baseline: Baseline) -> None:
    days = {r.id: str(r.in_force_since) for r in baseline.requirements if r.in_force_since}
    assert days == {
        "enrollment-documents": "2024-07-01",
        "designated-contact": "2025-04-01",
        "staff-referral": "2025-02-25",
        "security-plan": "2025-02-25",
        "no-retaliation": "2025-02-25",
    }


def test_what_was_not_seen_is_not_laid_at_the_states_door(baseline: Baseline) -> None:
    unseen = [c for c in citations(baseline) if c.mark is not EvidenceMark.SEEN]
    assert unseen
    for citation in unseen:
        assert citation.basis is not Basis.GUIDANCE
        assert not STATE_SAYS.search(f"{citation.text} {citation.note}")


def test_guidance_says_how_it_is_known(baseline: Baseline) -> None:
    guidance = [c for c in citations(baseline) if c.basis is Basis.GUIDANCE]
    assert guidance
    for citation in guidance:
        assert citation.mark is EvidenceMark.SEEN
        assert citation.url
        assert str(citation.effective) == "2025-01-28"
        assert "was not read" in (citation.note or "") or "was seen" in (citation.note or "")


def test_our_words_accuse_nobody(baseline: Baseline) -> None:
    for sentence in our_sentences(baseline):
        assert not re.search(r"violat|illegal|unlawful|breach", sentence, re.IGNORECASE), sentence


def test_every_address_is_a_web_address(baseline: Baseline) -> None:
    urls = [c.url for c in citations(baseline) if c.url]
    assert len(urls) > 50
    assert all(re.fullmatch(r"https?://[^\s<>\"']+", url) for url in urls)


def test_as_of_is_not_before_a_citation_was_looked_at(baseline: Baseline) -> None:
    seen = [c for c in citations(baseline) if c.mark is EvidenceMark.SEEN]
    assert all(c.as_of and c.as_of.latest() <= baseline.as_of.latest() for c in seen)


def test_remediation_is_no_example(baseline: Baseline) -> None:
    # A judge that was shown the very sentence would prove nothing by accepting it.
    examples = {
        " ".join(sentence.split())
        for r in baseline.requirements
        for c in r.criteria
        for sentence in (*c.examples.stated, *c.examples.weak, *c.examples.contradicted)
    }
    for requirement in baseline.requirements:
        language = requirement.remediation.language
        assert not {s for s in re.split(r"(?<=[.])\s+", language) if s in examples}


def test_practice_cases_load(baseline: Baseline) -> None:
    cases = load_practice(baseline)
    assert len(cases) >= 136
    assert {label.key for case in cases for label in case.labels} == set(baseline.keys())


def test_the_wheel_carries_the_baselines() -> None:
    pyproject = Path(__file__).parents[3] / "pyproject.toml"
    build = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["hatch"]["build"]
    carried = build["targets"]["wheel"]["force-include"]
    assert carried == {"baselines": "policy_audit/_baselines"}


def test_the_changelog_counts_what_is_shipped(baseline: Baseline) -> None:
    criteria = [criterion for each in baseline.requirements for criterion in each.criteria]
    examples = sum(
        len(getattr(criterion.examples, field.name))
        for criterion in criteria
        for field in dataclasses.fields(criterion.examples)
    )
    said = (
        f"{len(baseline.requirements)} requirements, {len(criteria)} criteria, {examples:,} "
        f"example clauses, {len(load_practice(baseline)):,} labelled practice documents and "
        f"{len(load_background(baseline)):,} background clauses"
    )
    changelog = (Path(__file__).parents[3] / "CHANGELOG.md").read_text("utf-8")
    assert said in " ".join(changelog.split())
