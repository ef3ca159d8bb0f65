from collections.abc import Callable

from policy_audit.evaluate import Evaluation, render_text


def test_golden(mixed: Evaluation, golden: Callable[[str, bytes], None]) -> None:
    golden("evaluate/evaluation.txt", render_text(mixed).encode("utf-8"))


def test_perfect_golden(perfect: Evaluation, golden: Callable[[str, bytes], None]) -> None:
    golden("evaluate/perfect.txt", render_text(perfect).encode("utf-8"))


def test_what_matters_most_comes_first(mixed: Evaluation) -> None:
    text = render_text(mixed)
    titles = [
        "Overall",
        "False met on critical requirements: 1",
        "Weakest requirements",
        "\nRequirements\n",
        "\nCriteria (",
        "Where evidence was wrong",
    ]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_nothing_steers_a_terminal(mixed: Evaluation) -> None:
    text = render_text(mixed)
    assert text.endswith("\n")
    assert all(line.isprintable() for line in text.splitlines())
    assert "oak [2J" in text
