"""What the catalogue says about the figures of the plan: verdicts, what is missing, tables."""

# A verdict is about the figure as the plan counts it; where that is open, it says so.
_VERDICTS = {
    "verdict.met": ("达到", "met"),
    "verdict.missed": ("未达到", "missed"),
    "verdict.depends": ("随口径而定", "depends on the definition"),
    "verdict.met_before": ("期限前的记录已达到", "met by a record before the deadline"),
    "verdict.open": ("最后记录未达到，期限时无记录", "not met at the last record, none since"),
    "verdict.no_number": ("没有数字，不作判定", "no number, no verdict"),
}

# Whether a figure is computed, only on record, or neither.
_STATUS = {
    "standing.modelled": ("建模", "modelled"),
    "standing.recorded": ("记录，未建模", "recorded, not modelled"),
    "standing.unknown": ("未知", "unknown"),
}

# Lines of the scoreboard on the screen, short enough for a column.
_SENTENCES = {
    "targets.title": (
        "{city} {scenario}：{plan}项目标的记分牌",
        "{city}, {scenario}: scoreboard of the {plan} figures of the plan",
    ),
    "targets.number": ("编号", "No."),
    "targets.what": ("目标与口径", "Figure and what it counts"),
    "targets.promise": ("承诺", "Promise"),
    "targets.by": ("{promise}，{year}年底前", "{promise} by the end of {year}"),
    "targets.done": ("完成", "done"),
    "targets.missed_by": ("{verdict}：差 {gap}", "{verdict}: {gap} short"),
    "targets.over_by": ("{verdict}：超出 {gap}", "{verdict}: {gap} too much"),
    "targets.since": ("{verdict}（自{year}年）", "{verdict} (since {year})"),
    "targets.lacking": ("还缺 {number} {what}", "{number} {what} missing"),
    "targets.spare": ("多出 {number} {what}", "{number} {what} to spare"),
    "targets.fewer": ("或{whom}少 {number}", "or {number} fewer {whom}"),
    "targets.beyond": ("运行在期限前结束，没有数字", "the run ends before the deadline: no number"),
    "targets.need": (
        "{when}{whom} {people}；达标需 {number} {what}",
        "{people} {whom} {when}; {number} {what} would meet it",
    ),
    "targets.own": (
        "{when}{whom} {people}；目标本身即 {number} {what}",
        "{people} {whom} {when}; the figure itself is {number} {what}",
    ),
    "targets.only": (
        "涉及{when}{whom} {people}，无法换算成数量",
        "{people} {whom} {when}; no number of anything would meet it",
    ),
    "targets.limit": (
        "{when}{whom} {people}；最多 {number} {what}",
        "{people} {whom} {when}; at most {number} {what}",
    ),
    "targets.at_end": ("{year}年底", "at the end of {year}"),
    "targets.in_september": ("{year}年9月", "in September {year}"),
    "targets.on_day": ("{day}当日", "on {day}"),
    "targets.in_year": ("{year}年", "in {year}"),
    "targets.nothing": (
        "既不在模型中，也没有记录",
        "neither in the model nor on record",
    ),
    "targets.related": ("只有相关记录，不是本指标", "only related figures are on record"),
    "targets.points": ("个百分点", "percentage points"),
    "targets.no_numerator": (
        "没有达成情况的记录",
        "what has been reached is not on record",
    ),
    "targets.record": (
        "记录：{when}，{what}（{source}，{grade}级）",
        "On record, {when}: {what} ({source}; grade {grade})",
    ),
    "targets.short_at": (
        "{when}为 {value}，承诺 {promise}，差 {gap}",
        "{value} of {promise} {when}, short by {gap}",
    ),
    "targets.reached_at": ("{when}已达到", "reached {when}"),
    "targets.not_done": ("未完成", "not done"),
    "targets.tally": (
        "共 {all} 项：建模 {modelled} 项，只有记录 {recorded} 项，未知 {unknown} 项。",
        "{all} figures: {modelled} modelled, {recorded} recorded, {unknown} unknown.",
    ),
    "targets.note_value": (
        (
            "建模值为期望值，含按实际拖期；学位比率取9月1日，其余取年末。“=”按“不少于”判定。"
            "括号内为等级：A 法规或年鉴，B 规划或公报，C 报刊或类比，D 判断。"
        ),
        (
            "Modelled values are expected values, with delays as on record; ratios of places on "
            "1 September, all else at the end of the year. = is taken as at least. Grades: A "
            "statute or yearbook, B plan or bulletin, C press or analogue, D judgement."
        ),
    ),
    "targets.files": ("结果在 {folder}/", "results in {folder}/"),
}

