"""The form of a district's document decides nothing: audits of the whole, on the real encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from metamorphic.flips import Flips, Outcomes, flips_between, together
from metamorphic.renderings import RENDERINGS, fits_pdf
from metamorphic.sample import BASELINE, NAMING, SAMPLE, Text, read
from metamorphic.transformations import ADDITIONS, LAYOUT, NAMES
from policy_audit.auditor import Auditor
from policy_audit.model import CriterionKey, District, DistrictInput, Document, Source

pytestmark = pytest.mark.slow

#: Of all outcomes, the share that may differ.
MOST_FLIPPED = 0.01
#: Another name for the agents is another wording, and only one in a few sentences.
MOST_FLIPPED_BY_NAME = 0.02


_SOURCE = Source("document", "0" * 64, 1)


class Forms:
    """Audits texts in their own form and in others; what is read as the same is audited once."""

    def __init__(self, auditor: Auditor, folder: Path) -> None:
        self._auditor = auditor
        self._folder = folder
        self._audited = cache(self._audit)
        self.flips = cache(self._flips)

    def outcomes(self, data: bytes, suffix: str) -> Outcomes:
        """By criterion, what an audit of a district with this one document observes."""
        read_as = read(data, suffix, self._folder)
        # Name, hash, page count and notes are all that may differ then.
        return self._audited(replace(read_as, source=_SOURCE, page_count=None, notes=()))

    def _audit(self, document: Document) -> Outcomes:
        district = DistrictInput(District("d", "District"), (document,), ())
        findings = self._auditor.audit_district(district).findings
        return {
            CriterionKey(o.requirement, o.criterion): o for f in findings for o in f.observations
        }

    def _flips(self, name: str) -> Flips:
        return together(
            [
                flips_between(
                    str(text),
                    self.outcomes(text.text.encode(), text.suffix),
                    self.outcomes(data, suffix),
                )
                for text, data, suffix in forms_of(name)
            ]
        )


def forms_of(name: str) -> Iterator[tuple[Text, bytes, str]]:
    """Each text of the sample that can have the form, with the bytes and suffix of its file."""
    if name in RENDERINGS:
        for text in SAMPLE:
            if text.suffix != name and (name != ".pdf" or fits_pdf(text.text)):
                yield text, RENDERINGS[name](text.text, text.suffix), name
        return
    change = {**LAYOUT, **ADDITIONS, **NAMES}[name]
    for text in NAMING if name in NAMES else SAMPLE:
        yield text, change(text.text).encode(), text.suffix


@pytest.fixture(scope="module")
def forms(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forms]:
    with Auditor(BASELINE, cache=shared_cache) as auditor:
        yield Forms(auditor, tmp_path_factory.mktemp("forms"))


@pytest.mark.parametrize("name", [*LAYOUT, *ADDITIONS])
def test_layout_and_small_talk_flip_no_outcome(forms: Forms, name: str) -> None:
    flips = forms.flips(name)
    assert flips.compared > 0
    assert flips.share <= MOST_FLIPPED, str(flips)


@pytest.mark.parametrize("name", NAMES)
def test_another_name_for_the_agents_flips_few_outcomes(forms: Forms, name: str) -> None:
    flips = forms.flips(name)
    assert flips.compared > 0
    assert flips.share <= MOST_FLIPPED_BY_NAME, str(flips)


@pytest.mark.parametrize("suffix", RENDERINGS)
def test_another_format_flips_few_outcomes(forms: Forms, suffix: str) -> None:
    flips = forms.flips(suffix)
    assert flips.compared > 0
    assert flips.share <= MOST_FLIPPED, str(flips)


def test_less_than_one_outcome_in_a_hundred_flips(forms: Forms) -> None:
    every: Sequence[str] = [*LAYOUT, *ADDITIONS, *NAMES, *RENDERINGS]
    parts = {name: forms.flips(name) for name in every}
    whole = together(list(parts.values()))
    shown = "\n".join(f"{name}: {len(p.found)} of {p.compared}" for name, p in parts.items())
    assert whole.share < MOST_FLIPPED, f"{whole.share:.2%}\n{shown}"
