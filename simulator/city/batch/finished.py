"""Which cases are finished: their results lie there unchanged, and are those asked for."""

import json
from pathlib import Path

from simulator.city.batch.case import Case
from simulator.city.batch.kept_chunks import digest_of_order
from simulator.files.publishing import MARK, replace_files
from simulator.files.results_mark import digest_of, read_mark

_NAME = "finished.json"


def note_finished(case: Case) -> None:
    """Note beside the chunks of a case what its results were made from, and which they are."""
    text = json.dumps(_said(case), indent=2) + "\n"
    replace_files(case.chunks, {_NAME: text.encode()})


def is_finished(case: Case) -> bool:
    """Whether a case need not be published again; not where the user changed one of its files."""
    path = case.chunks / _NAME
    if not (path.is_file() and (case.results / MARK).is_file()):
        return False
    try:
        noted = json.loads(path.read_bytes())
    except ValueError:  # not what was written: nothing is noted
        return False
    mark = read_mark(case.results)
    return (
        mark is not None
        and noted == _said(case)
        and all(_is_there(case.results / name, digest) for name, digest in mark.outputs.items())
    )


def _said(case: Case) -> dict[str, object]:
    return {
        "made_from": [digest_of_order(order) for order in case.orders],
        "manifest_sha256": digest_of(case.results / MARK),
    }


def _is_there(path: Path, digest: str) -> bool:
    return path.is_file() and digest_of(path) == digest
