"""What documents say of themselves: every fault of the front matter with its line."""

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.documents import plan_pages, read_document, read_documents
from made_documents import front_matter, write_document


def faults_of(tmp_path, *texts):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.qmd").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_documents(tmp_path)
    return caught.value.faults


@pytest.mark.parametrize(
    ("text", "line", "detail", "problem", "remedy"),
    [
        ("Words only", 1, "", "Cannot find front matter", "---"),
        ("", 1, "", "Cannot find front matter", "---"),
        ("---\ntitle: x\n", 1, "", "Cannot find front matter", "---"),
        ("---\n---\n", 1, "", "Cannot find any keys", "title"),
        ("---\n- a\n---\n", 1, "", "Cannot find any keys", "title"),
        (front_matter().replace("title: A", "titel: A"), 2, "titel", 'Cannot use the key "titel"', '"title"'),
        (front_matter(audiense="x"), 7, "clusterbrief.audiense", 'Cannot use the key "audiense"', '"audience"'),
        (front_matter(audience="publik"), 5, "clusterbrief.audience", 'Cannot use "publik"', '"public"'),
        (front_matter(audience=None), 3, "clusterbrief.audience", 'Cannot find the key "audience"', "Add it"),
        (front_matter().replace("title: A title\n", ""), 1, "title", 'Cannot find the key "title"', "Add it"),
        (front_matter(title="''"), 2, "title", "Cannot leave this empty", ""),
        (front_matter(title="A: b: c"), 2, "", "Cannot read the front matter", "double quotes"),
        (front_matter(order="first"), 7, "clusterbrief.order", 'Cannot use "first" as a whole number', "whole"),
        (front_matter(file="../index"), 6, "clusterbrief.file", 'named "../index"', "letters"),
        (front_matter(file="/index"), 6, "clusterbrief.file", 'named "/index"', "letters"),
        (front_matter(file="index.html"), 6, "clusterbrief.file", 'named "index.html"', "ending"),
        (front_matter(file="'{country}'"), 6, "clusterbrief.file", 'named "{country}"', "{unit}"),
        (front_matter(each="country"), 6, "clusterbrief.file", "for each country", "{unit}"),
        (front_matter(audience="private"), 5, "clusterbrief.audience", "anything but an organisation", "organisation"),
        (
            front_matter(each="organisation", file="'o/{unit}'"),
            5, "clusterbrief.audience", "Cannot publish", "private",
        ),
    ],
)  # fmt: skip
def test_fault_of_the_front_matter_is_told_with_line_and_key(tmp_path, text, line, detail, problem, remedy):
    faults = [each for each in faults_of(tmp_path, text) if problem in each.problem]
    assert [(each.place.line, each.place.detail) for each in faults] == [(line, detail)]
    assert remedy in faults[0].remedy


def test_faults_of_all_documents_are_told_at_once(tmp_path):
    faults = faults_of(tmp_path, "Words", front_matter(audience="publik", order="first"))
    assert [each.place.file.split("/")[-1] for each in faults] == ["0.qmd", "1.qmd", "1.qmd"]


def test_letters_that_are_not_utf8_are_told_with_their_line(tmp_path):
    path = tmp_path / "a.qmd"
    path.write_bytes(front_matter().encode() + "Größe".encode("latin-1"))
    with pytest.raises(InputError) as caught:
        read_document(path)
    assert [(each.place.line, each.problem) for each in caught.value.faults] == [
        (9, "Cannot read the letters of this line")
    ]


def test_folder_without_documents_is_a_fault(tmp_path):
    with pytest.raises(InputError, match="Cannot find any document"):
        read_documents(tmp_path)


def test_no_two_documents_of_an_audience_write_one_page(tmp_path):
    page, other = front_matter(file="a"), front_matter(file="a", audience="internal")
    faults = faults_of(tmp_path, page, other, page)
    assert [(each.problem, each.remedy) for each in faults] == [('Cannot write "a" twice', "0.qmd does, too.")]
    (tmp_path / "2.qmd").unlink()
    assert len(read_documents(tmp_path)) == 2


def test_body_begins_after_the_front_matter_and_knows_its_line(tmp_path):
    document = write_document(tmp_path, "First.\n\n---\n\nLast.")
    assert document.body.splitlines() == ["", "First.", "", "---", "", "Last."]
    assert document.path.read_text(encoding="utf-8").splitlines()[document.first_line] == "First."


def test_each_document_makes_a_page_for_each_of_its_units(tmp_path):
    documents = [
        write_document(tmp_path, name="one"),
        write_document(tmp_path, name="two", each="country", file="'c/{unit}'"),
        write_document(tmp_path, name="three", each="organisation", audience="private"),
    ]
    units = {
        "edition": {"EaP": "Region"},
        "country": {"AM": "Armenia", "MD": "Moldova"},
        "organisation": {"AM-001": "First"},
    }
    pages = list(plan_pages(documents, units))
    assert [(page.file, page.project, page.unit_label) for page in pages] == [
        ("page", "public", "Region"),
        ("c/am", "public", "Armenia"),
        ("c/md", "public", "Moldova"),
        ("page", "private/AM-001", "First"),
    ]


def test_own_documents_can_be_read(project_root):
    assert {"index", "country", "method"} <= {each.name for each in read_documents(project_root / "reports")}
