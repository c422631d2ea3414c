"""The profiles of success stories: one each, with nothing of the organisation but what it agreed to."""

from collections.abc import Iterator

import pandas as pd

from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.stories import list_stories, shown_stories
from clusterbrief.study.intake import Study


def stories_of(study: Study) -> pd.DataFrame:
    """The stories of an edition, those that are kept back among them; see ``list_stories``."""
    answers, edition = study.answers, study.edition
    least = edition.settings.disclosure.count
    return list_stories(answers.responses, answers.organisations, edition.invited, study.framework, least)


def story_label(title: str, country: str) -> str:
    """What a story is called: its title, or where it comes from.

    >>> story_label("", "Armenia"), story_label("Three rivals", "Armenia")
    ('A success story from Armenia', 'Three rivals')
    """
    return title or f"A success story from {country}"


def labelled_stories(study: Study) -> pd.DataFrame:
    """The stories that may be shown: ``story_code``, ``label``, ``name`` and ``country_code``, in order."""
    shown = shown_stories(stories_of(study))
    labels = [
        story_label(title, _country(study, code))
        for title, code in zip(shown["title"], shown["country_code"], strict=True)
    ]
    return shown.assign(label=pd.Series(labels, dtype=str))[["story_code", "label", "name", "country_code"]]


def _country(study: Study, country_code: str) -> str:
    """The country in words; the region where the country is not shown."""
    framework = study.framework
    return framework.countries[country_code].label if country_code else f"the {framework.country_file.region}"


def cut_stories(study: Study, stories: pd.DataFrame) -> Iterator[Profile]:
    """A profile for each story that may be shown."""
    framework = study.framework
    shared = edition_facts(study)
    for story in shown_stories(stories).to_dict("records"):
        code = story["country_code"]
        facts = {
            **shared,
            "label": story_label(story["title"], _country(study, code)),
            "text": story["text"],
            "name": story["name"],
            "country_label": framework.countries[code].label if code else "",
        }
        yield Profile("story", story["story_code"], "public", facts, {})
