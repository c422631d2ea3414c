"""Numbers of figures and tables, for a renderer that does not give them: 1, 2, ... on each page."""

import re

FIGURE = re.compile(r"^!\[(?P<caption>(?:\\.|[^\]\\])*)\](?P<rest>\([^)]*\)\{#(?P<name>fig-[\w-]+)[^}]*\})\s*$")
TABLE = re.compile(r"^: (?P<caption>.*?) (?P<rest>\{#(?P<name>tbl-[\w-]+)[^}]*\})\s*$")
ONE = r"-?@(?:fig|tbl|sec)-[\w-]+"
SECTION = re.compile(r"^##+ (?P<title>.*?) \{#(?P<name>sec-[\w-]+)[^}]*\}\s*$")
REFERENCE = re.compile(r"(?<![\w\\])(?P<bare>-?)@(?P<name>(?:fig|tbl|sec)-[\w-]+)")
BRACKETS = re.compile(rf"(?<!!)\[(?P<inside>{ONE}(?:[;,] *{ONE})*)\](?!\()")


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

    def numbered(line: str) -> str:
        if found := FIGURE.match(line):
            return f"![{label(found['name'], 'Figure')}: {found['caption']}]{found['rest']}"
        if found := TABLE.match(line):
            return f": {label(found['name'], 'Table')}: {found['caption']} {found['rest']}"
        if found := SECTION.match(line):
            labels[found["name"]] = f"“{found['title']}”"
        return line

    lines = [numbered(line) for line in text.splitlines()]

    def link(found: re.Match[str]) -> str:
        words = labels.get(found["name"])
        if words is None:
            return found[0]
        return f"[{words.split()[-1] if found['bare'] else words}](#{found['name']})"

    def without_brackets(found: re.Match[str]) -> str:
        known = all(each["name"] in labels for each in REFERENCE.finditer(found["inside"]))
        return found["inside"] if known else found[0]

    return REFERENCE.sub(link, BRACKETS.sub(without_brackets, "\n".join(lines))) + "\n"
