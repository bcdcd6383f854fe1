import json
import tomllib

from simulator.city.loading import all_settings
from simulator.files.json_schema import build_json_schema, dump_json_schema
from simulator.files.schema import build_schema
from tests.city import city_pack
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

KEYS = build_schema(SETTINGS, AXES)
SCHEMA = build_json_schema(KEYS)


def at(*keys):
    found = SCHEMA
    for key in keys:
        found = found["properties"][key]
    return found


def records_field(name):
    return at("policy", "two_child", "stages")["items"]["properties"][name]


def unknown_keys(schema, document, path=()):
    """Keys of a document that the schema has no place for."""
    if not isinstance(document, dict) or "properties" not in schema:
        return []
    known = schema["properties"]
    assert schema["additionalProperties"] is False
    return [(*path, key) for key in document if key not in known] + [
        inner
        for key, value in document.items()
        if key in known
        for inner in unknown_keys(known[key], value, (*path, key))
    ]


def test_has_a_place_for_every_key_of_the_complete_file():
    document = tomllib.loads(COMPLETE.read_text(encoding="utf-8"))
    assert unknown_keys(SCHEMA, document) == []
    document["world"]["arivals"] = 3
    assert unknown_keys(SCHEMA, document) == [("world", "arivals")]


def test_top_keys():
    assert SCHEMA["required"] == ["schema_version"]
    assert at("schema_version")["enum"] == [1, 2]
    assert at("overlays") == {"type": "array", "items": {"type": "string"}}
    assert at("title")["required"] == ["zh", "en"]


def test_a_key_is_described_in_both_languages():
    city = build_json_schema(build_schema(all_settings(), city_pack().axes))["properties"]
    world, plan = city["world"]["properties"], city["plan"]["properties"]
    assert city["plan"]["description"].startswith("对各项服务及其学位、床位的决定 / what is")
    assert world["arrivals"]["description"] == (
        "每年迁入本市居住的人数（人/年） / people who move into the city to live (persons/year)"
    )
    share = plan["closures"]["items"]["properties"]["share"]
    assert share["description"].startswith("关闭的已启用学位或床位的比例（无量纲） / share of open")


def test_each_kind_of_setting():
    gestation = at("policy", "two_child", "gestation")
    number, relative = gestation["anyOf"]
    assert gestation["description"] == "从决定生育到出生（年） / from decision to birth (year)"
    assert number == {"type": "number", "minimum": 0.0, "maximum": 2.0}
    assert set(relative["properties"]) == {"scale", "add"}
    assert records_field("ramp")["type"] == "number"
    assert at("world", "basis")["enum"] == ["revised", "planned"]
    assert at("model", "cohorts_per_year")["enum"] == [1, 2, 3, 4, 6, 12]
    assert at("model", "seed")["type"] == "integer"
    assert at("plan", "on_time")["type"] == "boolean"
    assert at("plan", "opening")["format"] == "date"
    assert set(at("plan", "take_up")["properties"]) == set(AXES["service"])
    assert "properties" not in at("notes")


def test_a_path_is_a_number_or_a_table():
    number, spoken, table = at("world", "young_share")["anyOf"]
    assert number == {"type": "number", "minimum": 0.0, "maximum": 1.0}
    assert spoken == {"$ref": "#/$defs/ratio"}
    assert set(table["properties"]) == {
        *("over", "value", "values", "interpolation", "before", "after", "scale", "add")
    }
    [dated] = table["properties"]["values"]["patternProperties"].values()
    assert dated == {"anyOf": [number, spoken]}
    assert table["properties"]["value"] == dated
    *_, dated = table["properties"]["scale"]["anyOf"]
    assert dated["patternProperties"]


def test_a_unit_stands_alone_and_where_it_fits():
    ratio, count = SCHEMA["$defs"]["ratio"], SCHEMA["$defs"]["count"]
    assert {"per_1000", "每千人", "percent", "%"} <= set(ratio["properties"])
    assert {"wan", "万", "亿"} <= set(count["properties"])
    assert ratio["maxProperties"] == ratio["minProperties"] == 1
    assert {"$ref": "#/$defs/count"} in at("world", "arrivals")["anyOf"]
    assert "$ref" not in str(at("policy", "two_child", "gestation")["anyOf"][0])


def test_records_have_an_id_and_their_fields():
    records = at("policy", "two_child", "stages")
    assert records["type"] == "array"
    assert records["items"]["required"] == ["id"]
    fields = records["items"]["properties"]
    assert set(fields) == {"id", "opens", "date", "ramp", "share", "level"}
    assert set(fields["share"]["properties"]) == set(AXES["district"])


def test_the_text_is_the_same_each_time():
    text = dump_json_schema(KEYS)
    assert text == dump_json_schema(KEYS)
    assert json.loads(text) == SCHEMA
