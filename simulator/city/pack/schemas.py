"""The files of a pack as schemas for editors, by the name of the file they describe."""

import json
from collections.abc import Mapping, Sequence

from simulator.city.pack.check import EVERY_FORM, check_files
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.sheets import SHEETS
from simulator.files.form_schema import form_schema, sheet_schema
from simulator.stockflow.grammar.setting import Setting


def pack_schemas(pack: CityPack, settings: Sequence[Setting] = ()) -> Mapping[str, str]:
    """Texts of all schemas by their path, with the names of a pack, which editors then offer.

    ``settings`` are those of scenario files, whose keys ``parameters.toml`` may state.
    """
    names = check_files(pack.folder, settings).names
    forms = {form.file: form_schema(form, names) for form in EVERY_FORM}
    sheets = {sheet.file: sheet_schema(sheet, names) for sheet in SHEETS}
    return {
        f"pack/{file.replace('/', '.').rpartition('.')[0]}.schema.json": _text(schema)
        for file, schema in {**forms, **sheets}.items()
    }


def _text(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
