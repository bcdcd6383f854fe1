"""What the catalogue says about projects, programmes, entitlement and definitions."""

_UNITS = {
    "unit.projects": ("个项目", "projects"),
    "unit.classes": ("个班", "classes"),
}

# table., column., meaning. and value. as in tables.py.
_TABLES = {
    "table.projects": (
        "点名项目：承诺与预期开放时间、规模、等级",
        "named projects: promised and expected opening, size, grade",
    ),
    "table.supply_states": (
        "学位与床位所处状态：每年年末，承诺与期望",
        "places by state at the end of every year, as promised and as expected",
    ),
    "table.project_sensitivity": (
        "哪些项目决定缺口：某项目再晚一年的影响",
        "which projects decide a gap: what it does that one comes a year later",
    ),
    "table.supply_record": (
        "供给与记录对照：公布数、统计数、承诺与风险调整",
        "supply against the record: announced and counted figures, promise, risk-adjusted",
    ),
    "table.ratios": (
        "床位比率：按不同口径并列",
        "beds per so many people, side by side by definition",
    ),
    "table.school_entitlement": (
        "入学资格与班额：每年9月1日，各区与全市",
        "entitlement to school places and class sizes on 1 September, districts and the city",
    ),
    "table.definitions": ("口径：各服务与各指标", "definitions of services and series"),
}

_COLUMNS = {
    "column.paper": ("纸面供给", "Paper places"),
    "column.project": ("项目", "Project"),
    "column.places": ("规模", "Places"),
    "column.inside_programme": ("所属计划", "Programme"),
    "column.state": ("状态", "State"),
    "column.promised_opening": ("承诺开放", "Promised opening"),
    "column.expected_opening": ("预期开放", "Expected opening"),
    "column.early_opening": ("较早开放", "Early opening"),
    "column.late_opening": ("较晚开放", "Late opening"),
    "column.chance_on_time": ("按期可能性", "Chance on time"),
    "column.facilities": ("项目数", "Facilities"),
    "column.derived": ("推定字段", "Derived fields"),
    "column.rule": ("推定规则", "Rule"),
    "column.name_zh": ("中文名称", "Name in Chinese"),
    "column.name_en": ("英文名称", "Name in English"),
    "column.in_named_projects": ("其中点名项目", "In named projects"),
    "column.projects": ("项目数", "Projects"),
    "column.plan_grade": ("规模与分区等级", "Grade of size and split"),
    "column.place_years_lost": ("累计损失", "Place-years lost"),
    "column.most_lost": ("最大损失", "Most lost"),
    "column.most_lost_on": ("最大损失日期", "Date of the most lost"),
    "column.gap_then": ("当时缺口", "Gap then"),
    "column.gap_if_late": ("再晚一年的缺口", "Gap if late"),
    "column.share_of_gap": ("占缺口比例", "Share of the gap"),
    "column.figure": ("条目", "Figure"),
    "column.recorded": ("记录值", "Recorded"),
    "column.use": ("用途", "Use"),
    "column.ratio": ("比率", "Ratio"),
    "column.upper": ("分子", "Numerator"),
    "column.lower": ("分母", "Denominator"),
    "column.upper_definition": ("分子口径", "Definition of the numerator"),
    "column.lower_definition": ("分母口径", "Definition of the denominator"),
    "column.children": ("适龄儿童", "Children"),
    "column.migrant_children": ("其中随迁子女", "Migrant children"),
    "column.served": ("在校需求", "Served demand"),
    "column.entitled": ("有公办资格", "Entitled to a public place"),
    "column.private": ("就读民办", "In private places"),
    "column.leaving": ("离开本市", "Leaving the city"),
    "column.short": ("学位不足", "Short of a place"),
    "column.without_public": ("无公办学位儿童", "Without a public place"),
    "column.classes_needed": ("需要班级", "Classes needed"),
    "column.classes_there": ("现有班级", "Classes there"),
    "column.classes_above_limit": ("超额班级", "Classes above the limit"),
    "column.mean_class": ("平均班额", "Children in a class"),
    "column.entitlement_grade": ("资格数据等级", "Grade of entitlement"),
    "column.name": ("名称", "Name"),
    "column.what": ("类别", "Kind of figure"),
    "column.population": ("人口口径", "Population"),
    "column.bed_kind": ("床位口径", "Kind of bed"),
    "column.place_kind": ("学位口径", "Kind of place"),
    "column.age_range": ("年龄", "Ages"),
}

