"""What the catalogue says about the three ledgers for beds."""

# table., column. and meaning. as in tables.py.
_TABLES = {
    "table.beds": (
        "床位三本账：标准、使用、排队，与开放床位并列；全市，逐年",
        "three ledgers for beds: norm, use, queue, beside the beds open; the city, year by year",
    ),
}

_COLUMNS = {
    "column.admissions": ("住院或分娩", "Admissions or deliveries"),
    "column.in_bed": ("日均在床人数", "People in bed"),
    "column.beds_norm": ("按标准所需", "Beds by the norm"),
    "column.beds_use": ("按使用所需", "Beds by use"),
    "column.beds_wards_5": ("按排队所需，病区，拒收5%", "Beds by queue, wards, 5 % turned away"),
    "column.beds_wards_1": ("按排队所需，病区，拒收1%", "Beds by queue, wards, 1 % turned away"),
    "column.beds_pool_5": ("按排队所需，合用，拒收5%", "Beds by queue, one pool, 5 % turned away"),
    "column.beds_pool_1": ("按排队所需，合用，拒收1%", "Beds by queue, one pool, 1 % turned away"),
    "column.beds_open": ("开放床位", "Beds open"),
    "column.occupancy": ("使用率", "Occupancy"),
    "column.turned_away": ("旺月拒收比例", "Turned away in the busiest month"),
    "column.ward": ("病区床位", "Beds in a ward"),
    "column.norm_grade": ("标准等级", "Grade of the norm"),
    "column.use_grade": ("使用数据等级", "Grade of the use"),
    "column.open_grade": ("开放床位等级", "Grade of the beds open"),
}

# Three ledgers count three things: the meanings say what each leaves out.
_MEANINGS = {
    "meaning.admissions": (
        "全年住院人次（含市外来者）；产科为全年分娩，养老为全年入住；无记录则留空",
        (
            "stays begun in the year, people from outside among them; obstetric: deliveries, "
            "homes: people who move in; blank where not on record"
        ),
    ),
    "meaning.in_bed": (
        "住院人次 × 平均住院日 ÷ 365，即排队公式中的负荷",
        "admissions × length of stay ÷ 365: the load of the loss formula",
    ),
    "meaning.beds_norm": (
        "服务对象 × 标准：按人者为年末，按分娩者为全年",
        "people in scope × norm: people at the end of the year, deliveries of the year",
    ),
    "meaning.beds_use": (
        "日均在床人数 ÷ 目标使用率",
        "people in bed ÷ target occupancy",
    ),
    "meaning.beds_wards_5": (
        "旺月拒收不超过5%：每个病区各自为政（Erlang 损失公式）",
        "at most 5 % turned away in the busiest month, every ward on its own (Erlang loss)",
    ),
    "meaning.beds_wards_1": (
        "旺月拒收不超过1%：每个病区各自为政（Erlang 损失公式）",
        "at most 1 % turned away in the busiest month, every ward on its own (Erlang loss)",
    ),
    "meaning.beds_pool_5": (
        "旺月拒收不超过5%：全市床位合用",
        "at most 5 % turned away in the busiest month, all beds of the city shared",
    ),
    "meaning.beds_pool_1": (
        "旺月拒收不超过1%：全市床位合用",
        "at most 1 % turned away in the busiest month, all beds of the city shared",
    ),
    "meaning.beds_open": (
        "年末开放床位（风险调整供给）；未知处留空，不作零",
        "beds open at the end of the year (risk-adjusted supply); blank where unknown, never zero",
    ),
    "meaning.occupancy": (
        "日均在床人数 ÷ 年末开放床位；超过1即床位不够",
        "people in bed ÷ beds open at the end of the year; above 1 they do not fit",
    ),
    "meaning.turned_away": (
        "旺月里，开放床位按病区分开时被拒收的比例",
        "share turned away in the busiest month by the beds open, kept apart in wards",
    ),
    "meaning.ward": (
        "可互相调剂的床位数：病区；养老为一家机构",
        "beds that stand in for each other: a nursing unit; of homes an institution",
    ),
    "meaning.norm_grade": (
        "使用率与标准中较弱的等级，A 至 D",
        "weaker of take-up and norm, A to D",
    ),
    "meaning.use_grade": (
        "住院、住院日、使用率、市外比例、病区、季节中最弱的等级",
        "weakest of admissions, stay, occupancy, share from outside, ward and season",
    ),
    "meaning.open_grade": (
        "起始存量的等级；起点未知则留空",
        "grade of the starting stock; blank where the start is unknown",
    ),
}

