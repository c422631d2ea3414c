"""What stands against publishing is told at once, with its place."""

from pathlib import Path

from clusterbrief.produce.assembly import SPREADSHEET
from clusterbrief.produce.leaks import Leak
from clusterbrief.produce.notebook_results import NotebookResults
from clusterbrief.produce.publication_checks import broken_links, own_words, publication_faults, untraced_data
from made_documents import table_result


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def page(*addresses, ids=()):
    links = "".join(f'<a href="{each}">x</a>' for each in addresses)
    return f"<html><body>{links}{''.join(f'<p id={each}></p>' for each in ids)}</body></html>"


def test_links_that_lead_nowhere_are_told(tmp_path):
    good = page(
        "countries/am.html#top", "#here", "https://example.org/x", "mailto:a@example.org", "data.csv", ids=["here"]
    )
    site = write(
        tmp_path / "site", index_html=good, countries__am_html=page("../index.html", ids=["top"]), data_csv="x"
    )
    assert list(broken_links(site)) == []
    write(site, index_html=page("gone.html", "#nowhere", "countries/am.html#no", "../outside.csv"))
    write(tmp_path, outside_csv="x")
    assert [address for _, address in broken_links(site)] == [
        "gone.html",
        "#nowhere",
        "countries/am.html#no",
        "../outside.csv",
    ]


def test_data_that_no_public_notebook_left_are_told(tmp_path):
    result = NotebookResults({}, {"tbl-a": table_result()}, {})
    site = write(tmp_path, figures__a__tbl_csv="")
    (site / "figures" / "a" / "tbl.csv").write_bytes(table_result().data.encode(SPREADSHEET))
    assert list(untraced_data(site, [result])) == []
    write(site, figures__a__more_csv="organisation_code,score\nAM-001,61\n")
    assert list(untraced_data(site, [result])) == ["figures/a/more.csv"]
    assert list(untraced_data(site, [])) == ["figures/a/more.csv", "figures/a/tbl.csv"]


def test_everything_that_stands_against_it_is_told_at_once():
    leak = Leak(Path("a.pdf"), "page 2", "name", "AM-001", "ciran")
    faults = publication_faults([leak], [("index.html", "gone.html")], ["figures/x.csv"])
    assert [str(fault.place) for fault in faults] == ["a.pdf (page 2)", "index.html", "figures/x.csv"]
    assert all(fault.remedy for fault in faults)
    assert not publication_faults([], [], [])
    (fault,) = publication_faults([leak], [], [], "MD-002")
    assert str(fault.place) == "MD-002/a.pdf (page 2)"


def test_what_we_wrote_ourselves_is_known(project_root):
    words = own_words(project_root)
    assert "What is the full name of your organisation in English?" in words
    ours = "This sheet is for your organisation"  # of a document of reports/
    assert ours in words and ours not in own_words(project_root, documents=False)
    invited = (project_root / "data" / "editions" / "example" / "invited.csv").read_text(encoding="utf-8").splitlines()
    assert not [row for row in invited[1:] if row.split(",")[1] in words]