# What each column counts. Where nothing is on record a cell is blank, never nought.
_MEANINGS = {
    "meaning.paper": (
        "承诺供给 − 风险调整供给；未知处留空",
        "promised − risk-adjusted supply; blank where unknown",
    ),
    "meaning.project": ("城市数据中的项目编号", "id of the project in the city pack"),
    "meaning.places": ("学位或床位数", "places or beds"),
    "meaning.inside_programme": (
        "计入其规模的计划；空为计划之外",
        "the programme whose size it is in; blank outside any",
    ),
    "meaning.state": (
        "planned 策划，approved 前期，building 在建，finished 竣工待9月1日，open 开放，其余见字典",
        "planned, approved, building, finished (waits for 1 September), open, cancelled, closed",
    ),
    "meaning.projects.state": (
        "城市数据基准日的记录状态",
        "state on record on the reference date of the pack",
    ),
    "meaning.promised_opening": (
        "按承诺开放之日，学校为9月1日",
        "day of opening by the promise, schools on 1 September",
    ),
    "meaning.expected_opening": (
        "有一半可能已开放之日，含9月1日规则",
        "day by which it has opened with even chance, the September rule included",
    ),
    "meaning.early_opening": ("有一成可能已开放之日", "day by which it has opened, 1 in 10"),
    "meaning.late_opening": ("有九成可能已开放之日", "day by which it has opened, 9 in 10"),
    "meaning.chance_on_time": (
        "在承诺之日开放的可能性",
        "chance that it opens on the promised day",
    ),
    "meaning.facilities": ("该行代表的院所数", "houses the row stands for"),
    "meaning.derived": ("由本项目推定的字段", "fields that are ours and not on record"),
    "meaning.rule": ("推定的方法", "how they were found"),
    "meaning.projects.grade": ("项目数据的等级，A 至 D", "grade of the project's data, A to D"),
    "meaning.in_named_projects": ("其中属于点名项目的", "of them in named projects"),
    "meaning.projects": (
        "全市项目数：点名项目及按平均规模折算的其余项目",
        "projects in the city: named ones, and the rest at their mean size",
    ),
    "meaning.plan_grade": (
        "起始存量、计划规模与（分区时）分区规则中最弱的等级",
        "weakest grade of starting stock, programme and, for a district, its split by district",
    ),
    "meaning.place_years_lost": (
        "再晚一年在模拟期内少服务的学位·年或床位·年",
        "place-years or bed-years of service lost within the run",
    ),
    "meaning.most_lost": ("某一日少服务的最大数", "largest number not serving at a reading"),
    "meaning.gap_then": (
        "该日该区（跨区项目为全市）的缺口",
        "gap of the district, or city, on that day",
    ),
    "meaning.gap_if_late": ("再晚一年后的缺口", "the gap with the project a year later"),
    "meaning.share_of_gap": (
        "损失占再晚一年后缺口的比例；无短缺则空",
        "the loss as a part of the later gap; blank where there is no shortage",
    ),
    "meaning.use": (
        "input 承诺由此得出，fitted 参数由此拟合，test 检验，held_out 事后才知、留作检验",
        "input: the promise is made from it; fitted: a parameter is; test; held_out: known later",
    ),
    "meaning.supply_record.error": (
        "（程序 − 记录） ÷ 记录；input 用承诺值，其余用风险调整值",
        "(program − record) ÷ record; of the promise for input, else risk-adjusted",
    ),
    "meaning.served": (
        "公办与民办在校，与公布的在校生同口径",
        "public and private places sought here, as published pupils are",
    ),
    "meaning.entitled": (
        "户籍儿童（不含民办）与达到积分的随迁子女",
        "registered children not in private places, and migrants who reach the points",
    ),
    "meaning.private": (
        "户籍儿童就读民办者，与未达积分而入民办者",
        "registered in private places, and migrants below the threshold who find one",
    ),
    "meaning.leaving": ("未达积分且离开本市者", "migrants below the threshold who go elsewhere"),
    "meaning.short": (
        "按风险调整供给的短缺；全市为各区之和",
        "shortage by the risk-adjusted supply; for the city the sum over districts",
    ),
    "meaning.without_public": ("民办、离开与不足之和", "private, leaving and short together"),
    "meaning.classes_needed": ("在校需求 ÷ 班额上限", "served demand ÷ class size limit"),
    "meaning.classes_there": ("供给 ÷ 班额上限", "risk-adjusted supply ÷ class size limit"),
    "meaning.classes_above_limit": (
        "多出的儿童每班加一人时超额的班数，至多为全部班级",
        "classes over the limit if the children too many are spread one to a class",
    ),
    "meaning.mean_class": (
        "全部在校需求坐进现有班级时的人数",
        "children in a class if all served children share the classes there are",
    ),
}

