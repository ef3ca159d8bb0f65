"""Make a judge: fit it, tune the encoder for it, and keep or find what was learned."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy_audit.cases import district_outcomes, labelled_clauses
from policy_audit.errors import LearnedError
from policy_audit.judge import (
    Judgement,
    learn_heads,
    learn_pool,
    learn_sieve,
    load_judgement,
    save_judgement,
)
from policy_audit.judge.labels import LabelledCase, open_to_case, open_to_examples
from policy_audit.judge.pooling import Pool
from policy_audit.judge.scale import Flags, Matrix
from policy_audit.judge.training import held_out, out_of_fold, split
from policy_audit.learning import (
    Example,
    Lesson,
    clauses_digest,
    embed_examples,
    embed_lessons,
    read_examples,
    read_lessons,
)
from policy_audit.match import (
    Adapter,
    Backend,
    Encoder,
    bundled_weights,
    load_adapter,
    open_encoder,
    piece_vectors,
    save_adapter,
    word_pieces,
)
from policy_audit.model import Baseline, ClauseRole, CriterionKey, Outcome
from policy_audit.progress import Progress
from policy_audit.store import Store

if TYPE_CHECKING:
    from policy_audit.match.tuning import Recipe

LEARNED = "learned"
ADAPTER = "adapter.safetensors"
CLAUSES = "clauses.sha256"
#: Folder of the cache for encoders tuned on the way.
TUNED = "tuned"
#: Counts up when the way of reading or learning changes, so that what was learned before is
#: learned again. A test fails where the shipped baseline's clauses changed and this did not.
RECIPE = "11"
#: Encoders tuned without a part of the cases, for honest chances: tuning is the slow step.
_TUNED_FOLDS = 2
#: These keep their lowest layers as they are, to be tuned sooner: what is chosen on the chances
#: that come from them must hold for an encoder that learned less than the one that is shipped.
_KEPT_BY_FOLDS = 2
#: Share of the clauses with nothing to say that tuning reads; the rest would teach it little.
_SILENT_SHARE = 0.5
_NEVER_SPEAK = (ClauseRole.REFERENCE, ClauseRole.SALUTATION)


@dataclass(frozen=True)
class _School:
    """A baseline's lessons and examples."""

    baseline: Baseline
    lessons: tuple[Lesson, ...]
    examples: tuple[Example, ...]


def open_judgement(
    baseline: Baseline, encoder: Encoder, cache: Path, progress: Progress
) -> tuple[Judgement, str]:
    """What was learned for this baseline and encoder, with the hash that names it.

    Taken from the baseline's own ``learned`` folder or the user's cache where the hash fits; else
    learned now, with the encoder as it is, and kept in the cache.
    """
    wanted = learned_from(baseline, encoder)
    kept = cache / LEARNED / wanted[:24]
    for folder in (Path(baseline.folder) / LEARNED, kept):
        judgement = load_judgement(folder, wanted)
        if judgement is not None:
            return judgement, wanted
    return train(baseline, encoder, kept, progress), wanted


def kept_judgement(baseline: Baseline) -> Judgement | None:
    """What the baseline's own folder holds, where it fits its lessons and the default encoder."""
    with Store(None) as store:
        encoder = open_encoder(None, store, open_adapter(baseline))
    return load_judgement(Path(baseline.folder) / LEARNED, learned_from(baseline, encoder))


def open_adapter(baseline: Baseline) -> Adapter | None:
    """The adapter shipped with a baseline, where it was learned from what the baseline holds now.

    Lessons that were added later are not to be judged by an encoder that half knows them.
    """
    path = Path(baseline.folder) / LEARNED / ADAPTER
    if not path.is_file():
        return None
    adapter = load_adapter(path)
    return adapter if adapter.learned_from == baseline.lessons else None


def learned_from(baseline: Baseline, encoder: Encoder) -> str:
    """SHA-256 over everything that shapes what is learned."""
    shaped_by = f"{RECIPE}\0{baseline.lessons}\0{encoder.digest}"
    return hashlib.sha256(shaped_by.encode()).hexdigest()


def lessons_digest(baseline: Baseline) -> str:
    """SHA-256 over what is learned from, and how."""
    return hashlib.sha256(f"{RECIPE}\0{baseline.lessons}".encode()).hexdigest()