# table., column. and meaning. as in tables.py.
_TABLES = {
    "table.targets": (
        "规划的全部目标：口径、判定与结果，每项一行",
        "every figure of the plan: definition, verdict and result, one row each",
    ),
    "table.target_values": (
        "建模目标的逐年数值：每项每种口径",
        "values of the modelled figures by year, each definition",
    ),
    "table.target_needs": (
        "目标所对应的人数与达标所需数量",
        "whom a figure is for, and the number that would meet it",
    ),
    "table.target_records": ("目标旁的记录", "the record beside the figures"),
    "table.target_causes": (
        "两个方案之差的分解：各差异与口径各占多少",
        "why two scenarios differ: the share of each difference and of the definition",
    ),
}

_COLUMNS = {
    "column.target": ("目标", "Target"),
    "column.sector": ("领域", "Sector"),
    "column.section": ("条款", "Clause"),
    "column.quantity_zh": ("中文指标", "Quantity in Chinese"),
    "column.quantity_en": ("英文指标", "Quantity in English"),
    "column.comparator": ("比较", "Comparator"),
    "column.promise": ("承诺值", "Promise"),
    "column.deadline": ("期限", "Deadline"),
    "column.standing": ("状态", "Standing"),
    "column.verdict": ("判定", "Verdict"),
    "column.result_zh": ("结果（中文）", "Result in Chinese"),
    "column.result_en": ("结果（英文）", "Result in English"),
    "column.definition_zh": ("口径（中文）", "Definition in Chinese"),
    "column.definition_en": ("口径（英文）", "Definition in English"),
    "column.driver": ("驱动因素", "Driver"),
    "column.reading": ("口径编号", "Reading"),
    "column.meets": ("是否达到", "Meets"),
    "column.at_deadline": ("是否期限年", "At the deadline"),
    "column.numerator": ("分子", "Numerator"),
    "column.denominator": ("分母", "Denominator"),
    "column.lacking": ("尚缺", "Lacking"),
    "column.fewer_people": ("人数需少", "Fewer people"),
    "column.people": ("人数", "People"),
    "column.number_needed": ("达标所需", "Number needed"),
    "column.whom_zh": ("对象（中文）", "Whom in Chinese"),
    "column.whom_en": ("对象（英文）", "Whom in English"),
    "column.role": ("作用", "Role"),
    "column.compares": ("是否可比", "Compares"),
    "column.title": ("来源名称", "Title"),
    "column.publisher": ("发布者", "Publisher"),
    "column.published": ("发布日期", "Published"),
    "column.factor": ("因素", "Factor"),
    "column.share": ("所占", "Share"),
    "column.first": ("起点值", "First value"),
    "column.last": ("终点值", "Last value"),
    "column.scenario": ("方案", "Scenario"),
}

