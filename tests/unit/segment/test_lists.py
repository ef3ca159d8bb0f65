from __future__ import annotations

from policy_audit.segment.lists import DEEPEST, Lists, Pending, joined


def test_a_new_list_takes_the_lead_in_that_waits() -> None:
    frame = Lists().enter(1, "1.", Pending("Staff must:"))
    assert (frame.lead_in, frame.marker) == ("Staff must:", "1.")


def test_a_deeper_list_without_lead_in_is_under_the_outer_one() -> None:
    lists = Lists()
    lists.enter(1, "1.", Pending("Staff must:"))
    inner = lists.enter(2, None, None)
    assert (inner.lead_in, inner.marker) == ("Staff must:", "1.")


def test_the_outer_list_goes_on() -> None:
    lists = Lists()
    outer = lists.enter(1, "1.", Pending("Staff must:"))
    lists.enter(2, "a.", Pending("call:", outer))
    assert lists.enter(1, "2.", None) is outer


def test_the_next_number_after_a_colon_is_no_nested_list() -> None:
    lists = Lists()
    outer = lists.enter(1, "1.", Pending("Staff must:"))
    assert lists.enter(1, "2.", Pending("call:", outer)) is outer


def test_bullets_after_a_bullet_with_a_colon_are_nested_until_the_next_such_bullet() -> None:
    lists = Lists()
    first = lists.enter(1, None, Pending("Who does what:"), opens=True)
    inner = lists.enter(1, None, Pending("The clerk will:", first))
    assert inner.lead_in == "Who does what: The clerk will:"
    assert lists.enter(1, None, None) is inner
    assert lists.enter(1, None, None, opens=True) is first


def test_only_a_list_whose_numbers_go_on_is_resumed() -> None:
    lists = Lists()
    lists.enter(1, "1.", Pending("Staff must:"))
    lists.suspend()
    assert lists.enter(1, "3.", None).lead_in is None
    lists.close()
    assert lists.enter(1, "2.", None).lead_in is None


def test_levels_are_bounded() -> None:
    lists = Lists()
    frame = lists.enter(10**9, None, None)
    assert frame.level == DEEPEST
    assert lists.enter(-3, None, None).level == 1


def test_joined_lead_ins_keep_their_inner_end() -> None:
    assert joined(None, "must:") == "must:"
    assert joined("Staff", "must:") == "Staff must:"
    long = joined("word " * 300 + "shall", "must:")
    assert long.endswith("word shall must:")
    assert len(long) <= 1000