def train(baseline: Baseline, encoder: Encoder, folder: Path, progress: Progress) -> Judgement:
    """Learn with the encoder as it is, and keep what was learned in ``folder``.

    Raises ``BaselineError`` where a practice case breaks the format.
    """
    school = _read(baseline)
    cases = embed_lessons(school.lessons, encoder)
    examples = embed_examples(school.examples, encoder)
    keys = baseline.keys()
    pool, unseen = learn_pool(baseline, cases, out_of_fold(keys, cases, examples, progress))
    heads = learn_heads(keys, cases, examples)
    sieve = learn_sieve(heads, cases, examples, word_pieces, piece_vectors())
    return _keep(school, encoder, Judgement(heads, pool, sieve, _by_case(cases, unseen)), folder)


def train_tuned(
    baseline: Baseline,
    folder: Path,
    cache: Path,
    progress: Progress,
    recipe: Recipe | None = None,
) -> Judgement:
    """Tune the default encoder to the baseline, learn on top of it, and keep both in ``folder``.

    The chances of unseen documents come from encoders tuned, and heads fitted, without them. Every
    encoder is kept in ``cache`` as soon as it is tuned, so that a run that was interrupted goes on
    where it was. Needs the extra ``[train]``; ``EncoderError`` says so where it is absent.
    """
    from policy_audit.match.tuning import Recipe

    school = _read(baseline)
    recipe = recipe or Recipe()
    folds = split([lesson.case.family for lesson in school.lessons], _TUNED_FOLDS)
    unseen = _unseen(school, folds, recipe, cache, progress)
    kept = load_adapter(_tuned(school, school.lessons, recipe, cache / TUNED, progress))
    save_adapter(folder / ADAPTER, kept.changes, base=kept.base, learned_from=baseline.lessons)
    with Store(None) as store:
        encoder = _open(load_adapter(folder / ADAPTER), store)
        cases = embed_lessons(school.lessons, encoder)
        examples = embed_examples(school.examples, encoder)
        pool, chances = learn_pool(baseline, cases, [unseen[i] for i in range(len(cases))])
        heads = learn_heads(baseline.keys(), cases, examples)
        sieve = learn_sieve(heads, cases, examples, word_pieces, piece_vectors())
        judgement = Judgement(heads, pool, sieve, _by_case(cases, chances))
        return _keep(school, encoder, judgement, folder)


def cross_validate(
    baseline: Baseline,
    folds: Sequence[frozenset[int]],
    cache: Path,
    progress: Progress,
    recipe: Recipe | None = None,
) -> tuple[Pool, dict[str, Matrix]]:
    """Chances (k, 4) of every practice case, by case, from what was learned without its fold.

    ``folds`` hold indexes of ``read_lessons``; encoder, heads and pool are learned anew for each,
    from no case of the fold and no near duplicate of one. The pool that comes with them holds the
    lean and the floors that these chances ask for. Resumable and needing ``[train]``, as
    ``train_tuned``.
    """
    from policy_audit.match.tuning import Recipe

    school = _read(baseline)
    unseen = _unseen(school, folds, recipe or Recipe(), cache, progress)
    fold_of = {index: str(number) for number, held in enumerate(folds) for index in held}
    with Store(None) as store:
        cases = embed_lessons(school.lessons, _open(None, store))
    # The pool is held out by the same folds: a family is what is kept on one side of a split.
    cases = tuple(replace(case, family=fold_of[i]) for i, case in enumerate(cases))
    pool, chances = learn_pool(baseline, cases, [unseen[i] for i in range(len(cases))])
    return pool, _by_case(cases, chances)


def _unseen(
    school: _School,
    folds: Iterable[frozenset[int]],
    recipe: Recipe,
    cache: Path,
    progress: Progress,
) -> dict[int, Matrix]:
    """Clause chances of every lesson, by index, from an encoder and heads that do not know it."""
    families = [lesson.case.family for lesson in school.lessons]
    unseen: dict[int, Matrix] = {}
    for held in folds:
        known = {families[i] for i in held}
        seen = [i for i, family in enumerate(families) if i not in held and family not in known]
        lessons = [school.lessons[i] for i in seen]
        quick = replace(recipe, kept=_KEPT_BY_FOLDS)
        adapter = load_adapter(_tuned(school, lessons, quick, cache / TUNED, progress))
        with Store(None) as store:
            encoder = _open(adapter, store)
            cases = embed_lessons(school.lessons, encoder)
            examples = embed_examples(school.examples, encoder)
            kept = frozenset(range(len(cases))).difference(seen)
            chances = held_out(school.baseline.keys(), cases, examples, kept)
            unseen |= {index: chances[index] for index in held}
    return unseen


