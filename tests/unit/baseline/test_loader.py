import tomllib
from datetime import date
from pathlib import Path

import pytest

from policy_audit.baseline import list_baselines, load_baseline, load_practice, loader
from policy_audit.errors import BaselineError, UsageError
from policy_audit.model import (
    Basis,
    CriterionKey,
    DocumentKind,
    EvidenceMark,
    PartialDate,
    RequirementKind,
    Severity,
)

MISTAKES = sorted((Path(__file__).parents[2] / "cases" / "baseline").glob("*.toml"))


def load_all(folder: Path) -> None:
    load_practice(load_baseline(folder))


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_is_named_with_its_place(path: Path, small: Path) -> None:
    case = tomllib.loads(path.read_text("utf-8"))
    broken = small / case["file"]
    text = broken.read_text("utf-8")
    assert text.count(case["replace"]) == 1
    broken.write_text(text.replace(case["replace"], case["with"]), "utf-8")
    with pytest.raises(BaselineError) as caught:
        load_all(small)
    assert str(caught.value) == f"{broken}: {case['message']}"


def test_the_small_baseline_is_read_whole(small: Path) -> None:
    baseline = load_baseline(small)
    door, magic = baseline.requirements
    assert (baseline.id, baseline.version, baseline.state) == ("small", "1", "CT")
    assert baseline.as_of == PartialDate("2026-01-31")
    assert baseline.not_covered == ("Everything else.",)
    assert baseline.keys() == (
        CriterionKey("locked-door", "door-locked"),
        CriterionKey("locked-door", "door-watched"),
        CriterionKey("magic-door", "never-opens"),
    )
    assert [c.id for c in door.required] == ["door-locked"]
    assert (door.gap_severity, door.contradiction_severity) == (Severity.HIGH, Severity.CRITICAL)
    assert (door.kind, magic.kind) == (RequirementKind.REQUIRES, RequirementKind.PROHIBITS)
    assert door.in_force_since == date(2025, 3, 1)
    assert magic.in_force_since is None
    assert door.applies_to == (DocumentKind.BOARD_POLICY, DocumentKind.FAQ)
    assert door.missing_note == "Look at the sign beside the door."
    assert door.remediation.actor == "Each principal"
    assert door.criteria[0].examples.weak[0] == "Doors should be locked."
    citation = door.duty[0]
    assert (citation.basis, citation.mark) == (Basis.LAW, EvidenceMark.SEEN)
    assert (citation.effective, citation.as_of) == (
        PartialDate("2025-02"),
        PartialDate("2026-01-15"),
    )


def test_a_missing_file_is_named(small: Path) -> None:
    (small / "examples.toml").unlink()
    with pytest.raises(BaselineError, match=r"examples\.toml: no such file"):
        load_baseline(small)


def test_a_file_that_is_not_utf8_is_named(small: Path) -> None:
    (small / "baseline.toml").write_bytes(b'title = "caf\xe9"')
    with pytest.raises(BaselineError, match=r"baseline\.toml: is not UTF-8 \(byte 12\)"):
        load_baseline(small)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 20_000, "a = " + "9" * 5_000, "# " + "x" * 4_000_000],
    ids=["deep", "long number", "large"],
)
def test_hostile_toml_is_refused(text: str, small: Path) -> None:
    (small / "baseline.toml").write_text(text, "utf-8")
    with pytest.raises(BaselineError) as caught:
        load_baseline(small)
    assert str(caught.value).startswith(f"{small / 'baseline.toml'}: ")


def test_a_message_is_one_printable_line(small: Path) -> None:
    path = small / "baseline.toml"
    hostile = '"bad\\nkey\\u001b[2J" = 1\n'
    path.write_text(path.read_text("utf-8").replace("[baseline]\n", "[baseline]\n" + hostile))
    with pytest.raises(BaselineError) as caught:
        load_baseline(small)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "name",
    ["nowhere", "", "../baselines/ct-csde-2025x", "CT-CSDE-2025", "x" * 5_000, "nul\0byte"],
)
def test_an_unknown_baseline_is_refused(name: str) -> None:
    with pytest.raises(BaselineError, match=r"no such baseline; shipped: .*ct-csde-2025"):
        load_baseline(name)


def test_a_folder_without_a_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"baseline\.toml: no such file"):
        load_baseline(tmp_path)


def test_a_shipped_baseline_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "ct-csde-2025" in list_baselines()
    assert load_baseline("ct-csde-2025").id == "ct-csde-2025"


def test_a_folder_goes_before_a_shipped_id(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.rename(tmp_path / "ct-csde-2025")
    monkeypatch.chdir(tmp_path)
    assert load_baseline("ct-csde-2025").id == "small"


def test_a_baseline_that_changes_while_it_is_read_is_refused(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accuracy(folder: Path) -> None:
        with (folder / "baseline.toml").open("a", encoding="utf-8") as file:
            file.write("# saved in this moment\n")

    monkeypatch.setattr(loader, "load_accuracy", accuracy)
    with pytest.raises(BaselineError, match="was changed while it was read"):
        load_baseline(small)
    monkeypatch.undo()
    assert load_baseline(small).id == "small"
