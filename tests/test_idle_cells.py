"""Hidden cells that protect nothing: the same ones are left as if each were tried by itself."""

from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.republication.idle_cells import without_idle

cells = st.integers(0, 9)


def one_by_one(hidden: list[int], enough: list[set[int]]) -> list[int]:
    left = list(hidden)
    for cell in hidden:
        fewer = [each for each in left if each != cell]
        if all(set(fewer) & each for each in enough):
            left = fewer
    return left


@given(st.lists(cells, unique=True), st.lists(st.sets(cells, min_size=1)))
def test_many_at_once_leave_what_one_by_one_leaves(hidden: list[int], tells: list[set[int]]) -> None:
    # of each set one must stay hidden; what is told anyway is not asked about
    enough = [each for each in tells if each & set(hidden)]
    assert without_idle(hidden, lambda left: all(set(left) & each for each in enough)) == one_by_one(hidden, enough)


def test_few_questions_where_everything_can_be_shown() -> None:
    asked: list[int] = []
    assert without_idle(range(100), lambda left: not asked.append(len(left))) == []
    assert asked == [0]
