"""Slips in what a pack says of who comes, registers and leaves: every word of what is told."""

import pytest

from simulator.city.loading import all_settings
from simulator.city.pack.check import check_files
from tests.pack_files import line_of

SETTINGS = all_settings()
PRIMARY = (
    "[service.entitlement]\npoints_share = 0.8272\nprivate_share = 0.41\nleave_on_entry = true"
)
ON_ENTRY = "leave_on_entry = true\n"  # of primary schools alone
PARENTS = "value = [25, 45]\n"
REGISTERING = "value = [[0, 1.0], [20, 1.0], [45,"
MOVES = 'key = "world.moves_out.siming"\n'
BOYS = "2010,men,3,"
STEPS = (
    "expected pairs of an age and a number that begin at age 0 and rise in age, "
    "[[0, 0.6], [15, 0.45]] / 所填为：一个列表；应为成对的年龄与数值，从 0 岁起、年龄递增，"
    "如 [[0, 0.6], [15, 0.45]]"
)

# file, what is written there, what is written in its place, the text on whose line the fault
# stands, how its key ends, what is said
SLIPS = {
    "who leaves, as a number": (
        "services.toml", ON_ENTRY, "leave_on_entry = 1\n", ON_ENTRY,
        "service.primary.entitlement.leave_on_entry",
        "found 1; expected true or false / 所填为：1；应为逻辑值 true（是）或 false（否）",
    ),
    "who leaves, unsaid": (
        "services.toml", ON_ENTRY, "", PRIMARY,
        "service.primary.entitlement",
        ("leave_on_entry is missing; expected true or false / "
         "缺少 leave_on_entry；应为逻辑值 true（是）或 false（否）"),
    ),
    "who leaves, misspelt": (
        "services.toml", ON_ENTRY, "leaves_on_entry = true\n", ON_ENTRY,
        "service.primary.entitlement.leaves_on_entry",
        ('no such key "leaves_on_entry"; did you mean "leave_on_entry"? / '
         '没有 "leaves_on_entry" 这一项；是否应为 "leave_on_entry"？'),
    ),
    "nobody who stays": (
        "services.toml", PRIMARY, PRIMARY.replace("0.8272", "0.0").replace("0.41", "0.0"),
        "private_share = 0.41\nleave_on_entry = true", "service.primary.entitlement.private_share",
        ("found 0, and points_share is 0 too: no migrant child would have a place; "
         "expected one of them above 0 / 所填为：0，points_share 亦为 0："
         "随迁子女将全部无处就读；两项中应有一项大于 0"),
    ),
    "more private places than places": (
        "services.toml", "private_places = 0.35", "private_places = 35", "private_places = 0.35",
        "service.kindergarten.entitlement.private_places",
        ("found 35; expected 0.35 (a number from 0 to 1) / "
         "所填为：35；应写 0.35；此处须填介于 0 与 1 之间的数字"),
    ),
    "parents of one age": (
        "parameters.toml", PARENTS, "value = [25]\n", PARENTS, ".value",
        "the list has length 1; expected 2 / 列表长度为 1；应为 2",
    ),
    "parents as a number": (
        "parameters.toml", PARENTS, "value = 25\n", PARENTS, ".value",
        "found 25; expected a list, [ ] / 所填为：25；应为列表，如 [ ]",
    ),
    "parents of ages reversed": (
        "parameters.toml", PARENTS, "value = [45, 25]\n", PARENTS, ".value",
        "found a list; expected ascending values / 所填为：一个列表；各值应依次递增",
    ),
    "registration that begins late": (
        "parameters.toml", REGISTERING, "value = [[5, 1.0], [20, 1.0], [45,", REGISTERING,
        ".value", f"found a list; {STEPS}",
    ),
    "registration of ages out of order": (
        "parameters.toml", REGISTERING, "value = [[0, 1.0], [20, 1.0], [15,", REGISTERING,
        ".value", f"found a list; {STEPS}",
    ),
    "moves that no run would read": (
        "parameters.toml", f"{MOVES}value = 0.0", f"{MOVES}value = 0.05", f"[[parameter]]\n{MOVES}",
        "",
        ("states moves out of a district; expected value = 0.0 here, and moves in the scenarios "
         "that ask for them, as no other run has any / 写有各区之间的搬迁；"
         "此处应为 value = 0.0，搬迁应写入所需的方案，其余运行均无搬迁"),
    ),
    "an age of the country left out": (
        "rates/population.csv", f"{BOYS}9003711,estimate\n", "", None, "",
        ("2010 men 3 is missing; expected a row for every combination of year × sex × age / "
         "缺少 2010 men 3；year × sex × age 的每一种组合都应有一行"),
    ),
    "an age of the country twice": (
        "rates/population.csv", BOYS, "2010,men,2,", BOYS, "year",
        ("2010, men, 2 is already on line 4; expected it once / "
         "2010, men, 2 在第4行已经出现；只应出现一次"),
    ),
    "an age at which nobody lives": (
        "rates/population.csv", f"{BOYS}9003711", f"{BOYS}0", BOYS, "persons",
        'found "0"; expected a number, 1 or more / 所填为："0"；应为不小于 1 的数字',
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_these_words_at_its_line(copy, slip):
    file, old, new, place, key, said = slip
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    faults = [each for each in check_files(copy, SETTINGS).faults if each.key.endswith(key)]
    assert (line_of(file, place), said) in [(each.line, each.message) for each in faults]
