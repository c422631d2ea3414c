"""Images of plots: both forms from one drawing, the same bytes each time, without a clock."""

import pandas as pd
import pytest
from PIL import Image
from plotnine import aes, geom_point, ggplot

from clusterbrief.present.drawing import draw

PLOT = ggplot(pd.DataFrame({"label": ["a", "Հայ"], "points": [-1.5, 2.0]}), aes("label", "points")) + geom_point()


def test_figure_is_the_same_bytes_each_time_without_a_clock():
    first = draw(PLOT)
    assert first == draw(PLOT)
    assert list(first) == ["svg", "png"]
    assert first["svg"].startswith(b"<?xml")
    assert first["png"].startswith(b"\x89PNG")
    assert not any(b"<dc:date>" in each or b"Software" in each for each in first.values())


@pytest.mark.slow
def test_no_figure_of_an_edition_is_cut_at_its_edge(small_edition):
    paths = sorted((small_edition.build / "project").rglob("figures/**/*.png"))
    assert len(paths) > 20
    cut = []
    for path in paths:
        image = Image.open(path).convert("L")
        inner = Image.new("L", image.size, 255)
        inner.paste(image.crop((2, 2, image.width - 2, image.height - 2)), (2, 2))
        cut += [path.name] if inner.tobytes() != image.tobytes() else []
    assert cut == []