# What the summary on the screen says of beds.
_SUMMARY = {
    "summary.beds": (
        "{city} {scenario}：{year}年床位三本账",
        "{city}, {scenario}: three ledgers for beds, {year}",
    ),
    "summary.beds_note": (
        (
            "标准：按人或按分娩量。使用：日均在床人数 ÷ 目标使用率。排队：旺月拒收不超过5%、1%，"
            "病区各自为政。使用与排队的依据多为判断（D），见 docs/beds.md。"
        ),
        (
            "Norm: by people or deliveries. Use: people in bed ÷ target occupancy. Queue: at most "
            "5 %, 1 % turned away in the busiest month, every ward on its own. Use and queue rest "
            "mostly on judgements (D): docs/beds.md."
        ),
    ),
    "heading.norm": ("标准", "Norm"),
    "heading.beds_use": ("使用", "Use"),
    "heading.queue_5": ("排队5%", "Queue 5 %"),
    "heading.queue_1": ("排队1%", "Queue 1 %"),
    "heading.open": ("开放", "Open"),
    "heading.occupancy": ("使用率", "Occupancy"),
}

# What the figure of beds says beside its columns.
_FIGURE = {
    "title.beds": (
        "{city}：需要多少床位，三本账，{span}年",
        "{city}: how many beds are needed, by three ledgers, {span}",
    ),
    "detail.beds": (
        (
            "标准说规划给多少，使用说人们用多少，排队说要有多少才很少拒收。全市；"
            "人数与开放床位为年末，分娩与住院为全年。"
        ),
        (
            "Norm: what a plan allows. Use: what people lie in. Queue: what it takes to turn few "
            "away. Whole city; people and open beds at year end, the rest by year."
        ),
    ),
    "beds.queue": ("排队", "Queue"),
    "beds.taken": (
        "{year}年每100张开放床位日均{taken}人；病区不互助时，旺月拒收{away}%",
        "{year}: {taken} patients for 100 beds; wards apart turn away {away}% in the busiest month",
    ),
    "beds.not_open": (
        "开放床位未知：无记录",
        "Beds open unknown: not on record",
    ),
    "beds.no_use": ("使用情况未知：无记录", "Use unknown: not on record"),
    "beds.key_norm": (
        "标准：服务对象或分娩量 × 规划标准",
        "Norm: people or deliveries × what the plan allows each",
    ),
    "beds.key_use": (
        "使用：日均在床人数 ÷ 目标使用率",
        "Use: people in bed on an average day ÷ target occupancy",
    ),
    "beds.key_queue": (
        "排队：旺月拒收5%（下沿）至1%（上沿），病区不互助",
        "Queue: 5% (lower edge) to 1% (upper) turned away, wards apart",
    ),
    "beds.key_open": (
        "开放：年末开放床位（计拖期）",
        "Open: beds at the end of the year (with delays)",
    ),
    "beds.key_grade": (
        "使用与排队的依据多为判断（D级），见 docs/beds.md",
        "Use and queue rest mostly on judgements (grade D): docs/beds.md",
    ),
}

BED_MESSAGES = {**_TABLES, **_COLUMNS, **_MEANINGS, **_SUMMARY, **_FIGURE}
