from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from policy_audit.decisions import read_decisions
from policy_audit.errors import DecisionsError

SEEN = '[decision.seen]\ndetermination = "partial"\n'
HEAD = '[[decision]]\nrequirement = "r"\nreviewer = "A"\nreason = "B"\ndate = 2026-07-01\n'
CONFIRM = f'{HEAD}kind = "confirm"\n{SEEN}'
WAIVE = f'{HEAD}kind = "waive"\napprover = "C"\nexpires = 2026-12-31\n{SEEN}'
DIGEST = "0" * 64

WRONG = [
    ("decision = 3", "d/decisions.toml: decision: "),
    ("[[decision", "is no valid TOML"),
    ("a = " + "[" * 100_000, "is no valid TOML"),
    ("a = " + "9" * 5000, "is no valid TOML"),
    ("a." * 1000 + "a = 1", "a key with more than 32 parts"),
    ("[[decisions]]\n", "d/decisions.toml: decisions: is not a key this file knows"),
    (f"{HEAD}{SEEN}", "decision 1 (r), kind: is missing"),
    (f'{HEAD}kind = "accept"\n{SEEN}', "decision 1 (r), kind: Input should be 'confirm'"),
    (f'{HEAD}kind = "confirm"\n', "seen: is missing; write decisions with 'policy-audit decide'"),
    (f'{HEAD}kind = "waive"\n{SEEN}', "decision 1 (r): a waiver needs who approved it"),
    (WAIVE.replace("2026-12-31", "2026-01-01"), "expires before the day of its date"),
    (CONFIRM.replace("2026-07-01", '"July"'), "date: 'July' is no day; write it as 2026-11-21"),
    (CONFIRM.replace("2026-07-01", "2026-07-01T10:00:00Z"), "is no day"),
    (CONFIRM.replace('"B"', '" "'), "reason: must not be empty"),
    (CONFIRM.replace('"B"', f'"{"x" * 5000}"'), "is longer than 4000 characters"),
    (CONFIRM.replace("[decision.seen]", 'document = "a.md"\n[decision.seen]'), "needs both"),
    (f"{CONFIRM}{CONFIRM}", "decision 2: there is another decision on 'r'; keep one"),
    ('[review]\nby = "A"\ndate = 2026-07-01\ndocuments = "no"\n', "is no fingerprint"),
]


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[told for _, told in WRONG])
def test_the_first_mistake_is_named_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text)
    with pytest.raises(DecisionsError, match=re.escape(told)) as caught:
        read_decisions(path, name="d/decisions.toml")
    assert "\n" not in str(caught.value)


def test_what_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DecisionsError, match="is not in UTF-8; save it so"):
        read_decisions(path, name="d/decisions.toml")
    path.write_bytes(b"#" * 4_000_001)
    with pytest.raises(DecisionsError, match="larger than four megabytes"):
        read_decisions(path, name="d/decisions.toml")
    with pytest.raises(DecisionsError, match="cannot be read"):
        read_decisions(tmp_path, name="d/decisions.toml")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    path.touch()
    held = read_decisions(path, name="d/decisions.toml")
    assert (held.decisions, held.replies, held.review) == ((), (), None)


def test_days_may_be_texts_and_everything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    reply = (
        '[[reply]]\nrequirement = "r"\nby = "D"\ndate = "2026-07-02"\ntext = "We\\n disagree."\n'
    )
    review = f'[review]\nby = "E"\ndate = 2026-07-03\ndocuments = "{DIGEST}"\n'
    review += f'findings = "{DIGEST}"\n'
    path.write_text(review + WAIVE + reply)
    held = read_decisions(path, name="d/decisions.toml")
    decision, answer = held.decision("r"), held.reply("r")
    assert decision is not None
    assert (decision.approver, str(decision.expires)) == ("C", "2026-12-31")
    assert answer is not None
    assert (answer.text, str(answer.date)) == ("We disagree.", "2026-07-02")
    assert held.review is not None
    assert held.decision("other") is None


def test_many_replies_are_compared_at_once(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    reply = "[[reply]]\nrequirement='{}'\nby='A'\ndate=2026-07-01\ntext='B'\n"
    path.write_text("".join(reply.format(number) for number in range(50_000)))
    started = time.monotonic()
    assert len(read_decisions(path, name="d/decisions.toml").replies) == 50_000
    assert time.monotonic() - started < 6
