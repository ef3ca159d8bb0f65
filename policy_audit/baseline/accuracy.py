"""``accuracy.json``, which ``make accuracy`` leaves beside a baseline -> ``Accuracy``."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policy_audit.baseline.files import one_line
from policy_audit.errors import BaselineError
from policy_audit.model import Accuracy

ACCURACY_FILE = "accuracy.json"
#: What the cross-validation over the practice documents is called among the sets.
HELD_OUT = "practice, held out"

_MAX_BYTES = 1_000_000
_Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class _Figures(_Strict):
    gap_precision: _Share
    gap_recall: _Share


class _Set(_Strict):
    cases: Annotated[int, Field(gt=0)]
    figures: _Figures
    right: Annotated[dict[str, _Share], Field(min_length=1)]


class _File(_Strict):
    learned: str
    sets: dict[str, dict[str, object]]


def load_accuracy(folder: Path) -> Accuracy | None:
    """Return the figures on held-out practice documents; none where none were measured.

    Raises ``BaselineError`` where the file is there and is not what ``make accuracy`` writes.
    """
    path = folder / ACCURACY_FILE
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _broken(path)
        content = path.read_bytes()
    except OSError as problem:
        where = one_line(str(path))
        raise BaselineError(where, "", f"cannot be read: {problem.strerror}") from problem
    try:
        file = _File.model_validate_json(content)
        if HELD_OUT not in file.sets:
            return None
        held_out = _Set.model_validate(file.sets[HELD_OUT])
    except ValidationError as problem:
        raise _broken(path) from problem
    figures = held_out.figures
    return Accuracy(
        learned=file.learned,
        cases=held_out.cases,
        gap_precision=figures.gap_precision,
        gap_recall=figures.gap_recall,
        # The file holds shares of the cases, rounded: the counts are exact again.
        right=MappingProxyType({k: round(v * held_out.cases) for k, v in held_out.right.items()}),
    )


def _broken(path: Path) -> BaselineError:
    problem = "is not what `make accuracy` writes: write it again, or take it away"
    return BaselineError(one_line(str(path)), "", problem)
