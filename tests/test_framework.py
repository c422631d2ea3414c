"""The framework: the real one reads, and each planted fault is told with its file, line and key."""

import re
from pathlib import Path

import pytest

from clusterbrief.errors import Fault, InputError
from clusterbrief.study.framework import OVERALL, read_framework
from clusterbrief.study.framework_checks import FITS

LEVEL = "      - There is no permanent team, and people change with every project.\n"

# name: file, text as it is, text as planted, line that the fault must name, its key, words of problem and remedy
PLANTED = {
    "key unknown": (
        "questions/2_capacity.yml", "unit: FTE", "unitt: FTE", "unitt: FTE",
        "questions.team_fte.unitt", 'Cannot use the key "unitt"', 'Did you mean "unit"?',
    ),
    "key unknown in a scoring": (
        "indicators.yml", "{method: line, through: [[0, 0], [0.5, 40]", "{method: line, thorough: [[0, 0], [0.5, 40]",
        "thorough", "indicators.team_size.scoring.thorough", 'Cannot use the key "thorough"',
        'Did you mean "through"?',
    ),
    "key missing": (
        "questions/2_capacity.yml", "    text: Does anyone work for the cluster organisation as a defined part of their job?\n", "",
        "- code: has_team", "questions.has_team.text", 'Cannot find the key "text"', "Add it.",
    ),
    "key missing in a scoring": (
        "indicators.yml", "{method: line, through: [[0, 0], [0.5, 40], [1, 50], [5, 100]]}", "{method: line}",
        "{method: line}", "indicators.team_size.scoring.through", 'Cannot find the key "through"', "Add it.",
    ),
    "method missing": (
        "indicators.yml", "questions: [team_qualification]\n    scoring: {method: scale}",
        "questions: [team_qualification]\n    scoring: {out_of: 3}", "{out_of: 3}",
        "indicators.team_qualification.scoring.method", 'Cannot find the key "method"', "Add it.",
    ),
    "method unknown": (
        "indicators.yml", "questions: [team_qualification]\n    scoring: {method: scale}",
        "questions: [team_qualification]\n    scoring: {method: scales}", "{method: scales}",
        "indicators.team_qualification.scoring.method", 'Cannot use "scales"', 'Did you mean "scale"?',
    ),
    "weight below zero": (
        "indicators.yml", "label: Team size\n", "label: Team size\n    weight: -1\n", "weight: -1",
        "indicators.team_size.weight", "Cannot use -1", "Write 0 or more.",
    ),
    "weight endless": (
        "indicators.yml", "label: Team size\n", "label: Team size\n    weight: .inf\n", "weight: .inf",
        "indicators.team_size.weight", "Cannot use inf as a number", "Write a number",
    ),
    "weight in words": (
        "framework.yml", "label: Team\n", "label: Team\n        weight: heavy\n", "weight: heavy",
        "blocks.II.dimensions.II.a.weight", 'Cannot use "heavy" as a number', "Write a number",
    ),
    "weights of indicators all zero": (
        "indicators.yml", "node: II.c.2\n", "node: II.c.2\n    weight: 0\n",
        "code: II.c.2", "blocks.II.dimensions.II.c.parts.II.c.2.code", "a weight above zero among the indicators", "",
    ),
    "weights of dimensions all zero": (
        "framework.yml", r"re:code: (III\.[ab])\n", "code: \\1\n        weight: 0\n", "- code: III",
        "blocks.III.code", 'Cannot weigh the children of "III": all weights are zero', "",
    ),
    "weights of blocks all zero": (
        "framework.yml", "    scored: true\n", "    scored: true\n    weight: 0\n", "blocks:",
        "blocks", "Cannot find a scored block with a weight above zero", "scored: true",
    ),
    "dimension without indicators": (
        "framework.yml", "      - code: III.b\n", "      - code: III.c\n        label: Empty\n      - code: III.b\n",
        "code: III.c", "blocks.III.dimensions.III.c.code", 'Cannot find any indicator of "III.c"', "",
    ),
    "scored block without dimensions": (
        "framework.yml", "    label: Achievements and outlook\n", "    label: Achievements and outlook\n    scored: true\n",
        "- code: IV", "blocks.IV.code", 'Cannot find any dimension of the scored block "IV"', "",
    ),
    "question scored nowhere": (
        "questions/2_capacity.yml", 'ecei: "2.2.2"', 'ecei: "2.2.2"\n  - {code: lonely, block: II, text: Lonely?, type: yesno}',
        "lonely", "questions.lonely.code", 'Cannot find any indicator that scores the question "lonely"', '"use:"',
    ),
    "question unknown": (
        "indicators.yml", "questions: [team_fte]", "questions: [team_ftes]", "[team_ftes]",
        "indicators.team_size.questions", 'Cannot find the question "team_ftes"', 'Did you mean "team_fte"?',
    ),
    "node unknown": (
        "indicators.yml", "- code: team_size\n    node: II.a", "- code: team_size\n    node: II.d", "node: II.d",
        "indicators.team_size.node", 'Cannot put an indicator at "II.d"', "Did you mean",
    ),
    "node with parts": (
        "indicators.yml", "- code: team_size\n    node: II.a", "- code: team_size\n    node: II.c", "node: II.c",
        "indicators.team_size.node", 'Cannot put an indicator at "II.c"', "Did you mean",
    ),
    "block unknown": (
        "questions/2_capacity.yml", "- code: has_team\n    block: II\n", "- code: has_team\n    block: VI\n", "block: VI",
        "questions.has_team.block", 'Cannot find the block "VI"', "Did you mean",
    ),
    "option unknown in points": (
        "indicators.yml", "no_experience: 0, applied", "no_experience: 0, aplied: 25, applied", "aplied",
        "indicators.project_experience.scoring.points", 'Cannot find the option "aplied"', 'Did you mean "applied"?',
    ),
    "option without points": (
        "indicators.yml", "no_experience: 0, applied: 25, ", "no_experience: 0, ", "no_experience: 0, one",
        "indicators.project_experience.scoring.points", 'Cannot score the option "applied"', "Give it points.",
    ),
    "option unknown in leave_out": (
        "indicators.yml", "leave_out: [no_service]", "leave_out: [no_services]", "[no_services]",
        "indicators.main_services.scoring.leave_out", 'Cannot find the option "no_services"', 'Did you mean "no_service"?',
    ),
    "option unknown in provided": (
        "indicators.yml", "scoring: {method: provided}", "scoring: {method: provided, counts: given}", "counts: given",
        "indicators.general_breadth.scoring", 'Cannot find the option "given"', "Known here",
    ),
    "option unknown in a condition": (
        "questions/1_identification.yml", 'options: ["yes", partly]', 'options: ["yes", partially]', "partially",
        "questions.legal_act.asked_if.options", 'Cannot find the option "partially"', 'Did you mean "partly"?',
    ),
    "question unknown in a condition": (
        "questions/1_identification.yml", "{question: legal_basis,", "{question: legal_basic,", "legal_basic",
        "questions.legal_act.asked_if.question", 'Cannot find the question "legal_basic"', 'Did you mean "legal_basis"?',
    ),
    "condition on a later question": (
        "questions/1_identification.yml", "{question: legal_basis,", "{question: legal_fit,", "{question: legal_fit",
        "questions.legal_act.asked_if.question", 'Cannot ask "legal_act" before "legal_fit"', "Change their order.",
    ),
    "list unknown": (
        "questions/1_identification.yml", "options_from: nace", "options_from: nice", "options_from: nice",
        "questions.sector.options_from", 'Cannot find the list "nice" in scales.yml', 'Did you mean "nace"?',
    ),
    "question code twice": (
        "questions/3_management.yml", "code: web_presence\n", "code: team_fte\n", "code: team_fte",
        "questions.team_fte.code", 'Cannot use the code "team_fte" twice', "framework/questions/2_capacity.yml:",
    ),
    "indicator code twice": (
        "indicators.yml", "- code: team_qualification\n", "- code: team_size\n", None,
        "indicators.team_size.code", 'Cannot use the code "team_size" twice', "framework/indicators.yml:",
    ),
    "indicator code of a node": (
        "indicators.yml", "- code: team_size\n", "- code: II.b\n", "code: II.b\n",
        "indicators.II.b.code", 'Cannot use the code "II.b" twice', "framework/framework.yml:",
    ),
    "indicator code of the whole": (
        "indicators.yml", "- code: team_size\n", "- code: overall\n", "code: overall",
        "indicators.overall.code", 'Cannot use the code "overall"', "",
    ),
    "option code twice": (
        "questions/1_identification.yml", "{code: silver,", "{code: bronze,", "ECEI Silver",
        "questions.labels.options.bronze.code", 'Cannot use the option code "bronze" twice', "",
    ),
    "option text twice": (
        "questions/1_identification.yml", "text: ECEI Silver", 'text: "ECEI bronze:"', '"ECEI bronze:"',
        "questions.labels.options.silver.text", "Cannot tell two options", "",
    ),
    "option code that is another's text": (
        "scales.yml", "{code: planned, text: Planned}", "{code: planned, text: Provided}", "code: provided, text: Provided now",
        "scales.provided_planned.provided.code", 'Cannot use the code "provided": another option has it as its text', "",
    ),
    "semicolon in an option": (
        "questions/1_identification.yml", "text: ECEI Silver", 'text: "ECEI; Silver"', "ECEI; Silver",
        "questions.labels.options.silver.text", 'Cannot use ";" in an option', "Use a comma.",
    ),
    "semicolon in a shared list": (
        "scales.yml", "text: Provided now", 'text: "Provided; now"', "Provided; now",
        "scales.provided_planned.provided.text", 'Cannot use ";" in an option', "Use a comma.",
    ),
    "code with a blank": (
        "scales.yml", "{code: planned,", "{code: is planned,", "is planned",
        "scales.provided_planned.is planned.code", 'Cannot use "is planned" as a code', "A code starts with a letter",
    ),
    "four levels": (
        "questions/2_capacity.yml", LEVEL, "", "- code: team_stability",
        "questions.team_stability", "a scale has five levels, 0 to 4; 4 are given", "",
    ),
    "two levels alike": (
        "questions/2_capacity.yml", "      - The head stayed in the past two years, while several others changed.\n",
        LEVEL.replace(".", "").replace("There", "there"), "there is no permanent",
        "questions.team_stability.levels.2", "Cannot tell two levels apart: 0 and 2 read the same", "",
    ),
    "options of a number": (
        "questions/2_capacity.yml", "    unit: FTE\n", "    unit: FTE\n    options_from: nace\n", "- code: team_fte",
        "questions.team_fte", 'a question of type "number" has no options', "",
    ),
    "text instead of a number": (
        "questions/2_capacity.yml", "most: 500", "most: many", "most: many",
        "questions.team_fte.most", 'Cannot use "many" as a number', "Write a number",
    ),
    "number instead of a text": (
        "framework.yml", 'version: "2024.1"', "version: 2024.1", "version: 2024.1",
        "version", "Cannot use 2024.1 as text", "in double quotes",
    ),
    "no value": (
        "framework.yml", 'version: "2024.1"', "version:", "version:",
        "version", "Cannot use an empty value as text", "Write text",
    ),
    "list that is none": (
        "indicators.yml", "questions: [team_fte]", "questions: team_fte", "questions: team_fte",
        "indicators.team_size.questions", 'Cannot use "team_fte" as a list', "after a hyphen",
    ),
    "least above most": (
        "questions/2_capacity.yml", "most: 500", "most: -1", "- code: team_fte",
        "questions.team_fte", "least is above most", "",
    ),
    "line that turns back": (
        "indicators.yml", "{method: ratio, through: [[0, 0], [0.25", "{method: ratio, through: [[0.3, 0], [0.25",
        "[0.3, 0]", "indicators.maturity_assessed.scoring", "the answers of a line must ascend", "",
    ),
    "type that the scoring cannot read": (
        "indicators.yml", "questions: [team_fte]", "questions: [has_team]", "[0.5, 40]",
        "indicators.team_size.scoring", 'Cannot score the question "has_team" of type "yesno" by "line"',
        "It reads questions of type number, share.",
    ),
    "too many questions for a scoring": (
        "indicators.yml", "questions: [team_fte]", "questions: [team_fte, funding_months]", "[team_fte, funding_months]",
        "indicators.team_size.questions", 'Cannot score 2 questions by "line"', "",
    ),
    "question text twice": (
        "questions/2_capacity.yml", "text: How stable is your team?", "text: How qualified is your team for managing a cluster",
        "for managing a cluster\n", "questions.team_stability.text", "Cannot use the same text for two questions", "The other is at",
    ),
    "role twice": (
        "questions/1_identification.yml", "role: eccp", "role: country", "role: country",
        "questions.eccp_listed.role", 'Cannot give the role "country" to two questions', "The other is at",
    ),
    "role missing": (
        "questions/6_consent.yml", "    role: consent_name\n", "", None,
        "", 'Cannot find a question with the role "consent_name"', 'Add "role:"',
    ),
    "role of another type": (
        "questions/6_consent.yml", "type: yesno\n    required: true\n    use: [consent]\n    role: consent_name",
        "type: text\n    required: true\n    use: [consent]\n    role: consent_name", "role: consent_name",
        "questions.consent_name.role", 'Cannot give the role "consent_name" to a question of type "text"', 'It needs the type "yesno".',
    ),
    "country of no list": (
        "questions/1_identification.yml", "{code: MD, text: Moldova}", "{code: BY, text: Belarus}", "BY",
        "questions.country.options.BY.code", 'Cannot find the country "BY" in countries.yml', "Known here",
    ),
    "country code too long": (
        "countries.yml", "code: AM", "code: ARM", "code: ARM",
        "countries.ARM.code", 'Cannot use "ARM" as a code', "two capital letters: AM",
    ),
    "standing unknown": (
        "indicators.yml", "standing: project setting\n      source: >-\n        Project setting: 3", "standing: our setting\n      source: >-\n        Project setting: 3",
        "our setting", "indicators.team_size.benchmark.standing", 'Cannot use "our setting"', 'Did you mean "project setting"?',
    ),
    "benchmark without a reason": (
        "indicators.yml", "    questions: [team_upskilling]\n    scoring: {method: scale}\n    benchmark: *level3\n",
        "    questions: [team_upskilling]\n    scoring: {method: scale}\n", "- code: team_upskilling",
        "indicators.team_upskilling", 'an indicator has a "benchmark" or says "no_benchmark_because"', "",
    ),
    "coverage above one": (
        "framework.yml", "min_coverage: 0.6666666666666666", "min_coverage: 66", "min_coverage: 66",
        "min_coverage", "Cannot use 66", "Write 1 or less.",
    ),
    "phase by an unknown question": (
        "classes.yml", "question: has_team", "question: has_teams", "has_teams",
        "cluster_organisation.3.question", 'Cannot find the question "has_teams"', 'Did you mean "has_team"?',
    ),
    "phase by an unknown option": (
        "classes.yml", "[association, company", "[association, firm, company", "firm",
        "cluster_organisation.1.options", 'Cannot find the option "firm"', "Known here",
    ),
    "phase by the number of an option": (
        "classes.yml", "question: members_committed", "question: legal_form", "least: 15",
        "cluster_organisation.2.least", 'Cannot compare answers of type "single" with a number', "",
    ),
    "phase beside an unknown question": (
        "classes.yml", "amount: team_fte", "amount: team_ftes", "team_ftes",
        "cluster_organisation.3.amount", 'Cannot find the question "team_ftes"', 'Did you mean "team_fte"?',
    ),
    "phase beside what is no number": (
        "classes.yml", "amount: team_fte", "amount: legal_form", "amount: legal_form",
        "cluster_organisation.3.amount", 'Cannot compare answers of type "single" with a number', "",
    ),
    "class code twice": (
        "classes.yml", "- code: pioneer", "- code: champion", None,
        "classes.champion.code", 'Cannot use the code "champion" twice', "framework/classes.yml:",
    ),
}  # fmt: skip


