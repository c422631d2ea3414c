"""Success stories in words: who tells one, and the list of them all."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.latin_names import who, with_latin
from clusterbrief.present.markdown import Link
from clusterbrief.present.wording import MISSING, count, number_word, sentence_start

FOLDER = "stories"  # of the pages, as reports/story.qmd says


def teller(name: str, country: str, region: str) -> str:
    """Whose story it is, as far as it may be told.

    >>> teller("Alpha", "Aland", "Region"), teller("", "Aland", "Region"), teller("", "", "Region")
    ('Alpha, Aland', 'an organisation in Aland', 'an organisation in the Region')
    """
    if name:
        return f"{with_latin(name)}, {country}" if country else with_latin(name)
    return f"an organisation in {country}" if country else f"an organisation in the {region}"


def told_by(facts: Mapping[str, Any]) -> str:
    """The sentence under a story's title."""
    who = teller(facts["name"], facts["country_label"], facts["region_label"])
    unnamed = "" if facts["name"] else " It is not named, because it did not agree to be named as a participant."
    return f"Told by {who}, in its own words.{unnamed}"


def paragraphs(text: str) -> list[str]:
    """A text in its paragraphs: whoever wrote it began a new line for each."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def stories_finding(stories: pd.DataFrame) -> str:
    """How many stories there are, and how many of them have a name."""
    named, number = int((stories["name"] != "").sum()), len(stories)
    text = f"There {'is a success story' if number == 1 else 'are success stories'} of {count(number, 'organisation')}"
    if named == number:
        return f"{text}."
    if named == 0:
        return f"{text}, which {'is' if number == 1 else 'are'} not named."
    rest = number - named
    return f"{text}; {number_word(rest)} of them {'is' if rest == 1 else 'are'} not named."


def tabulate_stories(profile: Profile) -> pd.DataFrame:
    """Every story with a link to its page, and who tells it."""
    stories, areas = profile.tables["stories"], profile.tables["areas"]
    labels = areas.set_index("area_code")["area_label"]
    countries = [labels.get(code, "") for code in stories["country_code"]]
    region = profile.facts["region_label"]
    return pd.DataFrame(
        {
            "Story": [
                Link(label, f"{FOLDER}/{code.lower()}.qmd")
                for label, code in zip(stories["label"], stories["story_code"], strict=True)
            ],
            "Told by": [
                # a name stays as it is written: not every script has capital letters for it
                teller(name, country, region) if name else sentence_start(teller(name, country, region))
                for name, country in zip(stories["name"], countries, strict=True)
            ],
        }
    )


def story_rows(profile: Profile) -> pd.DataFrame:
    """For the authors: every story that may be published, whose it is, and what keeps it back.

    Returns
    -------
    DataFrame, one row per story
        ``organisation_code``, ``name``, ``country_code``, ``title``, ``page`` (of the site; empty where the story is
        kept back) and ``withheld_because`` (empty where it is published).
    """
    stories = profile.tables["stories"]
    names = profile.tables["organisations"][["organisation_code", "name", "country_code"]]
    rows = stories.merge(names, on="organisation_code", how="left").sort_values("organisation_code")
    pages = [
        "" if why else f"{FOLDER}/{code.lower()}.html"
        for code, why in zip(rows["story_code"], rows["withheld_because"], strict=True)
    ]
    return rows.assign(page=pages).reset_index(drop=True)


def story_rows_finding(rows: pd.DataFrame) -> str:
    """How many stories are published, and how many are kept back."""
    if rows.empty:
        return "No organisation has told a success story that may be published."
    shown = int((rows["withheld_because"] == "").sum())
    kept = len(rows) - shown
    said = count(shown, "success story", "success stories")
    text = f"There {'is' if shown == 1 else 'are'} {said} on the site"
    if not kept:
        return f"{text}."
    verb = "is" if kept == 1 else "are"
    return f"{text}; {number_word(kept)} {verb} kept back. Ask the organisation for other words, or for its consent."


def tabulate_kept_stories(rows: pd.DataFrame) -> pd.DataFrame:
    """Stories that are kept back, and why."""
    kept = rows[rows["withheld_because"] != ""]
    return pd.DataFrame(
        {
            "Organisation": who(kept),
            "Title": [each or MISSING for each in kept["title"]],
            "Kept back because it": list(kept["withheld_because"]),
        }
    )
