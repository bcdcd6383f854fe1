"""What the ordinary ageing chain does to China's people in ten years, and what cohorts do."""

import numpy as np
import pytest

from docs.making.ageing import (
    CHAIN,
    COHORTS,
    MONTHS,
    PART,
    STOP,
    WAYS,
    read_china,
    row,
    table,
)
from tests.chain import follow_chain_by_euler
from tests.national_tables import percent_off

QUICK = [label for label in WAYS if MONTHS not in label]


@pytest.fixture(scope="module")
def published():
    return read_china().people[STOP]


@pytest.fixture(scope="module")
def people():
    return {label: WAYS[label](read_china()) for label in QUICK}


def test_the_chain_blurs_what_cohorts_keep(people, published):
    wanted = published.sum(axis=0)
    chain, cohorts = (people[label].sum(axis=0) for label in (CHAIN, COHORTS))
    by_age = percent_off(chain, wanted)
    assert by_age[6] == pytest.approx(-2.5, abs=0.1)
    assert by_age[59] == pytest.approx(41.3, abs=0.2)
    assert int(np.abs(by_age[:90]).argmax()) == 59
    assert percent_off(chain[60:].sum(), wanted[60:].sum()) == pytest.approx(1.06, abs=0.05)
    assert np.abs(percent_off(cohorts, wanted))[:90].max() < 0.4


def test_a_finer_step_brings_the_blur_back(people, published):
    wanted = published.sum(axis=0)
    errors = [
        np.abs(
            percent_off(
                follow_chain_by_euler(read_china(), 2010.5, STOP, steps).sum(axis=0), wanted
            )
        )[1:80].mean()
        for steps in (1, 2, 4, 16)
    ]
    errors.append(np.abs(percent_off(people[CHAIN].sum(axis=0), wanted))[1:80].mean())
    assert np.all(np.diff(errors) > 0)


def test_the_page_shows_these_numbers(people, published):
    shown = PART.kept()
    assert shown[:2] == table([]).splitlines()
    assert len(shown) == 2 + len(WAYS)
    for label, found in people.items():
        assert table([row(label, found, published)]).splitlines()[2] in shown
