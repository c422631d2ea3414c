"""Who withdraws leaves the authors' own documents, too."""

from clusterbrief.produce.withdrawals import forget_withdrawn


def test_folders_that_name_who_withdrew_are_gone_and_others_stay(tmp_path):
    for name, text in (("internal/site/index.html", "<td>MD-002</td>"), ("profiles/internal/region-EaP.json", "MD-001"),
                       ("notebooks/internal/dossier/EaP.ipynb", '"MD-\\u0030"'), ("site/index.html", "MD-002"),
                       ("compare/internal/changes.xlsx", "damaged")):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert forget_withdrawn(tmp_path, []) == []
    gone = forget_withdrawn(tmp_path, ["MD-002"])
    assert [path.relative_to(tmp_path).as_posix() for path in gone] == ["internal/site", "compare"]
    assert (tmp_path / "profiles/internal/region-EaP.json").is_file() and (tmp_path / "site/index.html").is_file()
