import pytest

from policy_audit.evaluate.evaluation import Evaluation, summarise
from policy_audit.evaluate.rows import Prediction

from .doors import ANYONE, ASKED, LOCKED, WATCHED, assessment, baseline, case

MET = {
    "door/locked": ("stated", [LOCKED]),
    "door/watched": ("stated", [WATCHED]),
    "visitors/asked": ("stated", [ASKED]),
}


@pytest.fixture(scope="session")
def mixed() -> Evaluation:
    """Five cases with every sort of mistake; see the golden files."""
    hostile = "oak\x1b[2J\u202e"
    cases = [
        case("elm", MET),
        case("fir", {"door/locked": ("stated", [LOCKED]), "door/signed": ("weak", [WATCHED])}),
        case(hostile, {"door/watched": ("contradicted", [ANYONE])}),
        case("pine", {"visitors/asked": ("contradicted", [ANYONE])}),
        case("yew", {"magic/never": ("contradicted", ["never opened by magic"])}),
    ]
    predictions = [
        Prediction("elm", assessment(MET, {"door": 0.97})),
        Prediction("fir", assessment(MET, {"door": 0.62, "visitors": 0.71})),
        Prediction(hostile, assessment({**MET, "visitors/asked": ("weak", [WATCHED])})),
        Prediction("pine", assessment({"visitors/asked": ("contradicted", [ANYONE])})),
        Prediction("yew", assessment({"door/locked": ("undetermined", [])}, {"door": 0.3})),
    ]
    return summarise(cases, predictions, baseline())


@pytest.fixture(scope="session")
def perfect() -> Evaluation:
    """Two cases in which prediction and labels agree."""
    readings = {"elm": MET, "pine": {"visitors/asked": ("contradicted", [ANYONE])}}
    sure = dict.fromkeys(("door", "visitors", "magic"), 1.0)
    return summarise(
        [case(name, reading) for name, reading in readings.items()],
        [Prediction(name, assessment(reading, sure)) for name, reading in readings.items()],
        baseline(),
    )
