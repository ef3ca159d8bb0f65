"""``make corpus``: districts of any number with documents in many forms, and what is to be found.

A district of its own takes one practice case, or two, in other words; its outcomes are the labels
of these, where two speak the strongest: contradicted, stated, weak, absent. A share of the
districts adopt one of a few model policies instead, word for word, with the model's handbook and
manual where they have one. Everybody has newsletters,
some have handbooks, and every twentieth a whole manual, on things that no criterion asks for. The
first districts of a larger corpus are those of a smaller one of the same seed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.texts import Part, Text, words

from bench.filler import chapters
from bench.forms import FORMS, MANUAL_FORMS, rendered
from bench.passages import Passage, baseline, passages
from bench.wording import district_names, reworded
from policy_audit.judge.rollup import determine
from policy_audit.model import CriterionKey, Determination, DocumentKind, Outcome

DISTRICTS = "districts"
EXPECTED = "expected.json"
DESCRIPTION = "corpus.json"
#: Words to a page, of whatever form: a round figure for a page of a policy manual.
PAGE = 400
MODELS = 3
#: Of so many districts, one has a manual, and a share adopts a model.
_BLOCK = 20
_WITH_MANUAL = 7
_MANUAL_PAGES = (50, 300)
_HANDBOOK_SHARE, _HANDBOOK_PAGES = 0.25, (6, 16)
_TWO_SHARE = 0.25
_POLICIES = (DocumentKind.BOARD_POLICY, DocumentKind.REGULATION, DocumentKind.STAFF_PROTOCOL)
_END = re.compile(r"(?<=[.!?])\s+")
#: Which outcome speaks where several passages of one district have their say.
_STRENGTH = (Outcome.CONTRADICTED, Outcome.STATED, Outcome.WEAK)


@dataclass(frozen=True)
class Paper:
    """One document: its text, its name without a suffix, and the kind it is declared as."""

    name: str
    text: Text
    kind: DocumentKind | None = None
    form: str = ""

    @cached_property
    def length(self) -> int:
        """In words."""
        return sum(len(words(part.marker, part.text)) for part in self.text.parts)


@dataclass(frozen=True)
class Made:
    """One district: its papers, its outcomes, and the cases that these come from."""

    id: str
    name: str
    papers: tuple[Paper, ...]
    sources: tuple[str, ...]
    outcomes: Mapping[CriterionKey, Outcome]
    model: bool = False

    def determinations(self) -> dict[str, Determination]:
        """What an audit should find of every requirement."""
        return {
            requirement.id: determine(
                requirement,
                {
                    c.id: self.outcomes.get(CriterionKey(requirement.id, c.id), Outcome.ABSENT)
                    for c in requirement.criteria
                },
            )
            for requirement in baseline().requirements
        }


def pooled(passages: Sequence[Passage]) -> dict[CriterionKey, Outcome]:
    """The outcomes of a district with these passages: of each criterion, the strongest."""
    said: dict[CriterionKey, set[Outcome]] = {}
    for passage in passages:
        for key, outcome in passage.outcomes.items():
            said.setdefault(key, set()).add(outcome)
    return {key: next(o for o in _STRENGTH if o in outcomes) for key, outcomes in said.items()}


def districts(count: int, seed: int, model_share: float) -> Iterator[Made]:
    """``count`` districts, each drawn by the seed and its own number."""
    models, own = _models(seed)
    deck = _dealt(own, seed)
    names = district_names(seed)
    for number in range(count):
        draw = random.Random(f"{seed} {number}")  # noqa: S311
        name = names[number % len(names)]
        # The deck is dealt to every district alike, so that a share of models moves nobody else.
        cards = [next(deck) for _ in range(2 if draw.random() < _TWO_SHARE else 1)]
        model = models[draw.randrange(len(models))]
        adopts = _adopts(number, seed, model_share)
        said = (model,) if adopts else tuple(cards)
        source = f"{seed} model {model.id}" if adopts else None
        yield Made(
            id=f"{number:05}-{name.lower().replace(' ', '-')}",
            name=name,
            papers=tuple(_papers(number, name, said, draw, source)),
            sources=tuple(passage.id for passage in said),
            outcomes=pooled(said),
            model=adopts,
        )


def sentences(text: Text) -> Iterator[str]:
    """The sentences of a text, split plainly, headings too."""
    for part in text.parts:
        yield from _END.split(part.text)


def _models(seed: int) -> tuple[list[Passage], list[Passage]]:
    """The model policies of this seed, and all other passages."""
    policies = [p for p in passages() if p.kind is DocumentKind.BOARD_POLICY]
    models = random.Random(f"{seed} models").sample(policies, MODELS)  # noqa: S311
    return models, [p for p in passages() if p not in models]


def _dealt(own: Sequence[Passage], seed: int) -> Iterator[Passage]:
    """Every passage once before any comes again."""
    shuffle = random.Random(f"{seed} deck")  # noqa: S311
    while True:
        yield from shuffle.sample(own, len(own))


def _adopts(number: int, seed: int, share: float) -> bool:
    """Whether a district adopts a model: so many of each twenty, by lot."""
    block, place = divmod(number, _BLOCK)
    lot = random.Random(f"{seed} block {block}").sample(range(_BLOCK), _BLOCK)  # noqa: S311
    return lot[place] < round(share * _BLOCK)


def _papers(
    number: int, name: str, said: Sequence[Passage], draw: random.Random, model: str | None
) -> Iterator[Paper]:
    """``model`` names whose words handbook and manual are, as far as the district's own go."""
    texts = [(p, p.text if model else reworded(p.text, p.id, name, draw)) for p in said]

    def words_of(kind: str) -> random.Random:
        return random.Random(f"{model} {kind}") if model else draw  # noqa: S311

    if number % _BLOCK == _WITH_MANUAL:
        # The policy is a chapter among the others, as in most manuals.
        bound = [text for passage, text in texts if passage.kind in _POLICIES][:1]
        texts = [(passage, text) for passage, text in texts if text not in bound]
        low, high = _MANUAL_PAGES
        pages = round(low * (high / low) ** draw.random())
        text = _filled(f"{name} Policy Manual", pages, words_of("manual"), bound)
        yield Paper("policy-manual", text, DocumentKind.BOARD_POLICY, draw.choice(MANUAL_FORMS))
    for order, (passage, text) in enumerate(texts, 1):
        yield Paper(f"{order}-{passage.kind}", text, passage.kind, draw.choice(FORMS))
    if draw.random() < _HANDBOOK_SHARE:
        pages = draw.randint(*_HANDBOOK_PAGES)
        text = _filled(f"{name} Handbook of Operations", pages, words_of("handbook"))
        yield Paper("handbook", text, None, draw.choice(FORMS))
    text = _filled(f"{name} Notes from the Schools", draw.choice((1, 2)), draw)
    yield Paper("notes", text, None, draw.choice(FORMS))


