import scipy.integrate

from simulator.files.schema import METHODS, ORDERED, TABLES, build_schema, run_settings


def test_the_run_settings_make_a_schema():
    schema = build_schema(run_settings(), {})
    assert {key.split(".")[0] for key in schema.leaves if "." in key} == {"model", "report"}
    assert {key for pair in ORDERED for key in pair} <= schema.leaves.keys()
    assert schema.leaves["model.cohorts_per_year"].choices == (1, 2, 3, 4, 6, 12)


def test_every_key_belongs_to_a_table_and_says_what_it_means():
    for setting in run_settings():
        assert setting.key.split(".")[0] in TABLES
        assert setting.meaning


def test_every_choice_of_a_run_must_be_stated():
    optional = {setting.key for setting in run_settings() if not setting.required}
    # files written before there were draws state none, and none were made; of those from before
    # there were pages and workbooks every run writes them: nothing in them asks for none
    assert optional == {"notes", "model.draws", "report.page", "report.workbook"}


def test_the_methods_are_those_of_scipy():
    assert all(hasattr(scipy.integrate, name) for name in METHODS)