def plant(folder: Path, file: str, old: str, new: str) -> str:
    """Change a file; a change that finds nothing to change would make a test vacuous."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    changed = re.sub(old[3:], new, text) if old.startswith("re:") else text.replace(old, new)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return changed


def faults_in(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_framework(folder)
    return caught.value.faults


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_told_with_file_line_and_key(framework_copy, name):
    file, old, new, marker, key, problem, remedy = PLANTED[name]
    plant(framework_copy, file, old, new)
    faults = [fault for fault in faults_in(framework_copy) if problem in fault.problem]
    assert len(faults) == 1, [str(fault) for fault in faults_in(framework_copy)]
    [fault] = faults
    expected_file = "framework/framework.yml" if "blocks." in key else f"framework/{file}"
    if name != "role missing":
        assert fault.place.file == expected_file
        assert fault.place.detail == key
    assert remedy in fault.remedy
    assert bool(remedy) or not fault.remedy
    if marker is not None:
        lines = (framework_copy.parent / expected_file).read_text(encoding="utf-8").splitlines(keepends=True)
        assert fault.place.line in [number for number, line in enumerate(lines, start=1) if marker in line]


@pytest.mark.parametrize("name", PLANTED)
def test_message_needs_no_knowledge_of_python(framework_copy, name):
    file, old, new, *_ = PLANTED[name]
    plant(framework_copy, file, old, new)
    for fault in faults_in(framework_copy):
        assert fault.problem.startswith("Cannot ")
        for word in ("str", "dict", "None", "tuple", "pydantic", "regex", "pattern", "Input should", "{", "[0-9]"):
            assert word not in re.sub(r'"[^"]*"', "", f"{fault.problem} {fault.remedy}").split(), word


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"", 1, "Cannot find any keys in the file"),
        (b"# only a remark\n", 1, "Cannot find any keys in the file"),
        (b"- a\n- b\n", 1, "Cannot find any keys in the file"),
        (b"scales:\n  a: [1\n  b: 2\n", 3, "Cannot read the file as YAML"),
        (b"scales:\n\ta: 1\n", 2, "Cannot read the file as YAML"),
        (b"scales: {}\nscales: {}\n", 2, "Cannot read the file as YAML"),
        ("scales:\n  a: [{code: a, text: Café}]\n".encode("cp1252"), 2, "Cannot read the letters of this line"),
    ],
)
def test_file_that_is_no_yaml_is_told(framework_copy, content, line, problem):
    (framework_copy / "scales.yml").write_bytes(content)
    [fault] = faults_in(framework_copy)
    assert (fault.place.file, fault.place.line) == ("framework/scales.yml", line)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize("file", ["framework.yml", "indicators.yml", "scales.yml", "classes.yml", "countries.yml"])
def test_missing_file_is_told(framework_copy, file):
    (framework_copy / file).unlink()
    [fault] = faults_in(framework_copy)
    assert (fault.place.file, fault.problem) == (f"framework/{file}", "Cannot find the file")


def test_framework_without_questions_is_told(framework_copy):
    for path in (framework_copy / "questions").iterdir():
        path.unlink()
    [fault] = faults_in(framework_copy)
    assert str(fault.place) == "framework/questions"
    assert fault.problem == "Cannot find any file of questions"


def test_folder_instead_of_a_file_is_told(framework_copy):
    (framework_copy / "scales.yml").unlink()
    (framework_copy / "scales.yml").mkdir()
    [fault] = faults_in(framework_copy)
    assert fault.place.file == "framework/scales.yml"


@pytest.mark.parametrize(
    ("first", "second"),
    [("weight below zero", "number instead of a text"), ("question unknown", "list unknown"), ("role twice", "node unknown")],
)  # fmt: skip
def test_faults_of_two_files_are_told_together(framework_copy, first, second):
    for name in (first, second):
        plant(framework_copy, *PLANTED[name][:3])
    problems = [fault.problem for fault in faults_in(framework_copy)]
    for name in (first, second):
        assert any(PLANTED[name][5] in problem for problem in problems)


# The real framework


def test_real_framework_reads(framework):
    assert len(framework.questions) > 100
    assert len(framework.indicators) >= 40
    assert list(framework.countries) == ["AM", "AZ", "GE", "MD", "UA"]


def test_copy_without_a_fault_reads_the_same(framework_copy, framework):
    again = read_framework(framework_copy)
    assert again.questions == framework.questions
    assert again.indicators == framework.indicators


def test_every_scored_node_hangs_on_a_parent_above_it(framework):
    nodes = framework.nodes
    assert nodes["node_code"].is_unique
    seen: set[str] = set()
    for node in nodes.itertuples():
        assert node.parent_code in seen or node.node_code == OVERALL
        seen.add(node.node_code)
    parents = set(nodes["parent_code"])
    assert set(nodes.loc[nodes["level"] != "indicator", "node_code"]) <= parents


def test_weights_of_siblings_are_equal_by_default(framework):
    assert (framework.nodes.groupby("parent_code")["weight"].nunique() == 1).all()


def test_every_indicator_is_scored_by_a_method_that_fits_its_questions(framework):
    for indicator in framework.indicators.values():
        types, count = FITS[indicator.scoring.method]
        assert {framework.questions[code].type for code in indicator.questions} <= types
        assert count in (None, len(indicator.questions))


def test_options_are_found_for_every_question_that_chooses(framework):
    for question in framework.questions.values():
        assert bool(framework.options(question)) == (question.type in {"single", "multiple", "ranking"})


def test_nothing_asked_once_is_asked_again(framework):
    numbers = [question.ecei for question in framework.questions.values() if question.ecei and not question.group]
    assert len(numbers) == len(set(numbers))
