"""When a contribution was last changed, in the ways survey tools write it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

CLEAR = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d_%H-%M-%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
)  # fmt: skip
FORMS = (*CLEAR, "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
MONTH_FIRST = ("%m/%d/%y %H:%M:%S", "%m/%d/%y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p")
DAY_FIRST = tuple(form.replace("%m/%d", "%d/%m") for form in MONTH_FIRST)
ZONE = re.compile(r"\s+(?!AM\b|PM\b)[A-Z]{2,5}([+-]\d{1,2}(:\d\d)?)?$", re.IGNORECASE)
NEVER = datetime(1980, 1, 1)  # what LimeSurvey writes where it keeps no dates


def read_moment(cell: Any, forms: Sequence[str] = FORMS) -> datetime | None:
    """A moment from a date cell or from text; None where it is none. Time zones are left out.

    >>> read_moment("2024/04/17 10:11:12 AM EEST")
    datetime.datetime(2024, 4, 17, 10, 11, 12)
    """
    if isinstance(cell, datetime):
        return _known(cell.replace(tzinfo=None))
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    text = str(cell).strip() if cell is not None else ""
    if not text:
        return None
    for form in forms:
        try:
            return _known(datetime.strptime(ZONE.sub("", text), form))
        except ValueError:
            continue
    try:
        return _known(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return None


def read_moments(cells: Sequence[Any]) -> list[datetime | None]:
    """Moments of rows that stand in the order of sending, where day and month may come either way round.

    The order decides: the reading in which time never runs backwards, month first where both or none do.
    """
    readings = [[read_moment(cell, (*forms, *CLEAR)) for cell in cells] for forms in (MONTH_FIRST, DAY_FIRST)]
    return next(
        (each for each in readings if _ascends(each)), max(readings, key=lambda each: len(each) - each.count(None))
    )


def _ascends(moments: Sequence[datetime | None]) -> bool:
    known = [each for each in moments if each is not None]
    return None not in moments and known == sorted(known)


def _known(moment: datetime) -> datetime | None:
    return None if moment == NEVER else moment
