"""The arithmetic of the benchmark, and what it writes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import child, encoding, plain, stages, table
from bench.corpus import DISTRICTS
from bench.measure import share_of
from bench.product import copied, determinations, revise, share_equal
from policy_audit.errors import UsageError
from policy_audit.match import bundled

ROOT = Path(__file__).parents[2]


def ran(seconds: float, processor: float = 1.0, main: float = 100.0) -> dict[str, float]:
    return {
        "code": 0,
        "seconds": seconds,
        "processor": processor,
        "main_mib": main,
        "children_mib": 50.0,
    }


def corpus(**given: Any) -> dict[str, Any]:
    """Figures of one corpus: 100 pages in 10 seconds, 25 by the plain script."""
    made = {
        "districts": 20,
        "model_share": 0.4,
        "documents": 50,
        "pages": 100,
        "repeated": 0.25,
        "cold": [ran(9.0, 18.0), ran(30.0, 60.0), ran(10.0, 20.0)],
        "plain": [ran(25.0)],
        "equal": 0.95,
        "equal_long": 0.9,
        "long": 7,
        "undetermined": 0.02,
    }
    return made | given


def results(*corpora: dict[str, Any]) -> dict[str, Any]:
    machine = {
        "processor": "Abacus",
        "cores": 2,
        "memory_gib": 4.0,
        "system": "x",
        "python": "3.11",
        "load": 0.1,
        "versions": {"torch": "2.1", "onnxruntime": None},
    }
    measured = {"peak": 1e11, "flops": 4e11, "tokens": 9, "sentences": 3}
    return {
        "machine": machine,
        "rounds": 3,
        "missing": ["--engine"],
        "setup": None,
        "encoding": measured | {"product": [5.0, 6.0, 8.0], "plain": [8.0]},
        "corpora": list(corpora),
    }


def test_medians_decide() -> None:
    assert table.median_of(corpus()["cold"]) == 10.0
    assert table.pages_a_second(corpus()) == 10.0
    assert table.cost_of_a_page(corpus()) == 200.0
    assert table.against_plain(corpus()) == 2.5
    assert table.against_plain(corpus(plain=[ran(1.0, 10.0)]), "processor") == 0.5
    assert table.again_faster(corpus(warm=[ran(0.5)])) == 20.0


def test_the_share_of_the_peak() -> None:
    assert table.share_of_peak(results()["encoding"], "product") == pytest.approx(0.8)
    assert table.share_of_peak(results()["encoding"], "plain") == pytest.approx(0.5)


def test_the_summary_shows_what_was_measured_and_a_dash_for_what_was_not() -> None:
    large = corpus(districts=200, pages=1000, cold=[ran(90.0, 250.0, main=150.0)])
    text = table.summary(results(corpus(), large, corpus(model_share=0.0)))
    lines = {line.split(" | ")[0]: line for line in text.splitlines()}
    assert lines["| Plain script / cold audit (goal: at least 3)"].endswith(
        "| 2.50 | 0.28 | 2.50 |"
    )
    assert lines["| Again, nothing changed"].endswith("| - | - | - |")
    assert "From 20 to 200 districts a page costs 1.25 times" in text
    assert "takes 1.50 times the memory" in text
    assert "80% of the 100 billion" in text
    assert "`--engine`" in text
    assert "torch 2.1" in text
    assert "onnxruntime" not in text


def test_the_rows_of_the_summary_are_of_one_length() -> None:
    text = table.summary(results(corpus(), corpus(model_share=0.0)))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.replace("---", "").count("|") for row in rows} == {4}


def test_a_summary_is_written_before_encoding_is_measured() -> None:
    text = table.summary(results(corpus()) | {"encoding": None})
    assert "Encoding" not in text
    assert "| Cold audit | 10.0 s |" in text


def test_every_goal_stands_under_a_row() -> None:
    text = table.summary(results(corpus()))
    assert all(f"{label} (goal: {goal})" in text for label, goal in table.GOALS.items())


def test_stages_are_shown_where_they_were_measured() -> None:
    told = corpus(stages={"encoding": 3.0, "reading": 1.0}, places={"a:b": 4.0})
    text = table.stages(results(told, corpus()))
    assert "| encoding | 3.0 | 75.0% |" in text
    assert text.count("## ") == 1


def test_the_readme_holds_the_marks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    written = table.put(readme, "a block")
    assert f"{table.BEGIN}\na block\n{table.END}" in written
    with pytest.raises(UsageError, match="has no"):
        table.put("no marks", "a block")


def test_what_is_equal_is_counted_over_what_was_expected() -> None:
    expected = {"a": {"x": "met", "y": "missing"}, "b": {"x": "met", "y": "met"}}
    found = {"a": {"x": "met", "y": "partial"}, "b": {"x": "met"}}
    assert share_equal(found, expected) == 0.5
    assert share_equal(found, {}) == 1.0
    assert share_of({"a": {"x": "met", "y": "undetermined"}}, "undetermined") == 0.5


def test_determinations_are_those_of_an_assessment(tmp_path: Path) -> None:
    finding = {"requirement": "r", "determination": "met"}
    path = tmp_path / "assessment.json"
    path.write_text(json.dumps({"districts": [{"id": "d", "findings": [finding]}]}))
    assert determinations(path) == {"d": {"r": "met"}}


def test_a_revision_changes_one_document_each_time(tmp_path: Path) -> None:
    district = tmp_path / DISTRICTS / "one"
    district.mkdir(parents=True)
    (district / "a.pdf").write_bytes(b"a")
    (district / "b.md").write_text("b")
    assert revise(tmp_path) == district
    once = (district / "b.md").read_text()
    revise(tmp_path)
    assert once.startswith("b\n\nThe chess club")
    assert len((district / "b.md").read_text()) > len(once)
    assert (district / "a.pdf").read_bytes() == b"a"


def test_a_copy_replaces_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a").write_text("a")
    (tmp_path / "old" / "b").write_text("b")
    copied(tmp_path / "new", tmp_path / "old")
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["a"]


def test_work_is_counted_without_padding() -> None:
    """By hand: one layer of width 2 and inner width 3, a sentence of one token and one of two."""
    config = {"hidden_size": 2, "intermediate_size": 3, "num_hidden_layers": 1}
    token = 2 * (4 * 2 * 2 + 2 * 2 * 3)
    assert encoding.flops(config, [1]) == token + 4 * 2
    assert encoding.flops(config, [2]) == 2 * token + 4 * 4 * 2
    assert encoding.flops(config, [1, 2]) == encoding.flops(config, [1]) + encoding.flops(
        config, [2]
    )


def test_encoding_is_measured_on_the_encoder_that_ships() -> None:
    config = json.loads((bundled.find_model() / "config.json").read_text(encoding="utf-8"))
    told = encoding.measured(["The bus is late.", "The pool is closed on Friday."], 1, (256,))
    assert told.sentences == 2
    assert told.tokens == 18  # with the round's number, and the marks of begin and end
    assert told.flops == encoding.flops(config, [8, 10])
    assert told.peak > 1e9
    assert all(seconds > 0 for seconds in (*told.product, *told.plain))


def test_a_child_is_measured(tmp_path: Path) -> None:
    code = "b = bytearray(60_000_000); import time; time.sleep(.3); print('said')"
    found = child.run((sys.executable, "-c", code), os.environ)
    assert found.said == "said\n"
    assert found.seconds >= 0.3
    assert found.processor > 0
    if sys.platform == "linux":
        assert 55 < found.main_mib < 200
        assert found.children_mib == 0
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    found = child.run((sys.executable, "-c", nested), os.environ)
    if sys.platform == "linux":
        assert found.main_mib < 55 < found.children_mib


def test_a_child_that_fails_is_no_measurement() -> None:
    command = (sys.executable, "-c", "print('why'); raise SystemExit(3)")
    with pytest.raises(child.CommandFailedError, match="why"):
        child.run(command, os.environ)
    assert child.run(command, os.environ, codes=(3,)).code == 3


@pytest.mark.parametrize(
    ("modules", "stage"),
    [
        (["policy_audit.cli.run", "policy_audit.ingest.reading.guard", "json"], "reading"),
        (["policy_audit.auditor", "policy_audit.match.encoder", "torch.nn"], "encoding"),
        (["policy_audit.auditor", "policy_audit.match.candidates"], "nominating"),
        (["policy_audit.cli.run", "importlib._bootstrap", "policy_audit.report"], "importing"),
        (["policy_audit.cli.run", "shutil"], "everything else"),
        (["json"], "everything else"),
    ],
)
def test_a_stack_is_of_the_stage_that_it_went_into_first(modules: list[str], stage: str) -> None:
    assert stages.stage_of(modules) == stage


def test_stages_of_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "stages.json"
    assert stages.main(output, ["baseline", "show"]) == 0
    told = json.loads(output.read_text())
    assert set(told["stages"]) <= {*stages.STAGES.values(), stages.IMPORTING, stages.OTHER}
    assert "judicial-warrant" in capsys.readouterr().out


def test_the_plain_script_splits_into_sentences() -> None:
    text = "One fish swims here.  Two fish\nswim there!\n\nA heading of three\n\nNo."
    assert plain.sentences_of(text) == [
        "One fish swims here.",
        "Two fish swim there!",
        "A heading of three",
    ]


def test_the_plain_script_reads_every_form(tmp_path: Path) -> None:
    from bench.forms import FORMS, rendered
    from bench.passages import letters, passages

    text = passages()[0].text
    for number, form in enumerate(sorted(set(FORMS))):
        suffix, data = rendered(form, text)
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(data)
        said = letters(plain.text_of(path))
        words = [word for part in text.parts for word in part.text.split()]
        assert sum(letters(word) in said for word in words) > 0.95 * len(words), form
