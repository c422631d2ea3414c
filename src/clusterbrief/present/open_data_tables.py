"""The page about the open data: its tables with links to their files."""

import pandas as pd

from clusterbrief.present.markdown import Link

FOLDER = "data"  # of the site


def tabulate_open_tables(rows: pd.DataFrame) -> pd.DataFrame:
    """Published tables: ``table``, ``title``, ``row``, ``rows``; the title leads to the file.

    >>> listed = pd.DataFrame({"table": ["marks"], "title": ["Marks"], "row": ["A mark"], "rows": [9]})
    >>> tabulate_open_tables(listed)["Table (CSV)"][0].address
    'data/marks.csv'
    """
    return pd.DataFrame(
        {
            "Table (CSV)": [
                Link(title, f"{FOLDER}/{name}.csv") for name, title in zip(rows["table"], rows["title"], strict=True)
            ],
            "What a row is": rows["row"],
            "Rows": [str(each) for each in rows["rows"]],
        }
    )
