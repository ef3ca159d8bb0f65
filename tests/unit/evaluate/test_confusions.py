"""What the judge confuses, of practice cases it had not learned from."""

from types import SimpleNamespace

import numpy as np

from policy_audit.baseline import CaseFile, load_baseline
from policy_audit.evaluate.confusions import confusions
from policy_audit.judge import Judgement
from policy_audit.judge.features import Vocabulary
from policy_audit.judge.heads import Heads
from policy_audit.judge.pooling import Pool
from policy_audit.judge.scale import COLUMN
from policy_audit.judge.sieve import open_sieve
from policy_audit.model import CriterionKey, DocumentKind, Floors, Label, Outcome

BASELINE = load_baseline("ct-csde-2025")
KEYS = BASELINE.keys()
WELCOME = CriterionKey("welcome", "all-welcome")


def case(number: int, outcome: Outcome) -> CaseFile:
    labels = () if outcome is Outcome.ABSENT else (Label(WELCOME, outcome, ("x",), None),)
    name = f"case-{number}"
    return CaseFile(name, name, name, DocumentKind.FAQ, None, labels, ())


def read_as(outcome: Outcome) -> np.ndarray:
    chances = np.zeros((len(KEYS), 4), np.float32)
    chances[:, COLUMN[Outcome.ABSENT]] = 1.0
    row = KEYS.index(WELCOME)
    chances[row] = 0.0
    chances[row, COLUMN[outcome]] = 1.0
    return chances


def judged(said: list[Outcome]) -> Judgement:
    nothing = np.zeros(0, np.float32)
    heads = Heads(KEYS, Vocabulary((), nothing), nothing, nothing, nothing)
    unused = SimpleNamespace()
    pool = Pool(nothing, nothing, nothing, nothing, unused, np.zeros(4, np.float32), Floors())
    return Judgement(
        heads,
        pool,
        open_sieve(0, 0, 0),
        {f"case-{i}": read_as(each) for i, each in enumerate(said)},
    )


def test_a_criterion_that_is_often_read_wrong_is_named_with_its_confusion() -> None:
    labels = [Outcome.STATED] * 8 + [Outcome.WEAK] * 5
    said = [Outcome.STATED] * 6 + [Outcome.WEAK] * 2 + [Outcome.STATED] * 4 + [Outcome.WEAK]
    cases = [case(i, outcome) for i, outcome in enumerate(labels)]
    (remark,) = confusions(BASELINE, cases, judged(said))
    assert remark.place == "welcome/all-welcome"
    assert remark.message == (
        "held out, 7 of 13 practice cases that speak to it were read right; "
        "most often weak was read as stated (4)"
    )


def test_silent_cases_that_were_read_as_silent_prove_nothing() -> None:
    cases = [case(i, Outcome.ABSENT) for i in range(30)]
    assert confusions(BASELINE, cases, judged([Outcome.ABSENT] * 30)) == ()


def test_a_criterion_that_is_mostly_read_right_is_not_named() -> None:
    cases = [case(i, Outcome.STATED) for i in range(20)]
    assert confusions(BASELINE, cases, judged([Outcome.STATED] * 15 + [Outcome.WEAK] * 5)) == ()


def test_cases_added_since_training_are_left_out() -> None:
    cases = [case(i, Outcome.STATED) for i in range(20)]
    assert confusions(BASELINE, cases, judged([])) == ()
