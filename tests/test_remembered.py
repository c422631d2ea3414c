"""What was typeset before: found by all that it depends on, and not when it is damaged."""

import pytest

from clusterbrief.produce import remembered as module
from clusterbrief.produce.remembered import NOTHING, Remembered, contents, key_of


def test_what_was_kept_is_recalled(tmp_path):
    key = key_of("page", b"text")
    Remembered(tmp_path / "a").keep(key, b"result")
    assert Remembered(tmp_path / "a").recall(key) == b"result"
    assert Remembered(tmp_path / "b").recall(key) is None
    assert Remembered(tmp_path / "a").recall(key_of("page", b"other")) is None


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 32, b"x" * 100])
def test_damaged_result_is_not_recalled(tmp_path, content):
    kept = Remembered(tmp_path)
    kept.keep("k", b"result")
    (tmp_path / "k").write_bytes(content)
    assert kept.recall("k") is None


def test_damage_of_one_bit_is_noticed(tmp_path):
    kept = Remembered(tmp_path)
    kept.keep("k", b"result")
    whole = (tmp_path / "k").read_bytes()
    (tmp_path / "k").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert kept.recall("k") is None


def test_empty_result_is_a_result(tmp_path):
    Remembered(tmp_path).keep("k", b"")
    assert Remembered(tmp_path).recall("k") == b""


def test_parts_are_kept_apart():
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("ab") != key_of("ab", "")
    assert key_of("é") == key_of("é".encode())


def test_other_software_recalls_nothing(monkeypatch):
    before = key_of("x")
    monkeypatch.setattr(module, "typesetter", lambda: "another version")
    assert key_of("x") != before


def test_what_was_not_used_is_forgotten(tmp_path):
    Remembered(tmp_path).keep("old", b"1")
    kept = Remembered(tmp_path)
    kept.keep("new", b"2")
    kept.recall("asked")
    kept.forget_others()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_without_a_folder_nothing_is_kept():
    NOTHING.keep("k", b"1")
    assert NOTHING.recall("k") is None
    NOTHING.forget_others()


def test_files_are_told_by_name_and_content(tmp_path):
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("1")
    assert contents([tmp_path / "a"]) != contents([tmp_path / "b"])
    assert contents([]) == contents([])
