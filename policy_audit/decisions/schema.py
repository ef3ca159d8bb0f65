"""The shape of a ``decisions.toml``; whatever it does not know, it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from policy_audit.model import (
    Decision,
    DecisionKind,
    Determination,
    Outcome,
    Reply,
    Review,
    Seen,
)

_LONGEST = 4_000
_BY_PROGRAM = "write it with 'policy-audit decide'"


def _text(value: str) -> str:
    folded = " ".join(value.split())
    if not folded:
        raise ValueError("must not be empty")
    if len(folded) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters; say it in fewer")
    return folded


def _day(value: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{str(value)[:40]!r} is no day; write it as 2026-11-21 (UTC)") from None


def _hex(value: str) -> str:
    if not set(value) <= set("0123456789abcdef"):
        raise ValueError(f"is no fingerprint; {_BY_PROGRAM}")
    return value


_Text = Annotated[str, AfterValidator(_text)]
_Day = Annotated[dt.date, BeforeValidator(_day)]
_Fingerprint = Annotated[str, AfterValidator(_hex), Field(max_length=64)]
_Determination = Annotated[Determination, Field(strict=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SeenTable(_Strict):
    """``[decision.seen]``: what lay before the reviewer, written by the program."""

    determination: _Determination
    outcomes: dict[str, Annotated[Outcome, Field(strict=False)]] = {}
    evidence: Annotated[tuple[_Fingerprint, ...], Field(strict=False)] = ()
    documents: _Fingerprint = ""

    def value(self) -> Seen:
        """Return what the table says."""
        return Seen(self.determination, tuple(self.outcomes.items()), self.evidence, self.documents)


class DecisionTable(_Strict):
    """One ``[[decision]]``."""

    requirement: _Text
    kind: Annotated[DecisionKind, Field(strict=False)]
    reviewer: _Text
    date: _Day
    reason: _Text
    override: _Determination | None = None
    approver: _Text | None = None
    expires: _Day | None = None
    document: str = Field(default="", max_length=_LONGEST)
    fingerprint: _Fingerprint = ""
    words: str = ""
    under: str = ""
    seen: SeenTable

    @model_validator(mode="after")
    def _fits_its_kind(self) -> DecisionTable:
        problem = misfit(self.kind, self.override, self.approver, self.expires)
        if problem:
            raise ValueError(problem)
        if self.expires and self.expires < self.date:
            raise ValueError("expires before the day of its date")
        if bool(self.document) != bool(self.fingerprint):
            raise ValueError(f"needs both document and fingerprint, or neither; {_BY_PROGRAM}")
        return self

    def value(self) -> Decision:
        """Return what the table says."""
        return Decision(
            kind=self.kind,
            requirement=self.requirement,
            reviewer=self.reviewer,
            date=self.date,
            reason=self.reason,
            seen=self.seen.value(),
            document=self.document,
            fingerprint=self.fingerprint,
            words=self.words,
            under=self.under,
            override=self.override,
            approver=self.approver,
            expires=self.expires,
        )


class ReplyTable(_Strict):
    """One ``[[reply]]``."""

    requirement: _Text
    by: _Text
    date: _Day
    text: _Text

    def value(self) -> Reply:
        """Return what the table says."""
        return Reply(self.requirement, self.by, self.date, self.text)


class ReviewTable(_Strict):
    """``[review]``: who confirmed the whole report."""

    by: _Text
    date: _Day
    documents: _Fingerprint
    findings: _Fingerprint

    def value(self) -> Review:
        """Return what the table says."""
        return Review(self.by, self.date, self.documents, self.findings)


class DecisionsTable(_Strict):
    """The whole of a ``decisions.toml``."""

    review: ReviewTable | None = None
    decision: Annotated[tuple[DecisionTable, ...], Field(strict=False)] = ()
    reply: Annotated[tuple[ReplyTable, ...], Field(strict=False)] = ()


def misfit(
    kind: DecisionKind,
    override: Determination | None,
    approver: str | None,
    expires: dt.date | None,
) -> str | None:
    """Say what a decision of that kind lacks or has too much, if anything."""
    if (kind is DecisionKind.OVERRIDE) != (override is not None):
        return (
            "an override needs the determination that it sets (--to; in a decisions.toml: "
            "override), and nothing else has one"
        )
    if kind is DecisionKind.WAIVE and not (approver and expires):
        return "a waiver needs who approved it (approver) and the day it expires (expires)"
    if kind is DecisionKind.ATTEST and not expires:
        return "an attestation needs the day (expires) by which it is looked at again"
    if kind in (DecisionKind.CONFIRM, DecisionKind.OVERRIDE) and expires:
        return "only a waiver or an attestation expires"
    if kind is not DecisionKind.WAIVE and approver:
        return "only a waiver has an approver"
    return None
