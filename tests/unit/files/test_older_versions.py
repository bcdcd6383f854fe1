"""Files of version 1 keep their meaning, say so, and are rewritten with all else as it was."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.loading import all_settings
from simulator.files.older_versions import migrate_text
from simulator.files.scenario_file import load_scenario
from tests.city import BASELINE, city_pack

HEAD = f'schema_version = 1   # the form\nextends = "{BASELINE.as_posix()}"\n'
OLD = """# delay = 3 stays, for it is a remark
title = { zh = "旧", en = "opens = later" }
intent = "?"

[[plan.projects]]
id = "P57"          # 海沧
opens = 2016-09-01  # opens here, delay there

[[plan.projects]]
id = "P29"
"delay"  =  1.5
[plan]
on_time = false
"""
NEW = """# delay = 3 stays, for it is a remark
title = { zh = "旧", en = "opens = later" }
intent = "?"

[[plan.projects]]
id = "P57"          # 海沧
promised = 2016-09-01  # opens here, delay there

[[plan.projects]]
id = "P29"
"postponed"  =  1.5
[plan]
on_time = false
"""
# an array of tables can't be followed by its own table: TOML refuses what the program would
OLD, NEW = (text.replace("[plan]\non_time = false\n", "") for text in (OLD, NEW))


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        path = tmp_path / "old.toml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path, all_settings(), city_pack().axes)

    return loaded


def test_words_change_and_nothing_else():
    assert migrate_text(HEAD + OLD) == HEAD.replace("= 1", "= 2") + NEW


def test_what_is_of_today_stays_as_it_is():
    text = HEAD.replace("= 1", "= 2") + OLD
    assert migrate_text(text) == text
    assert migrate_text("no = = toml") == "no = = toml"


def test_an_old_file_is_read_as_it_was_meant_and_says_so(load):
    old, new = load(HEAD + OLD), load(migrate_text(HEAD + OLD))
    assert old == new
    assert [record["id"] for record in old.values["plan.projects"]] == ["P57", "P29"]
    assert {"promised", "postponed"} <= {
        name for record in old.values["plan.projects"] for name in record
    }
    [remark] = [remark for remark in old.remarks if remark.path.endswith("old.toml")]
    assert (remark.line, remark.key) == (1, "schema_version")
    assert "migrate rewrites it" in remark.message
    assert not [remark for remark in new.remarks if remark.path.endswith("old.toml")]


def test_a_field_that_was_renamed_has_its_line(load):
    assert load(HEAD + OLD).origin_of("plan.projects", "P57", "promised").line == 9


def test_a_record_of_the_new_form_keeps_its_words(load):
    text = (
        f"{HEAD}[[plan.projects]]\n"
        'id = "N"\nservice = "primary"\ndistrict = "huli"\nplaces = 9\nopens = 2019-09-01\n'
    )
    assert "opens" in load(text).values["plan.projects"][0]
    assert migrate_text(text) == text.replace("schema_version = 1", "schema_version = 2")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # two records on one line, the second of the new form
            (
                'plan.projects = [{ id = "a", opens = 2016-09-01 }, '
                '{ id = "b", opens = 2019-09-01, service = "primary" }]'
            ),
            (
                'plan.projects = [{ id = "a", promised = 2016-09-01 }, '
                '{ id = "b", opens = 2019-09-01, service = "primary" }]'
            ),
        ),
        (  # the word of another list of records, and in a text of several lines
            (
                '[[policy.two_child.stages]]\nid = "u"\nopens = true\n[[plan.projects]]\n'
                'id = """\nopens = 2"""\nopens = 2019-09-01'
            ),
            (
                '[[policy.two_child.stages]]\nid = "u"\nopens = true\n[[plan.projects]]\n'
                'id = """\nopens = 2"""\npromised = 2019-09-01'
            ),
        ),
        (
            'plan = { projects = [{ id = "x", "op\\u0065ns" = 2016-09-01 }] }',
            'plan = { projects = [{ id = "x", "promised" = 2016-09-01 }] }',
        ),
        (
            '[[ plan . "projects" ]]\r\nid = "甲"\r\n\'delay\' = 2   # 年\r\n',
            '[[ plan . "projects" ]]\r\nid = "甲"\r\n\'postponed\' = 2   # 年\r\n',
        ),
        ("[plan]\nprojects = []", "[plan]\nprojects = []"),
    ],
)
def test_only_the_words_of_old_records_change(before, after):
    head = "schema_version = {}  # 第几版\n"
    assert migrate_text(head.format(1) + before) == head.format(2) + after


FIELDS = {"opens": "2016-09-01", "delay": "2", "places": "900", "cancelled": "false"}
WORDS = st.sampled_from(["opens", '"opens"', "delay", "'delay'", "places", "cancelled"])


@st.composite
def old_files(draw):
    """A file of version 1 with projects written in any way that TOML has."""
    names = draw(st.lists(st.sampled_from(["P57", "P29", "P38"]), min_size=1, unique=True))
    inline = draw(st.booleans())
    records = []
    for name in names:
        words = draw(st.lists(WORDS, unique_by=lambda word: word.strip("\"'")))
        fields = [
            f"{word}{draw(st.sampled_from(['=', ' = ']))}{FIELDS[word.strip(chr(34) + chr(39))]}"
            for word in words
        ]
        records.append([f'id = "{name}"', *fields])
    if inline:
        text = ", ".join(f"{{ {', '.join(fields)} }}" for fields in records)
        return f"{HEAD}plan.projects = [{text}]  # opens\n"
    return HEAD + "".join("[[plan.projects]]\n" + "\n".join(fields) + "\n" for fields in records)


@settings(max_examples=100, deadline=None)
@given(old_files())
def test_a_rewritten_file_says_the_same(text):
    renamed = {"opens": "promised", "delay": "postponed"}
    before, after = (tomllib.loads(each) for each in (text, migrate_text(text)))
    assert after.pop("schema_version") == 2
    before.pop("schema_version")
    before["plan"]["projects"] = [
        {renamed.get(name, name): value for name, value in record.items()}
        for record in before["plan"]["projects"]
    ]
    assert after == before
