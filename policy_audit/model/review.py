"""The columns of a spreadsheet that a reviewer fills in, and how a row is known again.

Whoever writes the spreadsheet and whoever reads it back agree here, and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from policy_audit.model.assessment import DistrictAssessment
from policy_audit.model.clause import STRAIGHT_QUOTES
from policy_audit.model.determination import Determination
from policy_audit.model.finding import Finding

#: The sheet that holds one row a district and requirement, with the reviewer's columns.
REVIEW_SHEET = "Findings"
#: The heading of the hidden column that holds each row's ``ReviewKey``.
REVIEW_KEY = "Key"


class ReviewColumn(StrEnum):
    """The headings of the columns that a reviewer fills in, in their order."""

    REVIEWER = "Reviewer"
    DECISION = "Decision"
    DETERMINATION = "Determination if overridden"
    REASON = "Reason"
    DATE = "Date"
    APPROVER = "Approver if waived"
    EXPIRES = "Expires"


#: What the column for an overridden determination offers, with what each choice stands for.
OVERRIDES: Mapping[str, Determination] = MappingProxyType(
    {determination.value.replace("_", " "): determination for determination in Determination}
)


@dataclass(frozen=True, slots=True)
class ReviewKey:
    """Which finding a row is about.

    ``fingerprint`` is that of the clause that tells most of what the program determined, empty
    where it found none: whatever is decided of it, the key stays. ``documents`` names the bytes of
    the district's documents: two districts may have one id in other inputs, and of what is missing
    there is no clause to know it by. ``str`` gives one line of ASCII that no spreadsheet takes for
    a formula; ``read`` takes it back.
    """

    district: str
    requirement: str
    fingerprint: str = ""
    documents: str = ""

    def __str__(self) -> str:
        return json.dumps([self.district, self.requirement, self.fingerprint, self.documents])

    @classmethod
    def of(cls, district: DistrictAssessment, finding: Finding) -> ReviewKey:
        """Return the key of a finding on that district."""
        evidence = replace(finding, determination=finding.found).telling_evidence()
        mark = fingerprint(evidence.quote) if evidence else ""
        return cls(district.district.id, finding.requirement, mark, district.documents_digest[:16])

    @classmethod
    def read(cls, text: str) -> ReviewKey:
        """Return the key that was written so; ``ValueError`` for any other text."""
        try:
            parts = json.loads(text)
        except RecursionError as error:
            raise ValueError("not a key") from error
        if not (
            isinstance(parts, list) and len(parts) == 4 and all(isinstance(p, str) for p in parts)
        ):
            raise ValueError("not a key")
        return cls(*parts)


def fingerprint(clause: str) -> str:
    """Return a name for the words of a clause, the same however they are wrapped and quoted.

    White space and the shape of quotation marks are no part of it; a changed, added or dropped
    word gives another fingerprint.
    """
    words = " ".join(clause.translate(STRAIGHT_QUOTES).split())
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
