"""What may be said of a district follows from what it published and what of it could be read."""

from dataclasses import replace
from datetime import date

import pytest
from report.assessments import build

from policy_audit.judge import as_published
from policy_audit.model import (
    Determination,
    DistrictInput,
    DocumentKind,
    Finding,
    PartialDate,
    Severity,
    Unread,
    UnreadCategory,
)

MADE = build()
DISTRICT = next(d for d in MADE.districts if d.documents)
REQUIREMENT = MADE.baseline.requirements[0]
MISSING = Finding(REQUIREMENT.id, Determination.MISSING, Severity.HIGH, 0.9, ())
SETTINGS = "district.toml"


def unread(name: str, category: UnreadCategory = UnreadCategory.ENCRYPTED) -> Unread:
    return Unread(f"hill/{name}", category, "needs a password")


def given(*hidden: Unread, documents: bool = True) -> DistrictInput:
    return DistrictInput(DISTRICT.district, DISTRICT.documents if documents else (), hidden)


def said(district: DistrictInput, finding: Finding = MISSING) -> Finding:
    asked = replace(REQUIREMENT, applies_to=())
    return as_published(finding, asked, district, scoped=True, beside=(SETTINGS,))


@pytest.mark.parametrize("determination", [Determination.MISSING, Determination.MET])
def test_where_nothing_could_be_read_nothing_is_determined(determination: Determination) -> None:
    finding = replace(MISSING, determination=determination)
    found = said(given(unread("letter.pdf"), documents=False), finding)
    assert (found.determination, found.severity) == (Determination.UNDETERMINED, None)
    assert found.reasons == ("hill/letter.pdf needs a password.",)
    assert said(given(documents=False)).reasons == ("No document could be read.",)


def test_where_nothing_could_be_read_it_is_not_known_which_requirements_apply() -> None:
    asked = replace(REQUIREMENT, applies_to=(DocumentKind.REGULATION,))
    found = as_published(MISSING, asked, given(documents=False), scoped=True, beside=())
    assert found.determination is Determination.UNDETERMINED


def test_where_all_was_read_nothing_is_added() -> None:
    assert said(given()).reasons == ()
    assert said(given(unread(SETTINGS))).reasons == ()
    told = replace(MISSING, reasons=("Told before.",))
    assert said(given(unread("a.pdf")), told).reasons[0] == "Told before."


DATED = [
    (("2024-12",), Determination.MISSING, True),
    (("2024-12",), Determination.PARTIAL, True),
    (("2024-12",), Determination.MET, False),
    (("2024-12", "2023"), Determination.MISSING, True),
    (("2024-12", "2025-02"), Determination.MISSING, False),
    (("2024-12", None), Determination.MISSING, False),
    (("2025",), Determination.MISSING, False),
]


@pytest.mark.parametrize(("dates", "determination", "expected"), DATED)
def test_a_gap_predates_a_duty_where_every_document_does(
    dates: tuple[str | None, ...], determination: Determination, expected: bool
) -> None:
    [document, *_] = DISTRICT.documents
    documents = tuple(
        replace(document, meta=replace(document.meta, date=day and PartialDate(day)))
        for day in dates
    )
    asked = replace(REQUIREMENT, applies_to=(), in_force_since=date(2025, 1, 1))
    district = DistrictInput(DISTRICT.district, documents, ())
    finding = replace(MISSING, determination=determination)
    for requirement, predates in ((asked, expected), (replace(asked, in_force_since=None), False)):
        found = as_published(finding, requirement, district, scoped=True, beside=())
        assert found.predates_duty is predates


def test_what_was_not_read_is_named_where_something_is_missing() -> None:
    hidden = [unread(f"{n}.pdf") for n in "abcd"]
    found = said(given(*hidden, unread(SETTINGS), unread("e", UnreadCategory.EMPTY)))
    assert found.determination is Determination.MISSING
    [reason] = found.reasons
    assert reason.startswith("It may stand in what was not read. hill/a.pdf needs a password.")
    assert reason.endswith("1 more could not be read.")
    assert SETTINGS not in reason
    assert said(given(*hidden), replace(MISSING, determination=Determination.MET)).reasons == ()


def test_a_letter_in_another_language_is_named_first() -> None:
    found = said(given(unread("a.pdf"), unread("b.md", UnreadCategory.LANGUAGE)))
    assert found.reasons[0].index("b.md") < found.reasons[0].index("a.pdf")


def test_a_requirement_asked_of_other_documents_is_not_applicable_unless_all_count() -> None:
    kinds = {document.meta.kind for document in DISTRICT.documents}
    other = next(kind for kind in DocumentKind if kind not in kinds)
    asked = replace(REQUIREMENT, applies_to=(other,))
    for scoped, expected in ((True, Determination.NOT_APPLICABLE), (False, Determination.MISSING)):
        found = as_published(MISSING, asked, given(), scoped=scoped, beside=())
        assert found.determination is expected
