from policy_audit.model import Determination


def test_gaps_are_ranked_worst_first_and_nothing_else_is_as_bad() -> None:
    ranked = sorted(Determination, key=lambda determination: determination.rank)
    assert ranked[:3] == [Determination.CONTRADICTED, Determination.MISSING, Determination.PARTIAL]
    assert [d for d in Determination if d.is_gap] == [d for d in Determination if d.rank < 3]
