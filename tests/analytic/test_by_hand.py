"""Every table of results, one figure of it worked by hand from what a reader can look up.

Figures are those of the baseline: of the pack (``calibration/xiamen``), and cells of the same run's
tables. A test holds that no table is left out.
"""

import pandas as pd
import pytest

from simulator.door.result import Result
from tests.by_hand import BY_HAND, by_hand, row, table
from tests.city import outcome_of


@by_hand
def population() -> None:
    # city.toml: 3,561,000 residents at the start; six per thousand beds of them are
    # 3,561,000 × 6 ÷ 1,000 = 21,366 (table services, 2011-01-01)
    persons = table("population")
    assert persons[persons["date"] == "2011-01-01"]["persons"].sum() == pytest.approx(3_561_000)
    there = row("services", service="hospital", district="city", date="2011-01-01")
    assert there["demand"] == pytest.approx(21_366)


@by_hand
def components() -> None:
    # 2019, whole city: 28,433.81 boys + 25,387.33 girls born, 417,320 arrived; 16,129.00 died,
    # 300,069.72 departed, 3,459.42 children left on entering school and 4,140.26 adults with
    # them; registration moves nobody:
    #   53,821.14 + 417,320.00 − 16,129.00 − 300,069.72 − 3,459.42 − 4,140.26 = 147,342.74
    # residents: 5,109,046.74 on 1 January 2020 − 4,961,704.00 a year before = 147,342.74
    rows = table("components")
    of = rows[rows["year"] == 2019].groupby(["direction", "flow"], observed=True)["persons"].sum()
    assert of["in", "newborn_boys"] + of["in", "newborn_girls"] == pytest.approx(
        53_821.14, abs=0.01
    )
    assert of["in", "arrivals"] == pytest.approx(417_320)
    gone = ("deaths", "departures", "children_without_points", "parents_of_leavers")
    assert [of["out", flow] for flow in gone] == pytest.approx(
        [16_129.00, 300_069.72, 3_459.42, 4_140.26], abs=0.01
    )
    # 1.2 adults go with each child, a little less so that they are never more than there are
    assert of["out", gone[3]] == pytest.approx(1.2 * 3_459.42, rel=0.005)
    persons = table("population").groupby("date")["persons"].sum()
    change = persons.loc["2020-01-01"] - persons.loc["2019-01-01"]
    coming = 53_821.14 + 417_320
    assert pytest.approx(147_342.74) == coming - 16_129.00 - 300_069.72 - 3_459.42 - 4_140.26
    assert change == pytest.approx(147_342.74, abs=0.04)


@by_hand
def services() -> None:
    # obstetric beds, end of 2019: the births of 2019 above, 53,821.14 ÷ 1.012 children a maternity
    # ÷ (1 − 0.337 from outside) = 80,215.61 deliveries; × 21 ÷ 1,000 = 1,684.53 beds wanted,
    # 1,919.55 open: 235.02 to spare. As the norm has it: (0.021 − 1,919.55 ÷ 80,215.61) × 80,215.61
    one = row("services", service="obstetric", district="city", date="2020-01-01")
    assert pytest.approx(80_215.61, abs=0.01) == 53_821.14 / 1.012 / (1 - 0.337)
    assert one["users"] == pytest.approx(80_215.61, abs=0.02)
    assert one["demand"] == pytest.approx(1_684.53, abs=0.01)
    assert one["risk_adjusted"] == pytest.approx(1_919.55, abs=0.01)
    assert one["gap"] == pytest.approx(-235.02, abs=0.01)
    # primary places on 1 September 2015: 278,931 pupils ÷ a mean load of 0.97 = 287,557.7
    one = row("services", service="primary", district="city", date="2015-09-01")
    assert one["risk_adjusted"] == pytest.approx(278_931 / 0.97)