def _filled(title: str, pages: int, draw: random.Random, bound: Sequence[Text] = ()) -> Text:
    """A text of that many pages with ``bound`` texts among its chapters."""
    filler = list(chapters(draw, pages * PAGE))
    starts = [at for at, part in enumerate(filler) if part.kind == "heading"]
    parts = filler
    for text in bound:
        at = draw.choice(starts)
        as_chapter = [
            Part("heading", part.text) if part.kind == "title" else part for part in text.parts
        ]
        parts = [*filler[:at], *as_chapter, *filler[at:]]
    return Text(title, (Part("title", title), *parts))


def write(
    folder: Path, count: int, *, seed: int = 1, model_share: float = 0.4
) -> dict[str, object]:
    """Write the districts, what is expected of them, and a description, which is returned."""
    expected: dict[str, object] = {}
    lengths: list[int] = []
    said: Counter[str] = Counter()
    models = 0
    for made in districts(count, seed, model_share):
        _write_district(folder / DISTRICTS / made.id, made)
        expected[made.id] = {
            "sources": made.sources,
            "model": made.model,
            "pages": round(sum(paper.length for paper in made.papers) / PAGE),
            "outcomes": {str(key): outcome for key, outcome in sorted(made.outcomes.items())},
            "determinations": made.determinations(),
        }
        lengths += [paper.length for paper in made.papers]
        said.update(sentence for paper in made.papers for sentence in sentences(paper.text))
        models += made.model
    description = {
        "districts": count,
        "seed": seed,
        "model_share": model_share,
        "adopting": models,
        "documents": len(lengths),
        "words": sum(lengths),
        "pages": round(sum(lengths) / PAGE),
        "longest": round(max(lengths, default=0) / PAGE),
        "sentences": said.total(),
        "repeated": 1 - len(said) / said.total(),
        "baseline": baseline().id,
    }
    for name, value in ((EXPECTED, expected), (DESCRIPTION, description)):
        (folder / name).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    return description


def _write_district(folder: Path, made: Made) -> None:
    folder.mkdir(parents=True)
    lines = [f'name = "{made.name} Public Schools"', 'state = "CT"']
    for paper in made.papers:
        suffix, data = rendered(paper.form, paper.text)
        (folder / f"{paper.name}{suffix}").write_bytes(data)
        if paper.kind:
            lines += [
                "",
                "[[document]]",
                f'file = "{paper.name}{suffix}"',
                f'kind = "{paper.kind}"',
            ]
    (folder / "district.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__)
    parser.add_argument("--districts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model-share", type=float, default=0.4)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args(arguments)
    if given.output.exists() and any(given.output.iterdir()):
        parser.error(f"{given.output} is not empty: give another folder, or empty it")
    told = write(given.output, given.districts, seed=given.seed, model_share=given.model_share)
    print(json.dumps(told, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