_MEANINGS = {
    "meaning.target": ("targets.csv 中的编号", "id in targets.csv"),
    "meaning.sector": ("规划领域", "sector of the plan"),
    "meaning.section": ("规划的章节", "section of the plan"),
    "meaning.quantity_zh": ("指标名称", "name of the quantity"),
    "meaning.quantity_en": ("指标名称（英文）", "name of the quantity in English"),
    "meaning.comparator": (
        ">= 不少于，<= 不多于，= 按不少于判定（等于零时按不多于）",
        ">= at least, <= at most, = taken as at least (= 0: as at most)",
    ),
    "meaning.promise": ("规划写明的数值", "the number the plan states"),
    "meaning.deadline": ("期限年，指当年年底", "year by whose end it is due"),
    "meaning.standing": (
        "modelled 建模，recorded 只有记录，unknown 未知",
        "modelled, recorded (not modelled), or unknown",
    ),
    "meaning.verdict": (
        (
            "met 达到，missed 未达到，depends 随口径而定，met_before 期限前的记录已达到，"
            "open 最后记录未达到，no_number 没有数字"
        ),
        (
            "met, missed, depends on the definition, met_before: by an earlier record, open: not "
            "at the last record, no_number: nothing to say it by"
        ),
    ),
    "meaning.result_zh": ("数值、差额与达标所需，一句话", "the result in Chinese words"),
    "meaning.result_en": (
        "英文结果",
        "value, by how much it is met or missed, what it would take, in words",
    ),
    "meaning.definition_zh": ("本项目撰写的口径说明", "what it counts, in our words, in Chinese"),
    "meaning.definition_en": ("英文口径说明", "what it counts, in our words"),
    "meaning.driver": ("规划表所列的驱动因素", "what the plan table says drives it"),
    "meaning.reading": ("同一目标的一种口径", "one definition of the figure"),
    "meaning.target_values.value": ("按该口径的数值", "value by that definition"),
    "meaning.target_values.year": ("年份", "year"),
    "meaning.target_values.date": ("取值日期", "day of the value"),
    "meaning.meets": ("yes 达到承诺值，no 未达到", "whether the value meets the promise"),
    "meaning.at_deadline": ("yes 为期限年", "yes: the year of the deadline"),
    "meaning.numerator": ("床位、学位、项目等数量", "beds, places, projects and the like"),
    "meaning.denominator": ("人数等，已乘折算系数", "people and the like, factor included"),
    "meaning.lacking": (
        "期限时达标还缺的数量，负数为多出",
        "what is missing of the numerator at the deadline; below zero to spare",
    ),
    "meaning.fewer_people": (
        "分子不变时，人数少多少即可达标",
        "how many fewer people would meet it with the numerator as it is",
    ),
    "meaning.people": ("期限时的人数", "their number at the deadline"),
    "meaning.number_needed": ("期限时达标所需的数量", "the number that would meet it"),
    "meaning.whom_zh": ("目标对应的人群", "whom it is for, in Chinese"),
    "meaning.whom_en": ("英文人群", "whom it is for"),
    "meaning.role": ("base 起点，outcome 结果", "base: at the start; outcome: later"),
    "meaning.compares": (
        "yes 与目标同一指标，no 相关的另一指标",
        "yes: the quantity of the target; no: a related one",
    ),
    "meaning.title": ("来源的标题", "title of the source"),
    "meaning.publisher": ("来源的发布者", "who published it"),
    "meaning.published": ("来源的日期", "date of the source"),
    "meaning.target_records.recorded": ("记录的数值", "the recorded figure"),
    "meaning.factor": (
        "两个方案不同的设置，或 definition 口径",
        "a setting in which the scenarios differ, or the definition",
    ),
    "meaning.target_causes.share": (
        "该因素在总差额中所占（沙普利值），各因素之和等于总差额",
        "what it makes of the difference (Shapley value); the shares add up to it",
    ),
    "meaning.first": ("第一个方案，按规划的算法", "in the first scenario, as the plan reckoned"),
    "meaning.last": ("第二个方案，按实际的算法", "in the second scenario, as it is counted"),
    "meaning.scenario": ("方案名称", "name of the scenario"),
}

# What the difference of two scenarios is made of.
_CAUSES = {
    "cause.world.population_basis": ("人口", "people"),
    "cause.plan.on_time": ("拖期", "delays"),
    "cause.definition": ("口径", "definition"),
    "unit.of_the_target": ("随目标", "as the target"),
}

TARGET_MESSAGES = {
    **_VERDICTS,
    **_STATUS,
    **_SENTENCES,
    **_TABLES,
    **_COLUMNS,
    **_MEANINGS,
    **_CAUSES,
}
