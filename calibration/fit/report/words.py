"""What the report of a fit calls things, in Chinese and in English."""

from collections.abc import Mapping

Pair = tuple[str, str]

QUANTITIES: Mapping[str, Pair] = {
    "residents": ("常住人口（万人）", "Residents (10,000)"),
    "register": ("户籍人口（万人）", "Register (10,000)"),
    "births": ("出生（千人）", "Births (thousand)"),
    "registered_births": ("户籍出生（千人）", "Registered births (thousand)"),
    "second_birth_share": ("二孩占出生（%）", "Second births, % of births"),
    "first_birth_share": ("一孩占出生（%）", "First births, % of births"),
    "pupils_primary": ("小学在校生（千人）", "Primary pupils (thousand)"),
    "pupils_junior": ("初中在校生（千人）", "Junior pupils (thousand)"),
    "crude_death_rate": ("死亡率（‰）", "Deaths per 1,000"),
    "child_dependency_ratio": ("少儿抚养比（%）", "Child dependency (%)"),
    "old_dependency_ratio": ("老年抚养比（%）", "Old-age dependency (%)"),
    "share_0_14": ("0–14岁比重（%）", "Share aged 0–14 (%)"),
    "share_65": ("65岁及以上比重（%）", "Share aged 65+ (%)"),
    "mothers_of_one": ("2016年初一孩母亲（千人）", "Mothers of one, early 2016 (thousand)"),
}

DIVISORS: Mapping[str, float] = {
    "residents": 1e4,
    "register": 1e4,
    "births": 1e3,
    "registered_births": 1e3,
    "pupils_primary": 1e3,
    "pupils_junior": 1e3,
    "mothers_of_one": 1e3,
}


def both(pair: Pair, gap: str = "\n") -> str:
    """Chinese, then English."""
    return f"{pair[0]}{gap}{pair[1]}"
