"""Facts of an edition as documents print them."""

from clusterbrief.produce.facts import document_facts


def test_dates_stand_in_words_beside_the_plain_ones():
    facts = {"collected_from": "2024-04-08", "collected_to": "2024-05-31", "published": "2024-12-16", "synthetic": True}
    made = document_facts(facts)
    assert {name: made[name] for name in facts} == facts
    assert (made["collected_from_text"], made["published_text"]) == ("8 April 2024", "16 December 2024")
