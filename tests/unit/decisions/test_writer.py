from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.decisions.district import DAY, REQUIREMENT, audited, verdict

from policy_audit.decisions import (
    decide,
    read_decisions,
    write_decision,
    write_reply,
    write_review,
)
from policy_audit.errors import DecisionsError, UsageError
from policy_audit.model import (
    Decision,
    DecisionKind,
    Determination,
    Outcome,
    Reply,
    Review,
    Seen,
)

REVIEW = Review("E. Officer", DAY, "0" * 64, "1" * 64)
REPLY = Reply("judicial-warrant", "The district", DAY, "The board votes in August.")


@pytest.fixture
def decision(tmp_path: Path) -> Decision:
    return decide(audited(tmp_path)[0], REQUIREMENT, verdict())


def read(folder: Path) -> tuple[Decision, ...]:
    return read_decisions(folder / "decisions.toml", name="d").decisions


def comments(text: str) -> list[str]:
    return sorted(line.partition("#")[2].strip() for line in text.splitlines() if "#" in line)


def test_what_is_written_is_read_again(tmp_path: Path, decision: Decision) -> None:
    path = write_decision(tmp_path, decision, again=False)
    write_reply(tmp_path, REPLY, again=False)
    write_review(tmp_path, REVIEW)
    held = read_decisions(path, name="d")
    assert held.decisions == (decision,)
    assert held.replies == (REPLY,)
    assert held.review == REVIEW
    assert path.read_text().startswith("# What people decided")
    assert [p.name for p in tmp_path.iterdir() if "decisions" in p.name] == ["decisions.toml"]


def test_who_may_read_the_file_stays_as_it_was(tmp_path: Path, decision: Decision) -> None:
    path = write_decision(tmp_path, decision, again=False)
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    write_reply(tmp_path, REPLY, again=False)
    assert path.stat().st_mode & 0o777 == 0o600


def test_comments_stay_when_a_decision_is_added_or_replaced(
    tmp_path: Path, decision: Decision
) -> None:
    path = write_decision(tmp_path, decision, again=False)
    noted = path.read_text().replace("[[decision]]", "# agreed at the meeting\n[[decision]]  # one")
    noted = noted.replace("reason =", "# the chair said so\nreason =") + "\n# the end\n"
    path.write_text(noted)
    write_reply(tmp_path, REPLY, again=False)
    write_decision(tmp_path, replace(decision, requirement="other"), again=False)
    later = replace(decision, reason="Because of the summer.", expires=date(2027, 6, 30))
    write_decision(tmp_path, later, again=True)
    assert read(tmp_path) == (later, replace(decision, requirement="other"))
    assert comments(path.read_text()) == comments(noted)


def test_a_requirement_is_decided_twice_only_on_purpose(tmp_path: Path, decision: Decision) -> None:
    path = write_decision(tmp_path, decision, again=False)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="has a decision already; give --replace"):
        write_decision(tmp_path, decision, again=False)
    assert path.read_bytes() == before
    confirmed = replace(decision, kind=DecisionKind.CONFIRM, approver=None, expires=None)
    write_decision(tmp_path, confirmed, again=True)
    assert read(tmp_path) == (confirmed,)


def test_a_file_with_a_mistake_is_left_as_it_is(tmp_path: Path, decision: Decision) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text('[[decision]]\nrequirement = "x"\n')
    with pytest.raises(DecisionsError, match="decision 1"):
        write_decision(tmp_path, decision, again=False)
    assert path.read_text() == '[[decision]]\nrequirement = "x"\n'


def test_a_review_goes_into_a_file_that_ends_with_decisions(
    tmp_path: Path, decision: Decision
) -> None:
    write_decision(tmp_path, decision, again=False)
    write_review(tmp_path, REVIEW)
    path = write_review(tmp_path, replace(REVIEW, by="F. Officer"))
    held = read_decisions(path, name="d")
    assert held.decisions == (decision,)
    assert held.review == replace(REVIEW, by="F. Officer")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_they_did(tmp_path: Path, end: str) -> None:
    path = write_reply(tmp_path, REPLY, again=False)
    before = path.read_bytes().replace(b"\n", end.encode())
    path.write_bytes(before)
    write_reply(tmp_path, Reply("other", "The district", DAY, "It is so."), again=False)
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(end.encode())


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(LINE, LINE, TEXT), min_size=1, max_size=4, unique_by=lambda t: t[0]))
def test_any_words_survive(tmp_path: Path, said: list[tuple[str, str, str]]) -> None:
    (tmp_path / "decisions.toml").unlink(missing_ok=True)
    made = tuple(
        Decision(
            kind=DecisionKind.CONFIRM,
            requirement=requirement,
            reviewer=reviewer,
            date=DAY,
            reason=reviewer,
            seen=Seen(Determination.PARTIAL, ((words, Outcome.WEAK),), ("ab",), "cd"),
            document=words,
            fingerprint="ab",
            words=words,
            under=words,
        )
        for requirement, reviewer, words in said
    )
    for each in made:
        write_decision(tmp_path, each, again=False)
    assert read(tmp_path) == made
