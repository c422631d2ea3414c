"""Numbers of figures and tables, for a renderer that does not give them: 1, 2, ... on each page."""

import re

FIGURE = re.compile(r"^!\[(?P<caption>(?:\\.|[^\]\\])*)\](?P<rest>\([^)]*\)\{#(?P<name>fig-[\w-]+)[^}]*\})\s*$")
TABLE = re.compile(r"^: (?P<caption>.*?) (?P<rest>\{#(?P<name>tbl-[\w-]+)[^}]*\})\s*$")
SECTION = re.compile(r"^##+ (?P<title>.*?) \{#(?P<name>sec-[\w-]+)[^}]*\}\s*$")
REFERENCE = re.compile(r"(?<![\w\\])\[?(?P<bare>-?)@(?P<name>(?:fig|tbl|sec)-[\w-]+)\]?")


def number_references(text: str) -> str:
    """The text with numbered captions, and each reference as a link with the number it leads to.

    >>> print(number_references("See @fig-a.\\n\\n![Cap](a.svg){#fig-a}"))
    See [Figure 1](#fig-a).
    <BLANKLINE>
    ![Figure 1: Cap](a.svg){#fig-a}
    """
    labels: dict[str, str] = {}
    counts = {"Figure": 0, "Table": 0}

    def label(name: str, kind: str) -> str:
        counts[kind] += 1
        labels[name] = f"{kind} {counts[kind]}"
        return labels[name]

    lines = []
    for line in text.splitlines():
        if found := FIGURE.match(line):
            line = f"![{label(found['name'], 'Figure')}: {found['caption']}]{found['rest']}"
        elif found := TABLE.match(line):
            line = f": {label(found['name'], 'Table')}: {found['caption']} {found['rest']}"
        elif found := SECTION.match(line):
            labels[found["name"]] = f"“{found['title']}”"
        lines.append(line)

    def link(found: re.Match[str]) -> str:
        words = labels.get(found["name"])
        if words is None:
            return found[0]
        return f"[{words.split()[-1] if found['bare'] else words}](#{found['name']})"

    return REFERENCE.sub(link, "\n".join(lines)) + "\n"