@by_hand
def gaps() -> None:
    # vocational places, table services: short 2,037.29 in 2018, 4,774.40 in 2019, 7,681.22 in 2020;
    # a count of 1 September stands for a year, the last one for the four months to 1 January 2021:
    #   2,037.29 + 4,774.40 + 7,681.22 × 4 ÷ 12 = 9,372.10 place-years
    # lowest coverage: 44,742.27 ÷ 52,423.49 = 0.853478
    one = row("gaps", service="senior_vocational", district="city")
    assert one["shortage_years"] == pytest.approx(9_372.10, abs=0.01)
    assert one["lowest_coverage"] == pytest.approx(44_742.27 / 52_423.49, abs=1e-6)
    assert (one["worst_shortage"], str(one["worst_shortage_on"])[:10]) == (
        pytest.approx(7_681.22, abs=0.01),
        "2020-09-01",
    )


@by_hand
def answer() -> None:
    # vocational places, as above: 7,681.22 short ÷ 52,423.49 wanted = 0.146522 of demand
    share = row("answer", service="senior_vocational")["end_share"]
    assert share == pytest.approx(0.146522, abs=1e-6)


@by_hand
def observed() -> None:
    # residents at the end of 2015: 4,540,241.428 modelled, 4,540,000 in the yearbook:
    #   241.428 ÷ 4,540,000 = 0.000053
    one = row("observed", series="residents", date="2015-12-31")
    assert one["observed"] == 4_540_000
    assert one["error"] == pytest.approx(241.428 / 4_540_000, abs=1e-6)


@by_hand
def fit_by_series() -> None:
    # errors of residents in table observed: 0.0053, 0.0344, −0.2139 and 0.0528 %; the mean of
    # their squares is (0.00003 + 0.00118 + 0.04577 + 0.00278) ÷ 4 = 0.01244, its root 0.1115 %
    one = row("fit_by_series", series="residents")
    assert one["rows"] == 4
    assert one["rmse"] == pytest.approx(0.01244**0.5 / 100, abs=1e-5)


@by_hand
def projects() -> None:
    # P45, a kindergarten begun in the middle of 2017, is one of 22 with 6,500 places: 6,500 ÷ 22 =
    # 295.
    # 20 months later it is 1 March 2019, so that it opens on 1 September 2019. With a share of
    # 0.1667 on time and the others late by a lognormal time (median 0.177 years, spread 0.4489),
    # it is ready within the six months between with probability
    #   0.1667 + 0.8333 × Φ(ln(0.5 ÷ 0.177) ÷ 0.4489) = 0.1667 + 0.8333 × Φ(2.3134)
    #   = 0.1667 + 0.8333 × 0.98965 = 0.9914
    one = row("projects", project="P45")
    assert one["places"] == 6_500 // 22
    assert str(one["promised_opening"])[:10] == "2019-09-01"
    assert one["chance_on_time"] == pytest.approx(0.1667 + 0.8333 * 0.98965, abs=1e-4)


@by_hand
def supply_states() -> None:
    # kindergartens, end of 2015: 169,855 children ÷ 0.97 = 175,108.2 places on 1 September, and a
    # third of a year of unlisted growth, 5,390 × 4 ÷ 12 = 1,796.7: 176,904.9 open
    one = row("supply_states", service="kindergarten", district="city", delivery="expected",
              state="open", date="2016-01-01")  # fmt: skip
    assert one["places"] == pytest.approx(169_855 / 0.97 + 5_390 / 3, abs=0.1)


@by_hand
def project_sensitivity() -> None:
    # P57, a junior school of 1,385 places (187,000 ÷ 135) that fills one of three grades a year: a
    # year late it lacks 1,385 ÷ 3 = 461.667. To spare on the mainland then are 6,471.472, late
    # 6,471.472 − 461.667 = 6,009.805
    one = row("project_sensitivity", project="P57")
    assert one["most_lost"] == pytest.approx(1_385 / 3, abs=1e-3)
    assert one["gap_then"] + one["most_lost"] == pytest.approx(one["gap_if_late"], abs=0.001)
    there = row("services", service="junior", district="mainland", date="2019-09-01")
    assert one["gap_then"] == pytest.approx(there["gap"], abs=0.001)
    assert pd.isna(one["share_of_gap"])  # nothing is short


