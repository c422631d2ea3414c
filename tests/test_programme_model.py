"""What programmes.yml may say."""

import pytest
from pydantic import ValidationError

from clusterbrief.study.programme_model import Criterion, NumberTest, decides_itself, questions_read


def test_limit_of_a_test_is_told_with_its_comparison():
    test = NumberTest(method="number", questions=("a",), over=0.5)
    assert test.own_limit == ("over", 0.5)
    assert NumberTest(method="number", questions=("a",)).own_limit is None


def test_what_we_decide_ourselves_says_why():
    level = {"method": "level", "question": "q", "least": 2}
    with pytest.raises(ValidationError, match="project setting"):
        Criterion.model_validate({"code": "a", "test": level})
    assert Criterion.model_validate({"code": "a", "test": level, "setting": "Why"}).setting == "Why"
    plain = Criterion.model_validate({"code": "a", "test": {"method": "chosen", "question": "q", "options": ["yes"]}})
    assert plain.test is not None and not decides_itself(plain.test)


def test_mixes_hold_tests_and_mixes():
    inner = {"method": "any", "tests": [{"method": "places"}, {"method": "completion", "least": 0.5}]}
    outer = {"method": "all", "tests": [inner, {"method": "unknown", "cause": "not asked", "reason": "Why"}]}
    read = Criterion.model_validate({"code": "a", "test": outer, "setting": "Why"})
    assert read.test is not None and read.test.method == "all"


@pytest.mark.parametrize(
    ("test", "questions"),
    [
        ({"method": "number", "questions": ["a", "b"]}, "ab"),
        ({"method": "count", "question": "a", "options": ["x"]}, "a"),
        ({"method": "share", "parts": ["a"], "of": ["a", "b"]}, "ab"),
        ({"method": "share", "parts": ["a"], "of": ["a", "b"], "within": "c"}, "abc"),
        ({"method": "present", "kinds": {"firms": ["a", "b"], "research": ["c"]}}, "abc"),
        ({"method": "years", "question": "a"}, "a"),
        ({"method": "level", "question": "a", "least": 2}, "a"),
        ({"method": "chosen", "question": "a", "options": ["yes"]}, "a"),
        ({"method": "completion", "least": 0.8}, ""),
        ({"method": "places"}, ""),
        ({"method": "unknown", "cause": "not asked", "reason": "Why"}, ""),
    ],
)
def test_questions_that_a_test_reads(test, questions):
    read = Criterion.model_validate({"code": "a", "test": test, "setting": "Why"}).test
    assert read is not None and questions_read(read) == frozenset(questions)


def test_a_mix_reads_what_its_tests_read():
    level = {"method": "level", "question": "a", "least": 2}
    inner = {"method": "any", "tests": [level, {"method": "years", "question": "b"}]}
    mix = {"method": "all", "tests": [inner, {"method": "number", "questions": ["b", "c"]}]}
    read = Criterion.model_validate({"code": "a", "test": mix, "setting": "Why"}).test
    assert read is not None and questions_read(read) == frozenset("abc")


def test_every_question_that_a_programme_reads_is_asked(framework):
    tests = [each.test for programme in framework.programmes for each in programme.criteria if each.test is not None]
    read = frozenset().union(*(questions_read(test) for test in tests))
    assert len(read) > 10 and read <= set(framework.questions)
