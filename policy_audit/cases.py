"""Labelled cases as the stages need them: documents read, and labels laid on clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from policy_audit.baseline import CaseFile, load_case_file
from policy_audit.errors import ConfigError, GoldError
from policy_audit.ingest import read_document
from policy_audit.model import (
    Baseline,
    Case,
    Clause,
    CriterionKey,
    Document,
    DocumentMeta,
    Outcome,
    Span,
    Unread,
)

CASE_FILE = "case.toml"
#: A clause counts as named by a label when the quoted words cover half of it, or it half of them.
_SHARE = 0.5


def read_cases(folder: Path, baseline: Baseline, *, blind: bool = False) -> tuple[Case, ...]:
    """The gold cases under ``folder``: itself one, or each sub-folder that holds a case file.

    With ``blind``, the kind and date a case gives for its documents are not passed on. Raises
    ``GoldError`` where there is none, or one breaks the format.
    """
    folders = [folder] if (folder / CASE_FILE).is_file() else _case_folders(folder)
    if not folders:
        raise GoldError(str(folder), "", "holds no case: expected <case>/case.toml below it")
    return tuple(
        read_case(load_case_file(f, baseline, GoldError), GoldError, blind=blind) for f in folders
    )


def _case_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise GoldError(str(folder), "", "is no folder: give the folder that holds the cases")
    return sorted(path.parent for path in folder.glob(f"*/{CASE_FILE}"))


def read_case(file: CaseFile, error: type[ConfigError], *, blind: bool = False) -> Case:
    """The case with its documents read.

    Raises ``error`` where a document cannot be read, or the words of a label are in none of them.
    """
    documents = tuple(_read(path, file, error, blind=blind) for path in file.documents)
    where = str(file.documents[0].parent / CASE_FILE) if file.documents else file.id
    indexes = [LetterIndex(document) for document in documents]
    for label in file.labels:
        for words in label.evidence:
            if not any(index.find(words) for index in indexes):
                raise error(
                    where, str(label.key), f"evidence is not in its documents: {words[:80]!r}"
                )
    return Case(file.id, file.family, file.title, file.kind, file.date, documents, file.labels)


def _read(path: Path, file: CaseFile, error: type[ConfigError], *, blind: bool) -> Document:
    meta = None if blind else DocumentMeta(title="", kind=file.kind, date=file.date)
    read = read_document(path, name=path.name, meta=meta)
    if isinstance(read, Unread):
        raise error(str(path), "", f"cannot be read: {read.reason}")
    return read


class LetterIndex:
    """Finds words in a document whatever their spacing, case and punctuation.

    List numbers count as text, since whoever quoted the document may have seen them there.
    """

    def __init__(self, document: Document) -> None:
        self._plain = _letters(enumerate(document.text))
        markers = {block.span.start: block.marker for block in document.blocks if block.marker}
        self._numbered = _letters(
            (place, shown)
            for place, sign in enumerate(document.text)
            for shown in (*markers.get(place, ""), sign)
        )

    def find(self, words: str) -> Span | None:
        """The span of the first place where the letters and digits of ``words`` stand."""
        wanted = "".join(sign for sign in words.lower() if sign.isalnum())
        if not wanted:
            return None
        for places, letters in (self._plain, self._numbered):
            start = letters.find(wanted)
            if start >= 0:
                return Span(places[start], places[start + len(wanted) - 1] + 1)
        return None


def _letters(signs: Iterable[tuple[int, str]]) -> tuple[list[int], str]:
    kept = [(place, low) for place, sign in signs for low in sign.lower() if low.isalnum()]
    return [place for place, _ in kept], "".join(sign for _, sign in kept)


def labelled_clauses(
    case: Case, clauses: Sequence[Clause]
) -> dict[int, dict[CriterionKey, Outcome]]:
    """By clause index, the outcomes that the case's labels give that clause."""
    spans = _evidence_spans(case)
    found: dict[int, dict[CriterionKey, Outcome]] = {}
    for index, clause in enumerate(clauses):
        for span, key, outcome in spans.get(clause.location.document, ()):
            if _named(clause.span, span):
                found.setdefault(index, {})[key] = outcome
    return found


def district_outcomes(case: Case) -> Mapping[CriterionKey, Outcome]:
    """The outcome of every labelled criterion; any other is absent."""
    return {label.key: label.outcome for label in case.labels}


def _evidence_spans(case: Case) -> dict[str, list[tuple[Span, CriterionKey, Outcome]]]:
    indexes = {document.source.path: LetterIndex(document) for document in case.documents}
    spans: dict[str, list[tuple[Span, CriterionKey, Outcome]]] = {p: [] for p in indexes}
    for label in case.labels:
        for words in label.evidence:
            for path, index in indexes.items():
                span = index.find(words)
                if span is not None:
                    spans[path].append((span, label.key, label.outcome))
                    break
    return spans


def _named(clause: Span, evidence: Span) -> bool:
    shared = min(clause.end, evidence.end) - max(clause.start, evidence.start)
    shorter = min(clause.end - clause.start, evidence.end - evidence.start)
    return shared > 0 and shared >= _SHARE * shorter
