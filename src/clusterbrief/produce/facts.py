"""Facts of an edition as documents print them."""

from collections.abc import Mapping
from typing import Any

from clusterbrief.present.wording import format_date

DATES = ("collected_from", "collected_to", "published")


def document_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an edition, with dates in words beside the plain ones (``published_text``)."""
    return {**facts, **{f"{name}_text": format_date(facts[name]) for name in DATES}}