@by_hand
def supply_record() -> None:
    # 26,000 + 20,000 + 20,000 places announced for 2016-2018; 66,031.764 promised: + 0.000481
    one = row("supply_record", figure="openings_2016_2018")
    assert one["recorded"] == 26_000 + 20_000 + 20_000
    assert one["error"] == pytest.approx(66_031.764 / 66_000 - 1, abs=1e-6)


@by_hand
def ratios() -> None:
    # eldercare, end of 2016: 10,284.67 beds ÷ 305,157.016 in the register aged 60 and over =
    # 33.703 per 1,000; 40 − 33.703 = 6.297 short of the norm, × 305,157.016 ÷ 1,000 = 1,921.61 beds
    one = row("ratios", ratio="eldercare_per_registered", date="2017-01-01")
    assert one["value"] == pytest.approx(1_000 * 10_284.67 / 305_157.016, abs=1e-4)
    there = row("services", service="eldercare", district="city", date="2017-01-01")
    assert there["gap"] == pytest.approx(1_921.61, abs=0.05)


@by_hand
def beds() -> None:
    # psychiatric, 2020: 6,587.74 admissions × 45 days ÷ 365 = 812.187 in bed; ÷ 0.9 = 902.43 beds
    one = row("beds", service="psychiatric", year=2020)
    assert one["in_bed"] == pytest.approx(6_587.74 * 45 / 365, abs=0.01)
    assert one["beds_use"] == pytest.approx(812.187 / 0.9, abs=0.01)
    # obstetric, 2019: 80,215.61 deliveries (see services) × 6 ÷ 365 = 1,318.61 in bed; of
    # 1,848.06 beds open in the mean of the year 0.7135 are taken
    one = row("beds", service="obstetric", year=2019)
    assert one["in_bed"] == pytest.approx(80_215.61 * 6 / 365, abs=0.01)
    assert one["beds_open_mean"] == pytest.approx(1_848.06, abs=0.01)
    assert one["occupancy"] == pytest.approx(1_318.61 / 1_848.06, abs=1e-5)


@by_hand
def housing() -> None:
    # 49,196 homes on 7 May 2017 (2017 + (4 + 6 ÷ 31) ÷ 12), 4,753 a year until then: at the end of
    # 2011, 5.34946 years before, 49,196 − 25,426.0 = 23,770.0; of 1,205,738 households 1.971 %
    one = row("housing", year=2011)
    assert one["homes_finished"] == pytest.approx(49_196 - 4_753 * 5.34946, abs=0.1)
    assert one["covered_of_urban"] == pytest.approx(100 * 23_770.0 / 1_205_738, abs=1e-3)


@by_hand
def inputs() -> None:
    # the Decision wants six hospital beds for a thousand residents: 6 ÷ 1,000
    one = row("inputs", key="plan.norm.hospital")
    assert float(one["value"]) == pytest.approx(6 / 1_000)


@by_hand
def school_entitlement() -> None:
    # primary schools of Siming, 1 September 2015: of the migrant children who enter 1 − 0.8272 lack
    # the points, 1 − 0.41 of these find no private place: 0.1728 × 0.59 = 0.101952 of them leave.
    # 6,199.7 of six years are still there (table population), so 6,199.7 ÷ (1 − 0.101952) =
    # 6,903.5 came to enter and 6,903.5 − 6,199.7 = 703.8 left.
    # 69,798.3 sought a place, 69,094.4 are served in 1,607.0 classes: 43.00 to a class
    people = table("population")
    kept = (
        (people["date"] == "2015-09-01") & (people["district"] == "siming") & (people["age"] == 6)
    )
    there = people[kept & (people["residency"] == "migrant")]["persons"].sum()
    assert there == pytest.approx(6_199.7, abs=0.1)
    one = row("school_entitlement", service="primary", district="siming", date="2015-09-01")
    assert one["leaving"] == pytest.approx(6_199.7 / (1 - 0.1728 * 0.59) - 6_199.7, abs=0.1)
    assert one["served"] == pytest.approx(69_798.3 - 703.8, abs=0.15)
    assert one["mean_class"] == pytest.approx(69_094.4 / 1_607.0, abs=0.01)


