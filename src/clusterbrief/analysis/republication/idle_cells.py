"""Hidden cells that protect nothing: they are shown again, the dearest first."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Cell = TypeVar("Cell")


def without_idle(hidden: Sequence[Cell], is_safe: Callable[[Sequence[Cell]], bool]) -> list[Cell]:
    """The cells that stay hidden if one after the other is shown where that is safe.

    What is safe with some cells shown is safe with fewer of them. So many that can be shown together are shown at once,
    and the answer is what it would be if each were tried by itself.

    Parameters
    ----------
    hidden : sequence
        In the order in which they are tried.
    is_safe : callable
        Whether it is enough to hide some of them.

    Examples
    --------
    >>> without_idle([1, 2, 3, 4, 5], lambda left: {2, 5} <= set(left))
    [2, 5]
    """

    def needed(doubtful: list[Cell], others: list[Cell]) -> list[Cell]:
        if not doubtful or is_safe(others):
            return []
        if len(doubtful) == 1:
            return doubtful
        half = len(doubtful) // 2
        first = needed(doubtful[:half], [*others, *doubtful[half:]])
        return first + needed(doubtful[half:], [*others, *first])

    return needed(list(hidden), [])
