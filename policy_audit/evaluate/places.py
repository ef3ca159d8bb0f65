"""Where a label's words stand in the documents of its case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_audit.cases import LetterIndex
from policy_audit.model import Document, Evidence, Span


class Places:
    """Finds every place of a label's words in one document."""

    def __init__(self, document: Document) -> None:
        self.path = document.source.path
        self._text = document.text
        self._index = LetterIndex(document)

    def find(self, words: str) -> tuple[Span, ...]:
        """Return the first place of ``words``, and wherever the document repeats itself there.

        Spacing, case and punctuation of ``words`` may differ from the text. Empty where it is not
        there.
        """
        first = self._index.find(words)
        if first is None:
            return ()
        repeated = r"\s+".join(re.escape(word) for word in first.of(self._text).split())
        return tuple(Span(*match.span()) for match in re.finditer(repeated, self._text))


@dataclass(frozen=True, slots=True)
class EvidenceComparison:
    """The evidence for one criterion of one case, beside the label's.

    ``right`` are the predicted clauses that overlap words of the label, ``wrong`` the others;
    ``found`` are the label's strings that some predicted clause overlaps, ``missed`` the others.
    """

    right: tuple[Evidence, ...] = ()
    wrong: tuple[Evidence, ...] = ()
    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


def compare_evidence(
    predicted: Sequence[Evidence], gold: Sequence[str], documents: Sequence[Places]
) -> EvidenceComparison:
    """Match predicted clauses with the label's strings by their places in the documents.

    A string that stands in several places counts as found at any of them.
    """
    places = [
        [(document.path, span) for document in documents for span in document.find(words)]
        for words in gold
    ]
    everywhere = [place for found in places for place in found]
    hits = [_touches(evidence, everywhere) for evidence in predicted]
    reached = [any(_touches(evidence, found) for evidence in predicted) for found in places]
    return EvidenceComparison(
        right=tuple(e for e, hit in zip(predicted, hits, strict=True) if hit),
        wrong=tuple(e for e, hit in zip(predicted, hits, strict=True) if not hit),
        found=tuple(words for words, hit in zip(gold, reached, strict=True) if hit),
        missed=tuple(words for words, hit in zip(gold, reached, strict=True) if not hit),
    )


def _touches(evidence: Evidence, places: Sequence[tuple[str, Span]]) -> bool:
    return any(path == evidence.document and span.overlaps(evidence.span) for path, span in places)
