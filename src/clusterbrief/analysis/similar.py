"""Similar organisations: those that share ecosystem, size and age, with fewer criteria where too few do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.study.framework import Framework
from clusterbrief.study.similarity_model import Band, Criterion

ALL = "all organisations"
AGE = "age"
Flags = npt.NDArray[np.bool_]
CHOICE_KINDS = {"organisation_code": str, "criteria": str, "n": int, "unknown": str, "dropped": str}


@dataclass(frozen=True)
class Similar:
    """Who is similar to whom.

    ``criteria`` has one row per organisation: ``organisation_code``, ``criteria`` (those used, in words: "ecosystem
    and size", or "all organisations"), ``n`` (similar organisations), ``unknown`` (criteria that could not be used
    because the organisation did not answer, in words; else empty) and ``dropped`` (those dropped because too few
    were left; else empty). ``peers`` has one row per organisation and similar one: ``organisation_code`` and
    ``peer_code``.
    """

    criteria: pd.DataFrame
    peers: pd.DataFrame


@dataclass(frozen=True)
class Widened:
    """The result of a search, one row per organisation that searches: see ``widen``."""

    found: Flags  # organisations that search down, candidates across
    choices: pd.DataFrame  # the columns of CHOICE_KINDS without the code


def find_similar(
    organisations: pd.DataFrame, framework: Framework, on: date, among: Collection[str] | None = None
) -> Similar:
    """The similar organisations of each organisation.

    All criteria of similarity.yml must agree. Where that leaves too few, the last criterion is dropped, then the one
    before it, until there are enough; with none left, all organisations are similar. A criterion that the
    organisation itself did not answer is not used for it, and one that did not answer matches nobody. An
    organisation is never its own peer. A newcomer may become a peer and so change the criteria of others, but
    nobody's score.

    Parameters
    ----------
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``ecosystem`` (code), ``members_total`` [members], ``year`` (of founding); missing
        where not answered.
    framework : Framework
        Its ``similarity`` holds criteria, bands and the least number; without it nobody has similar ones.
    on : date
        The end of the collection of answers; age is its year less the year of founding.
    among : collection of str, optional
        Codes of the organisations that may be peers, such as those with a score; by default all.

    Returns
    -------
    Similar
        In order of the codes.

    References
    ----------
    ``data/framework/similarity.yml``, with the source of each band.
    """
    ordered = organisations.sort_values("organisation_code", ignore_index=True)
    codes = ordered["organisation_code"].to_numpy(dtype=object)
    if framework.similarity is None:
        return Similar(_choices([], codes[:0]), _pairs(np.zeros((0, 0), dtype=bool), codes[:0], codes[:0]))
    criteria = framework.similarity.criteria
    values = characteristics(ordered, criteria, on)
    matches: dict[str, Flags] = {each.code: _equal(values[each.code], values[each.code]) for each in criteria}
    allowed = ~np.eye(len(codes), dtype=bool)
    if among is not None:
        allowed &= np.isin(codes, list(among))
    known = values.notna().to_numpy(dtype=bool)
    widened = widen(matches, known, criteria, framework.similarity.least.organisations, allowed)
    return Similar(_choices([widened.choices], codes), _pairs(widened.found, codes, codes))


def characteristics(organisations: pd.DataFrame, criteria: Sequence[Criterion], on: date) -> pd.DataFrame:
    """What organisations are compared by.

    Returns
    -------
    DataFrame, one row per organisation, one column per criterion
        The code of the ecosystem or of the band; missing where it is not known, and where the year of founding lies
        after ``on``.
    """
    numbers = organisations.reindex(columns=["members_total", "year"]).astype(float)
    age = on.year - numbers["year"]
    found = {"size": numbers["members_total"], AGE: age.where(age >= 0)}
    columns = {
        each.code: in_bands(found[each.code], each.bands) if each.bands else organisations.get(each.code)
        for each in criteria
    }
    return pd.DataFrame(columns, index=organisations.index, dtype=object)


def in_bands(numbers: pd.Series, bands: Sequence[Band]) -> pd.Series:
    """The code of the band that each number falls in; missing where the number is.

    >>> bands = [Band(code="small", label="up to 50", up_to=50), Band(code="large", label="over 50")]
    >>> in_bands(pd.Series([50.0, 51.0, None]), bands).tolist()
    ['small', 'large', None]
    """
    ends = [band.up_to for band in bands[:-1]]
    places = np.searchsorted(np.array(ends, dtype=float), numbers.to_numpy(dtype=float), side="left")
    codes = np.array([*[band.code for band in bands], None], dtype=object)
    return pd.Series(codes[np.where(numbers.isna(), len(bands), places)], index=numbers.index, dtype=object)


def widen(
    matches: Mapping[str, Flags], known: Flags, criteria: Sequence[Criterion], least: int, allowed: Flags
) -> Widened:
    """Drop criteria from the last on until enough candidates agree in those that are left.

    Parameters
    ----------
    matches : mapping from the code of a criterion to array of bool, (organisations, candidates)
        Whether the two agree in it.
    known : array of bool, (organisations, criteria)
        Whether the organisation's own value is known; criteria that are not known are left out.
    criteria : sequence of Criterion
        In order of weight.
    least : int
        How many are enough.
    allowed : array of bool, (organisations, candidates)
        Who may be found at all.
    """
    found = allowed.copy()
    kept = np.zeros(len(found), dtype=int)
    agreeing = allowed
    for count, criterion in enumerate(criteria, start=1):
        agreeing = agreeing & (matches[criterion.code] | ~known[:, count - 1, None])
        enough = agreeing.sum(axis=1) >= least
        found[enough], kept[enough] = agreeing[enough], count
    labels = np.array([each.label for each in criteria], dtype=object)
    within = np.arange(len(criteria)) < kept[:, None]
    choices = pd.DataFrame(
        {
            "criteria": [in_words(labels[row]) or ALL for row in within & known],
            "n": found.sum(axis=1),
            "unknown": [in_words(labels[row]) for row in ~known],
            "dropped": [in_words(labels[row]) for row in ~within & known],
        }
    )
    return Widened(found, choices)


def in_words(labels: Sequence[str]) -> str:
    """Labels as a reader says them.

    >>> [in_words(labels) for labels in ([], ["size"], ["ecosystem", "size"], ["ecosystem", "size", "age"])]
    ['', 'size', 'ecosystem and size', 'ecosystem, size and age']
    """
    *before, last = labels if len(labels) else [""]
    return f"{', '.join(before)} and {last}" if before else last


def _equal(own: pd.Series, of_candidates: pd.Series) -> Flags:
    codes, _ = pd.factorize(pd.concat([own, of_candidates], ignore_index=True))
    left, right = codes[: len(own), None], codes[None, len(own) :]
    return (left == right) & (left >= 0)


def _choices(parts: Sequence[pd.DataFrame], codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    table = pd.concat([pd.DataFrame(columns=list(CHOICE_KINDS)), *parts], ignore_index=True)
    return table.assign(organisation_code=codes).astype(CHOICE_KINDS)  # also where there are no rows


def _pairs(found: Flags, codes: npt.NDArray[np.object_], candidates: npt.NDArray[np.object_]) -> pd.DataFrame:
    own, peer = np.nonzero(found)
    return pd.DataFrame({"organisation_code": codes[own], "peer_code": candidates[peer]}).astype(str)
