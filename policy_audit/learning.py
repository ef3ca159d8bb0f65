"""What a judge learns from: a baseline's examples and its practice documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy_audit.baseline import load_background, load_practice
from policy_audit.cases import district_outcomes, labelled_clauses, read_case
from policy_audit.errors import BaselineError
from policy_audit.judge import LabelledCase, LabelledExample
from policy_audit.match import Encoder, embed_clauses
from policy_audit.model import (
    Baseline,
    Case,
    Clause,
    ClauseRole,
    Context,
    CriterionKey,
    Examples,
    Location,
    Outcome,
    RequirementKind,
    Span,
)
from policy_audit.segment import segment

#: With fewer, nothing is left to learn from when the cases are split in two.
FEWEST_CASES = 2
_QUESTION = re.compile(r"Q[.:]\s*(?P<question>.+?\?)\s+A[.:]\s*(?P<answer>.+)", re.DOTALL)


@dataclass(frozen=True)
class Lesson:
    """A practice case with its clauses, before they are encoded."""

    case: Case
    clauses: tuple[Clause, ...]


def read_lessons(baseline: Baseline) -> tuple[Lesson, ...]:
    """Every practice case, read and cut into clauses.

    Raises ``BaselineError`` where there are too few, a document cannot be read, or evidence is not
    in it.
    """
    cases = [read_case(file, BaselineError) for file in load_practice(baseline)]
    if len(cases) < FEWEST_CASES:
        raise BaselineError(
            f"{baseline.folder}/practice",
            "",
            f"holds {len(cases)} practice cases: a judge needs at least {FEWEST_CASES} to learn "
            "from, and some fifty to be relied on",
        )
    return tuple(Lesson(case, clauses_of(case)) for case in cases)


def clauses_of(case: Case) -> tuple[Clause, ...]:
    """The clauses of all documents of a case, in order."""
    return tuple(clause for document in case.documents for clause in segment(document))


def clauses_digest(lessons: Sequence[Lesson]) -> str:
    """SHA-256 over the practice clauses as they were read and cut, with their context."""
    digest = hashlib.sha256()
    for lesson in lessons:
        for clause in lesson.clauses:
            context = clause.context
            told = (lesson.case.id, clause.role, clause.words, context.lead_in, context.question)
            digest.update(repr(tuple(map(str, told))).encode())
    return digest.hexdigest()


def embed_lessons(lessons: Sequence[Lesson], encoder: Encoder) -> tuple[LabelledCase, ...]:
    """Lessons with vectors and labels, as the judge takes them in."""
    embed_clauses([clause for lesson in lessons for clause in lesson.clauses], encoder)
    return tuple(_labelled(lesson, encoder) for lesson in lessons)


def _labelled(lesson: Lesson, encoder: Encoder) -> LabelledCase:
    secondhand = {d.source.path for d in lesson.case.documents if d.meta.kind.secondhand}
    return LabelledCase(
        id=lesson.case.id,
        family=lesson.case.family,
        clauses=lesson.clauses,
        vectors=embed_clauses(lesson.clauses, encoder),
        secondhand=np.array(
            [float(clause.location.document in secondhand) for clause in lesson.clauses],
            np.float32,
        ),
        labels=labelled_clauses(lesson.case, lesson.clauses),
        outcomes=district_outcomes(lesson.case),
    )


@dataclass(frozen=True)
class Example:
    """An example clause of one criterion, or of none, before it is encoded."""

    key: CriterionKey | None
    outcome: Outcome
    clause: Clause


def read_examples(baseline: Baseline) -> tuple[Example, ...]:
    """The example clauses of every criterion, and the background; near misses are absent."""
    speaking = (
        Example(key, outcome, example_clause(text))
        for key in baseline.keys()  # noqa: SIM118 - not a mapping
        for outcome, text in _outcomes(
            baseline.criterion(key).examples,
            prohibits=baseline.requirement(key.requirement).kind is RequirementKind.PROHIBITS,
        )
    )
    silent = (
        Example(None, Outcome.ABSENT, example_clause(text, "background.txt"))
        for text in load_background(baseline)
    )
    return (*speaking, *silent)


def embed_examples(examples: Sequence[Example], encoder: Encoder) -> tuple[LabelledExample, ...]:
    """Examples with vectors, as the judge takes them in."""
    vectors = embed_clauses([example.clause for example in examples], encoder)
    return tuple(
        LabelledExample(example.clause, vector, example.key, example.outcome)
        for example, vector in zip(examples, vectors, strict=True)
    )


def _outcomes(examples: Examples, *, prohibits: bool) -> list[tuple[Outcome, str]]:
    # Of what documents must not say, only its presence counts: a "stated" example of such a
    # criterion is a clause that keeps clear of it.
    stated, weak = (Outcome.ABSENT,) * 2 if prohibits else (Outcome.STATED, Outcome.WEAK)
    return [
        *((stated, text) for text in examples.stated),
        *((weak, text) for text in examples.weak),
        *((Outcome.CONTRADICTED, text) for text in examples.contradicted),
        *((Outcome.ABSENT, text) for text in examples.near_miss),
    ]


def example_clause(text: str, file: str = "examples.toml") -> Clause:
    """An example as a clause of its own; ``Q: ... A: ...`` becomes an answer to its question."""
    found = _QUESTION.fullmatch(text.strip())
    question, words = (found["question"], found["answer"]) if found else (None, text)
    role = ClauseRole.RECITAL if words.upper().startswith("WHEREAS") else ClauseRole.SENTENCE
    span = Span(0, len(words))
    return Clause(
        id=f"example-{hashlib.sha256(text.encode()).hexdigest()[:12]}",
        text=" ".join(words.split()),
        span=span,
        block=span,
        role=role,
        location=Location(file),
        context=Context(question=question),
    )