# The rest of the meanings.
_FURTHER = {
    "meaning.name_zh": ("中文名称", "name in Chinese"),
    "meaning.name_en": ("英文名称", "name in English"),
    "meaning.most_lost_on": ("损失最大的读数日", "reading with the largest loss"),
    "meaning.figure": ("记录条目的编号", "id of the figure in the record"),
    "meaning.recorded": ("公布或统计的数", "the figure announced or counted"),
    "meaning.supply_record.promised": ("程序的承诺值", "what the program says by the promise"),
    "meaning.supply_record.risk_adjusted": (
        "程序的风险调整值",
        "what the program says with delays as they are",
    ),
    "meaning.ratio": ("比率的编号", "id of the ratio"),
    "meaning.ratios.value": ("分子 ÷ 分母 × 单位基数", "numerator ÷ denominator × the base"),
    "meaning.upper": ("床位", "beds"),
    "meaning.lower": ("人数或分娩量", "persons or deliveries"),
    "meaning.upper_definition": ("分子统计的范围", "what the numerator counts"),
    "meaning.lower_definition": ("分母统计的范围", "what the denominator counts"),
    "meaning.children": ("适龄常住儿童", "resident children of the ages"),
    "meaning.migrant_children": ("其中外来人口的子女", "those of migrants among them"),
    "meaning.entitlement_grade": (
        "资格与去向数据的等级",
        "grade of the shares of entitlement",
    ),
    "meaning.definitions.name": ("服务或指标", "service or series"),
    "meaning.what": ("service 服务，series 指标", "a service, or a series of the record"),
    "meaning.population": (
        "resident 常住，registered 户籍，served 实际服务",
        "resident, registered, or served",
    ),
    "meaning.bed_kind": (
        "planned 规划，built 建成，open 开放",
        "planned, built or open beds",
    ),
    "meaning.place_kind": (
        "designed 设计，open 开放，served 在读",
        "designed, open or served places",
    ),
    "meaning.age_range": ("统计的年龄", "the ages counted"),
}

# Headings and lines of the grids on the screen.
_SUMMARY = {
    "heading.figure": ("条目", "Figure"),
    "heading.recorded": ("记录", "Record"),
    "heading.promised": ("承诺", "Promise"),
    "heading.risk_adjusted": ("风险调整", "Expected"),
    "heading.error": ("误差", "Error"),
    "heading.tolerance": ("容差", "Tolerance"),
    "heading.use": ("用途", "Use"),
    "summary.supply": (
        "{city} {scenario}：供给与记录",
        "{city}, {scenario}: supply and the record of it",
    ),
    "summary.supply_note": (
        "误差：承诺的依据用承诺值，其余用风险调整值。承诺与参数的依据不是检验。",
        (
            "Error: of the promise where the promise is made from the figure, else of the "
            "risk-adjusted one. What made the promise or a parameter is no test."
        ),
    ),
}

_VALUES = {
    "value.planned": ("策划", "planned"),
    "value.approved": ("前期", "approved"),
    "value.building": ("在建", "under construction"),
    "value.finished": ("竣工待开办", "finished, not yet open"),
    "value.open": ("开放", "open"),
    "value.cancelled": ("取消", "cancelled"),
    "value.closed": ("关闭", "closed"),
    "value.input": ("承诺的依据", "the promise is made from it"),
    "value.fitted": ("参数的依据", "a parameter is fitted to it"),
    "value.test": ("检验", "a test"),
    "value.held_out": ("留作检验的事后结果", "known afterwards, kept back as a test"),
}

SUPPLY_MESSAGES = {**_UNITS, **_TABLES, **_COLUMNS, **_MEANINGS, **_FURTHER, **_SUMMARY, **_VALUES}
