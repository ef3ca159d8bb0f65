"""How much a reading can be trusted: what was read badly, nobody can be sure of.

The calibrated chances take the text as it is. Where text recognition doubted its words, where
characters have no meaning, or where pages hold no text, the chance that the text says what the
paper says is a ceiling for the confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from policy_audit.model import Document, Evidence, Observation


class Legibility:
    """The ceilings that the documents of one district set; 1.0 where all was well read."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._clear = {d.source.path: 1.0 - d.quality.unreadable for d in documents}
        self._documents = documents

    def ceiling(self, observation: Observation) -> float:
        """The most that the observation's confidence can be.

        One well-read passage is enough for an outcome that rests on evidence. That something is
        absent is no surer than the share of the pages that could be read, and how well.
        """
        if observation.evidence:
            return max(self._of(evidence) for evidence in observation.evidence)
        return self._whole()

    def _of(self, evidence: Evidence) -> float:
        return self._clear[evidence.document] * (1.0 if evidence.ocr is None else evidence.ocr)

    def _whole(self) -> float:
        pages = [max(1, document.page_count or 1) for document in self._documents]
        read = [
            (count - min(count, len(document.quality.silent_pages)))
            * self._clear[document.source.path]
            * (1.0 if document.quality.ocr is None else document.quality.ocr)
            for document, count in zip(self._documents, pages, strict=True)
        ]
        return sum(read) / sum(pages) if pages else 1.0

    def reasons(self, observation: Observation) -> tuple[str, ...]:
        """Sentences for a person on why the confidence has a ceiling."""
        if observation.evidence:
            return ()
        silent = sum(len(document.quality.silent_pages) for document in self._documents)
        if not silent:
            return ()
        pages = sum(document.page_count or 1 for document in self._documents)
        what = "1 page" if silent == 1 else f"{silent} pages"
        return (f"{what} of {pages} could not be read, so it may stand there.",)