@by_hand
def school_entrance() -> None:
    # kindergartens of Siming, September 2015: three grades share 39,918 ÷ 0.97 = 41,152.6
    # places alike: 13,717.5
    there = row("services", service="kindergarten", district="siming", date="2015-09-01")
    one = row("school_entrance", service="kindergarten", district="siming", date="2015-09-01")
    assert there["risk_adjusted"] == pytest.approx(39_918 / 0.97, abs=0.5)
    assert one["places_grade_one"] == pytest.approx(39_918 / 0.97 / 3, abs=0.1)
    assert one["children_turned_away"] == one["leaving"] + one["unplaced"]


@by_hand
def definitions() -> None:
    # services.toml, eldercare: the norm of 40 is on people in the register, 60 and over
    one = row("definitions", name="eldercare")
    assert (one["population"], one["bed_kind"], one["age_range"]) == ("register", "open", "60+")


@by_hand
def held() -> None:
    # shares of districts held from 2017 on add to one:
    #   0.14899 + 0.12859 + 0.24117 + 0.14487 + 0.19351 + 0.14287 = 1.00000
    shares = table("held")[table("held")["key"].str.startswith("world.arrival_districts.")]
    assert shares["value"].sum() == pytest.approx(1)
    assert row("held", key="world.arrival_districts.jimei")["value"] == pytest.approx(0.24117)


@by_hand
def targets() -> None:
    # T08 stands twice: 40 beds per 1,000 are met by the register (51.41) and missed by residents
    # (36.90), see target_values: it depends on the definition
    assert row("targets", target="T08")["verdict"] == "depends"
    for reading, met in (("registered", "yes"), ("resident", "no")):
        assert row("target_values", target="T08", reading=reading, year=2020)["meets"] == met


@by_hand
def target_values() -> None:
    # T38, end of 2020: 2,071.158 beds ÷ 72,934.478 deliveries = 28.3975 per 1,000; 21 would take
    # 72,934.478 × 0.021 = 1,531.624 beds: 539.534 to spare, as many as in the gap of services
    one = row("target_values", target="T38", reading="all", year=2020)
    assert one["value"] == pytest.approx(1_000 * 2_071.158 / 72_934.478, abs=1e-4)
    assert one["lacking"] == pytest.approx(72_934.478 * 0.021 - 2_071.158, abs=2e-3)
    there = row("services", service="obstetric", district="city", date="2021-01-01")
    assert one["lacking"] == pytest.approx(there["gap"], abs=1e-3)


@by_hand
def intakes() -> None:
    # the baseline ends with the record and has none; the long view, September 2021, whole city:
    #   38,802.507 registered and 27,654.054 migrants here, 1,595.373 to arrive = 68,051.934 aged 6
    assert table("intakes").empty
    later = Result(outcome=outcome_of(name="long_view_2030"))
    parts, people = later.table("intakes"), later.table("population")
    there = parts[(parts["service"] == "primary") & (parts["district"] == "city")].iloc[0]
    assert there["registered_here"] + there["migrant_here"] == pytest.approx(66_456.561, abs=0.01)
    aged_6 = people[(people["date"] == "2021-09-01") & (people["age"] == 6)]["persons"].sum()
    assert aged_6 == pytest.approx(66_456.561 + there["to_arrive"], abs=0.01)


@by_hand
def balance() -> None:
    # what the components of 2011 to 2020 bring is what population has more of at the end: of the
    # whole city 5,182,732.93 − 3,561,000.00 = 1,621,732.93 persons, and nothing is left over
    rows = table("components")
    sums = rows.groupby("direction", observed=True)["persons"].sum()
    assert sums["in"] - sums["out"] == pytest.approx(1_621_732.93, abs=0.1)
    residual = table("balance")["residual"].abs().max()
    assert residual <= 1e-9


@by_hand
def dictionary() -> None:
    # table beds has 19 columns: a row for each and one for the table itself, 20
    assert table("beds").shape[1] == 19
    assert (table("dictionary")["table"] == "beds").sum() == 20


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_a_figure_worked_by_hand(name: str) -> None:
    BY_HAND[name]()


def test_no_table_is_left_out() -> None:
    assert set(Result(outcome=outcome_of()).tables) == set(BY_HAND)