def _tuned(
    school: _School, lessons: Sequence[Lesson], recipe: Recipe, folder: Path, progress: Progress
) -> Path:
    """An adapter tuned on these lessons and the examples: found in ``folder``, or made there."""
    from policy_audit.match.tuning import tune

    texts, allowed = _material(school, lessons, recipe.seed)
    digest = hashlib.sha256(f"{RECIPE}\0{recipe}\0{bundled_weights()}".encode())
    digest.update("\0".join(texts).encode() + allowed.tobytes())
    path = folder / f"{digest.hexdigest()[:24]}.safetensors"
    if not path.is_file():
        changes = tune(texts, allowed, recipe, progress)
        save_adapter(path, changes, base=bundled_weights(), learned_from=digest.hexdigest())
    return path


def _open(adapter: Adapter | None, store: Store) -> Encoder:
    """The default encoder with that adapter, by the fastest way there is here."""
    return open_encoder(None, store, adapter, backend=Backend.AUTO)


def _by_case(cases: Sequence[LabelledCase], chances: Sequence[Matrix]) -> dict[str, Matrix]:
    return {case.id: each for case, each in zip(cases, chances, strict=True)}


def _read(baseline: Baseline) -> _School:
    return _School(baseline, read_lessons(baseline), read_examples(baseline))


def _keep(school: _School, encoder: Encoder, judgement: Judgement, folder: Path) -> Judgement:
    wanted = learned_from(school.baseline, encoder)
    save_judgement(folder, judgement, wanted)
    (folder / CLAUSES).write_text(clauses_digest(school.lessons) + "\n", encoding="ascii")
    # Read back, so that what was just learned and what is loaded later judge alike.
    kept = load_judgement(folder, wanted)
    if kept is None:
        raise LearnedError(f"{folder} does not keep what is written to it: give another --cache")
    return kept


def _material(school: _School, lessons: Iterable[Lesson], seed: int) -> tuple[Sequence[str], Flags]:
    """Texts to tune on, and the outcomes that are open to each."""
    keys = school.baseline.keys()
    drawn = random.Random(seed)  # noqa: S311 - which clauses are read is no secret
    texts: list[str] = []
    flags: list[Flags] = []
    for lesson in lessons:
        labels = labelled_clauses(lesson.case, lesson.clauses)
        outcomes = district_outcomes(lesson.case)
        open_to = open_to_case(keys, len(lesson.clauses), labels, outcomes)
        for index, clause in enumerate(lesson.clauses):
            silent = index not in labels
            if silent and (clause.role in _NEVER_SPEAK or drawn.random() > _SILENT_SHARE):
                continue
            texts.append(clause.in_context)
            flags.append(open_to[index])
    for text, flagged in _example_flags(school).items():
        texts.append(text)
        flags.append(flagged)
    for example in school.examples:
        if example.key is None and drawn.random() <= _SILENT_SHARE:
            texts.append(example.clause.in_context)
            flags.append(_silent(keys))
    return texts, np.array(flags, np.bool_)


def _example_flags(school: _School) -> dict[str, Flags]:
    """The outcomes (k, 4) open to each distinct example; one may speak to several criteria."""
    examples = [example for example in school.examples if example.key is not None]
    merged: dict[str, Flags] = {}
    keys = school.baseline.keys()
    rows = open_to_examples(keys, [(example.key, example.outcome) for example in examples])
    for example, row in zip(examples, rows, strict=True):
        text = example.clause.in_context
        merged[text] = merged[text] & row if text in merged else row
    for row in merged.values():
        row[~row.any(axis=1)] = True  # labelled two ways: it teaches nothing of that criterion
    return merged


def _silent(keys: Sequence[CriterionKey]) -> Flags:
    """The outcomes (k, 4) open to a clause that says nothing of any criterion."""
    [row] = open_to_examples(keys, [(None, Outcome.ABSENT)])
    return np.asarray(row, np.bool_)
