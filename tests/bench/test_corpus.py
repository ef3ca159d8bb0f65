"""A corpus is the same for the same seed, is read whole, and its answers follow from its labels."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from policy_audit.cli.inputs import read_all
from policy_audit.ingest import Guard, Limits
from policy_audit.model import CriterionKey, Determination, DocumentKind, Outcome

from . import corpus
from .corpus import DESCRIPTION, DISTRICTS, EXPECTED, Made, districts, pooled, sentences, write
from .filler import chapters
from .forms import FORMS, MANUAL_FORMS, rendered
from .passages import Passage, baseline, letters, passages
from .wording import district_names

_COUNT = 6


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write(folder, _COUNT, seed=3, model_share=0.5)
    return folder


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    write(tmp_path, _COUNT, seed=3, model_share=0.5)
    assert digests(tmp_path) == digests(made)


@pytest.mark.parametrize("form", sorted({*FORMS, *MANUAL_FORMS}))
def test_a_form_has_no_time_of_day(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = passages()[0].text
    before = rendered(form, text)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert rendered(form, text) == before


def test_another_seed_gives_others() -> None:
    one, other = ([d.name for d in districts(5, seed, 0.0)] for seed in (1, 2))
    assert one != other


def test_a_larger_corpus_begins_with_the_smaller() -> None:
    small, large = list(districts(3, 1, 0.4)), list(districts(9, 1, 0.4))
    assert large[:3] == small


def test_every_document_is_read(made: Path) -> None:
    with Guard(Limits()) as guard:
        read = read_all([made / DISTRICTS], guard, lambda *_: None)
    assert [district.district.id for district in read] == [d.id for d in _districts()]
    assert not [unread for district in read for unread in district.unread]
    for district, wanted in zip(read, _districts(), strict=True):
        assert len(district.documents) == len(wanted.papers)
        assert district.district.name == f"{wanted.name} Public Schools"
        blocks = [(d, block) for d in district.documents for block in d.blocks]
        said = letters(" ".join(f"{b.marker or ''} {b.span.of(d.text)}" for d, b in blocks))
        for paper in wanted.papers:
            parts = [letters(part.text) for part in paper.text.parts if part.kind == "paragraph"]
            # A page may break in a paragraph, under the header of the next one.
            assert sum(part in said for part in parts) >= 0.9 * len(parts), paper


def _districts() -> list[Made]:
    return list(districts(_COUNT, 3, 0.5))


def test_what_is_expected_stands_beside(made: Path) -> None:
    expected = json.loads((made / EXPECTED).read_text())
    described = json.loads((made / DESCRIPTION).read_text())
    assert list(expected) == [d.id for d in _districts()]
    for district in _districts():
        told = expected[district.id]["determinations"]
        assert set(told) == {r.id for r in baseline().requirements}
        assert set(told.values()) <= set(Determination)
        words = sum(paper.length for paper in district.papers)
        assert expected[district.id]["pages"] == round(words / corpus.PAGE)
    assert described["districts"] == _COUNT
    assert described["documents"] == sum(len(d.papers) for d in _districts())
    assert described["adopting"] == sum(d.model for d in _districts())


def test_a_district_keeps_the_labels_of_its_case() -> None:
    """Through the determinations of the case itself, as measuring on gold would make them."""
    cases = {passage.id: passage for passage in passages()}
    single = [d for d in districts(12, 1, 0.0) if len(d.sources) == 1]
    assert single
    for district in single:
        assert district.outcomes == cases[district.sources[0]].outcomes
    requirement = baseline().requirements[0]
    stating = {CriterionKey(requirement.id, c.id): Outcome.STATED for c in requirement.required}
    one = Made("id", "Name", (), (), stating)
    assert one.determinations()[requirement.id] is Determination.MET
    assert Counter(one.determinations().values())[Determination.MISSING] > 20


def test_of_two_passages_the_stronger_speaks() -> None:
    keys = baseline().keys()[:4]
    weak, stated = Outcome.WEAK, Outcome.STATED
    kind, text = DocumentKind.FAQ, passages()[0].text
    one = Passage("a", kind, text, dict.fromkeys(keys[:3], weak))
    other = Passage("b", kind, text, {keys[1]: stated, keys[2]: Outcome.CONTRADICTED})
    assert pooled([one, other]) == pooled([other, one])
    assert pooled([one, other]) == {
        keys[0]: weak,
        keys[1]: stated,
        keys[2]: Outcome.CONTRADICTED,
    }


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_share_of_models_is_the_share_that_was_asked_for(share: float) -> None:
    made = list(districts(40, 5, share))
    assert sum(district.model for district in made) == round(40 * share)
    by_model: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for district in made:
        policy = [p.text for p in district.papers if p.name.startswith("1-")]
        if district.model and policy:
            said = tuple(part.text for part in policy[0].parts)
            by_model.setdefault(district.sources, set()).add(said)
    assert all(len(texts) == 1 for texts in by_model.values()), "a model is taken word for word"
    assert bool(by_model) == (share > 0)


def test_districts_of_their_own_share_little() -> None:
    said = Counter(
        sentence
        for district in districts(20, 1, 0.0)
        for paper in district.papers
        for sentence in sentences(paper.text)
        if len(sentence.split()) > 4
    )
    assert len(said) > 0.8 * said.total()


def test_lengths_are_those_of_letters_and_of_manuals() -> None:
    pages = [paper.length / corpus.PAGE for d in districts(40, 1, 0.4) for paper in d.papers]
    assert sum(page < 6 for page in pages) > len(pages) / 2
    assert sum(page >= 50 for page in pages) == 2
    assert max(pages) < 310


def test_a_policy_stands_in_its_manual() -> None:
    """Its words are not lost where it is bound in."""
    cases = {passage.id: passage for passage in passages()}
    [bound] = [
        d for d in districts(20, 1, 1.0) if any(paper.name == "policy-manual" for paper in d.papers)
    ]
    manual = next(paper for paper in bound.papers if paper.name == "policy-manual")
    whole = {part.text for part in manual.text.parts}
    assert {part.text for part in cases[bound.sources[0]].text.parts} <= whole


def test_rewording_leaves_the_words_of_the_labels_in_place() -> None:
    """A criterion's evidence is gone from a district only where a name or a synonym stands in it."""
    for district in districts(8, 1, 0.0):
        cases = {passage.id: passage for passage in passages()}
        for source in district.sources:
            before = " ".join(part.text for part in cases[source].text.parts).split()
            texts = [
                " ".join(p.text for p in paper.text.parts).split() for paper in district.papers
            ]
            after = Counter(word for text in texts for word in text)
            kept = sum((Counter(before) & after).values())
            assert kept >= 0.85 * len(before), (district.id, source)


def test_names_are_many_and_different() -> None:
    names = district_names(1)
    assert len(set(names)) == len(names) >= 1000


def test_filler_is_as_long_as_asked_and_about_nothing_that_is_audited() -> None:
    import random

    parts = list(chapters(random.Random(1), 20_000))  # noqa: S311
    said = " ".join(part.text for part in parts).lower()
    assert 20_000 <= len(said.split()) < 22_000
    assert "{" not in said
    for word in ("immigra", "warrant", "visitor", "officer", "records", "subpoena", "citizen"):
        assert word not in said
