"""What the age of documents does to a requirement that exempts the older ones, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from policy_audit.model import DocumentMeta, Requirement


def exempt_reasons(requirement: Requirement, documents: Sequence[DocumentMeta]) -> tuple[str, ...]:
    """Say why nothing was found, where documents were not held to the requirement for their age."""
    day = requirement.exempt_before
    older = sum(bool(day and meta.date and meta.date.surely_before(day)) for meta in documents)
    if not older:
        return ()
    are = "1 document is" if older == 1 else f"{older} documents are"
    return (
        f"No passage says this in what is held to it: {are} exempt, as older than the requirement.",
    )


def undated_reasons(requirement: Requirement, documents: Sequence[DocumentMeta]) -> tuple[str, ...]:
    """Say it where no document that breaks the requirement is surely young enough to do so."""
    day = requirement.exempt_before
    if day is None or any(meta.date and meta.date.earliest() >= day for meta in documents):
        return ()
    return (
        "No date tells how old this text is: one that is older than the requirement is exempt.",
    )
