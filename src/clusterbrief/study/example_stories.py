"""Invented success stories for example editions; each says that it is invented."""

from zlib import crc32

STORIES: tuple[tuple[str, str], ...] = (
    (
        "Twelve workshops, one shared machine",
        "Synthetic example. Our smaller members could not afford to try out digital production. We found a "
        "partner with an idle machine, and twelve workshops bought hours on it together.\n\n"
        "After a year, seven of them had changed a product or a process. Two now own a machine of their own, "
        "and the others still share.",
    ),
    (
        "From a price list to a portal",
        "Synthetic example. Buyers abroad asked for data that our members kept on paper. Together we agreed "
        "on one form, and a student team built a portal for it.\n\n"
        "Nine members are listed today. The first order came after four months, from a buyer nobody had met "
        "before.",
    ),
    (
        "A strategy that fits on two pages",
        "Synthetic example. We had a strategy of sixty pages that nobody read. The board cut it to two pages "
        "with five targets, and we report on them each quarter.\n\n"
        "Members now know what the fee is for: eight of ten pay it, where it used to be half.",
    ),
    (
        "Learning from a gold-label cluster",
        "Synthetic example. A manager from an EU cluster with a gold label spent a week with us. We took over "
        "one thing: a yearly survey of what members need.\n\n"
        "It showed that advice on funding mattered more than fairs. We dropped one fair, hired an adviser for "
        "two days a week, and three members won projects.",
    ),
    (
        "Digital skills for the second shift",
        "Synthetic example. Training took place in office hours, when the people who needed it stood at "
        "machines. We moved it to the second shift and into the factories.\n\n"
        "Forty people finished the course. Six firms have asked for the next one.",
    ),
    (
        "Three rivals, one laboratory",
        "Synthetic example. Three members that compete for the same buyers needed the same tests. We brokered "
        "a contract with a university laboratory that none of them could have filled alone.\n\n"
        "Tests take a week instead of a month, and cost each of them a third.",
    ),
    (
        "The incubator next door",
        "Synthetic example. Start-ups in our town looked for first customers, and our members for ideas. We "
        "began with one evening a month and a list of problems worth solving.\n\n"
        "Four pilots came of it in a year. One of them became a supplier of two members.",
    ),
)


PLACES = (
    "in a small town", "in the capital", "in an old mill", "near the border", "beside the railway", "in the hills",
    "in a free zone", "on a campus", "after a hard winter", "with one phone call", "in two languages",
)  # fmt: skip


def invented_story(organisation_code: str, field: str) -> tuple[str, str]:
    """Title and text of the story of an organisation in some field, the same whenever it is asked.

    Where it happened is part of the title, so that hardly two organisations have the same.
    """
    number = crc32(organisation_code.encode())
    title, text = STORIES[number % len(STORIES)]
    where = PLACES[number // len(STORIES) % len(PLACES)]
    what = ", ".join(filter(None, (field, where)))
    return f"{title} ({what})", text.replace("Synthetic example.", f"Synthetic example{field and f' from {field}'}.")
