"""Whether the same district text is judged the same in every form; part of ``make reading``."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy_audit.auditor import Auditor
from policy_audit.baseline import load_baseline
from policy_audit.ingest import read_document
from policy_audit.ingest.formats.printed.ocr import can_recognise_pages
from policy_audit.model import Determination, District, DistrictInput, Document, Severity

from .forms import FORMS, Form
from .texts import Text, all_texts

BASELINE = load_baseline("ct-csde-2025")

Determinations = Mapping[str, Determination]
"""By requirement, of a district that published one document and nothing else."""


@dataclass(frozen=True)
class Difference:
    """One requirement that came out otherwise in ``form`` than where the text was born digital."""

    text: str
    form: Form
    requirement: str
    usual: Determination
    here: Determination

    @property
    def is_allowed(self) -> bool:
        """A scan may be too poor to tell; whatever else it changes is wrong."""
        return self.form.scanned and self.here is Determination.UNDETERMINED

    @property
    def is_critical_false_met(self) -> bool:
        requirement = BASELINE.requirement(self.requirement)
        critical = Severity.CRITICAL in (
            requirement.gap_severity,
            requirement.contradiction_severity,
        )
        return critical and self.here is Determination.MET

    def __str__(self) -> str:
        return f"{self.text} as {self.form.name}: {self.requirement} {self.usual} -> {self.here}"


@dataclass(frozen=True)
class Comparison:
    """All that was audited; ``usual`` counts determinations of the texts, one form of each."""

    forms: int
    documents: int
    compared: int
    usual: Counter[Determination]
    differences: tuple[Difference, ...]

    @property
    def wrong(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if not d.is_allowed)

    def __str__(self) -> str:
        usual = ", ".join(f"{n} {each}" for each, n in sorted(self.usual.items()))
        false_met = sum(d.is_critical_false_met for d in self.differences)
        return "\n".join(
            [
                f"{self.documents} documents in {self.forms} forms; of the texts: {usual}",
                f"{len(self.differences)} of {self.compared} determinations differ by form, "
                f"{len(self.differences) - len(self.wrong)} of them a scan's, to undetermined; "
                f"{false_met} critical requirements falsely met",
                *map(str, self.differences),
            ]
        )


def published(form: Form) -> tuple[Text, ...]:
    """The texts that are audited in a form: of scans, all that could be scanned."""
    if not form.scanned:
        return tuple(form.texts())
    whole = (text for text in all_texts() if not any(part.cells for part in text.parts))
    return tuple(text.without_notes for text in whole)


def compare(
    auditor: Auditor,
    folder: Path,
    forms: Iterable[Form] = FORMS,
    names: Iterable[str] | None = None,
) -> Comparison:
    """Audit each text (those of ``names`` only) in each form that it is published in.

    A text's usual determinations are those of its first form, which must be a born-digital one.
    """
    found: defaultdict[Text, list[tuple[Form, Determinations]]] = defaultdict(list)
    wanted = None if names is None else frozenset(names)
    for form in forms:
        for text in published(form):
            if wanted is None or text.name in wanted:
                found[text].append((form, _audited(auditor, form, text, folder)))
    compared = 0
    differences: list[Difference] = []
    for text, every in found.items():
        first, usual = every[0]
        assert not first.scanned
        for form, here in every[1:]:
            compared += len(here)
            differences += _differences(text, form, usual, here)
    return Comparison(
        forms=len({form.name for every in found.values() for form, _ in every}),
        documents=sum(map(len, found.values())),
        compared=compared,
        usual=Counter(d for every in found.values() for d in every[0][1].values()),
        differences=tuple(differences),
    )


def _audited(auditor: Auditor, form: Form, text: Text, folder: Path) -> Determinations:
    path = folder / f"{text.name}{form.suffix}"
    path.write_bytes(form.render(text))
    document = read_document(path, name=path.name)
    assert isinstance(document, Document), document
    district = DistrictInput(District("d", "District"), (document,), ())
    return {f.requirement: f.determination for f in auditor.audit_district(district).findings}


def _differences(
    text: Text, form: Form, usual: Determinations, here: Determinations
) -> Iterator[Difference]:
    for requirement, determination in here.items():
        if determination is not usual[requirement]:
            yield Difference(text.name, form, requirement, usual[requirement], determination)


def report() -> Iterator[str]:
    """What ``compare`` finds in all forms that can be read here."""
    forms = [form for form in FORMS if can_recognise_pages() or not form.scanned]
    if len(forms) < len(FORMS):
        yield "scans were left out: they need tesseract and pypdfium2"
    with tempfile.TemporaryDirectory() as folder, Auditor(BASELINE) as auditor:
        yield from str(compare(auditor, Path(folder), forms)).split("\n")
