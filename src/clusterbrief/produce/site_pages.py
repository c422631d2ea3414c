"""A site by smalldocs in which only pages whose text changed are rendered again."""

import json
from pathlib import PurePosixPath
from typing import Any

from smalldocs.config import load
from smalldocs.site import Page, Site

from clusterbrief.produce.remembered import Remembered, key_of

OWN = ("link", "symbols")  # of rendering itself: made anew with each page


class RememberingSite(Site):
    """A project being built; ``remembered`` holds pages rendered before."""

    def __init__(self, root: str, remembered: Remembered) -> None:
        super().__init__(load(root), quiet=True)
        self.remembered = remembered

    def render_page(self, page: Page) -> None:
        """Render one page's Markdown into HTML, or take it as it was rendered before from the same."""
        key = key_of("page", page.body, repr(page.front), repr(page.meta), repr(sorted(map(str, self.pages))))
        known = self.remembered.recall(key)
        noted = json.loads(known) if known else self._rendered(page)
        if known is None:
            self.remembered.keep(key, json.dumps(noted).encode())
        page.html, page.env = noted["html"], noted["env"]
        self.resources |= {PurePosixPath(each) for each in noted["resources"]}
        self.broken += [(source, address) for source, address in noted["broken"]]
        for each in noted["warnings"]:
            self.warn(each)

    def _rendered(self, page: Page) -> dict[str, Any]:
        """What rendering a page gives, and what it tells the site, alone."""
        alone: dict[str, Any] = {"resources": set(), "broken": [], "warnings": []}
        before = {name: getattr(self, name) for name in alone}
        self.__dict__.update(alone)
        try:
            super().render_page(page)
        finally:
            self.__dict__.update(before)
        told = {**alone, "resources": sorted(map(str, alone["resources"]))}
        env = {name: each for name, each in page.env.items() if name not in OWN and not name.startswith("_")}
        return {"html": page.html, "env": env, **told}


def build_site(root: str, remembered: Remembered) -> None:
    """Build a whole site.

    Raises
    ------
    BuildError, ConfigError
        smalldocs cannot build it.
    """
    RememberingSite(root, remembered).build()
