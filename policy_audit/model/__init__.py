"""Frozen values that the stages hand to each other. Standard library only."""

from policy_audit.model.assessment import Assessment, DistrictAssessment, Floors, Run
from policy_audit.model.baseline import (
    Baseline,
    Basis,
    Case,
    Citation,
    Criterion,
    CriterionKey,
    EvidenceMark,
    Examples,
    Label,
    Remediation,
    Requirement,
    RequirementKind,
    Severity,
)
from policy_audit.model.candidate import Candidate
from policy_audit.model.clause import Clause, ClauseRole, Context, Location
from policy_audit.model.dates import PartialDate
from policy_audit.model.document import (
    Block,
    BlockKind,
    District,
    DistrictInput,
    Document,
    DocumentKind,
    DocumentMeta,
    Source,
    Span,
    Unread,
    UnreadCategory,
)
from policy_audit.model.explanation import (
    ClauseExplanation,
    CriterionExplanation,
    Explanation,
)
from policy_audit.model.finding import Determination, Finding
from policy_audit.model.observation import Evidence, Observation, Outcome

__all__ = [
    "Assessment",
    "Baseline",
    "Basis",
    "Block",
    "BlockKind",
    "Candidate",
    "Case",
    "Citation",
    "Clause",
    "ClauseExplanation",
    "ClauseRole",
    "Context",
    "Criterion",
    "CriterionExplanation",
    "CriterionKey",
    "Determination",
    "District",
    "DistrictAssessment",
    "DistrictInput",
    "Document",
    "DocumentKind",
    "DocumentMeta",
    "Evidence",
    "EvidenceMark",
    "Examples",
    "Explanation",
    "Finding",
    "Floors",
    "Label",
    "Location",
    "Observation",
    "Outcome",
    "PartialDate",
    "Remediation",
    "Requirement",
    "RequirementKind",
    "Run",
    "Severity",
    "Source",
    "Span",
    "Unread",
    "UnreadCategory",
]
