"""What the catalogue says about tables: their names, their columns, what a column means (口径)."""

# table.<name>: what a table holds, told in the dictionary.
_TABLES = {
    "table.population": (
        "人口：分区、户籍、性别、年龄，每年1月1日与9月1日",
        "population by district, residency, sex and age on every 1 January and 1 September",
    ),
    "table.components": (
        "人口变动来源：每年各流量",
        "components of population change: every flow, year by year",
    ),
    "table.services": (
        "需求、供给与缺口：学位为9月1日，床位为每月1日；各区与全市",
        "demand, supply and gap: schools on 1 September, beds by month; districts and the city",
    ),
    "table.gaps": (
        "短缺与富余：起始、最大与累计",
        "shortage and surplus: when it begins, at its largest, and in total",
    ),
    "table.observed": ("模型与观测", "the model against the record"),
    "table.balance": (
        "收支残差：人、学位、床位",
        "balance residual of people, places and beds",
    ),
    "table.dictionary": ("数据字典：各表各列", "this dictionary: every column of every table"),
}

# column.<name>: the heading, for a screen and for the dictionary.
_COLUMNS = {
    "column.date": ("日期", "Date"),
    "column.year": ("年份", "Year"),
    "column.district": ("区", "District"),
    "column.residency": ("户籍", "Residency"),
    "column.sex": ("性别", "Sex"),
    "column.age": ("年龄", "Age"),
    "column.persons": ("人数", "Persons"),
    "column.flow": ("流量", "Flow"),
    "column.direction": ("方向", "Direction"),
    "column.service": ("服务", "Service"),
    "column.demand": ("需求", "Demand"),
    "column.promised": ("承诺供给", "Promised supply"),
    "column.risk_adjusted": ("风险调整供给", "Risk-adjusted supply"),
    "column.gap": ("缺口", "Gap"),
    "column.unit": ("单位", "Unit"),
    "column.coverage": ("覆盖率", "Coverage"),
    "column.demand_grade": ("需求等级", "Grade of demand"),
    "column.supply_grade": ("供给等级", "Grade of supply"),
    "column.service_zh": ("服务（中文）", "Service in Chinese"),
    "column.district_zh": ("区（中文）", "District in Chinese"),
    "column.known_from": ("记录起点", "Known from"),
    "column.first_shortage": ("首次短缺", "First shortage"),
    "column.worst_shortage": ("最大短缺", "Worst shortage"),
    "column.worst_shortage_on": ("最大短缺日期", "Date of the worst shortage"),
    "column.shortage_years": ("累计短缺", "Shortage in total"),
    "column.first_surplus": ("首次富余", "First surplus"),
    "column.worst_surplus": ("最大富余", "Largest surplus"),
    "column.worst_surplus_on": ("最大富余日期", "Date of the largest surplus"),
    "column.surplus_years": ("累计富余", "Surplus in total"),
    "column.lowest_coverage": ("最低覆盖率", "Lowest coverage"),
    "column.highest_coverage": ("最高覆盖率", "Highest coverage"),
    "column.series": ("指标", "Series"),
    "column.observed": ("观测值", "Observed"),
    "column.modelled": ("模型值", "Modelled"),
    "column.error": ("相对误差", "Relative error"),
    "column.tolerance": ("容差", "Tolerance"),
    "column.source": ("来源", "Source"),
    "column.result": ("结果", "Result"),
    "column.date_rule": ("计时规则", "Date rule"),
    "column.status": ("数据性质", "Status"),
    "column.grade": ("等级", "Grade"),
    "column.definition": ("口径", "Definition"),
    "column.kind": ("守恒量", "What is conserved"),
    "column.residual": ("残差", "Residual"),
    "column.delivery": ("交付", "Delivery"),
    "column.table": ("表", "Table"),
    "column.column": ("列", "Column"),
    "column.value": ("取值", "Value"),
    "column.type": ("类型", "Type"),
    "column.zh": ("中文名", "Chinese name"),
    "column.en": ("英文名", "English name"),
    "column.definition_zh": ("口径（中文）", "Definition in Chinese"),
    "column.definition_en": ("口径（英文）", "Definition in English"),
}

# meaning.<column>, or meaning.<table>.<column> where it differs by table: what is counted.
_MEANINGS = {
    "meaning.date": ("该日零时", "the start of the day"),
    "meaning.observed.date": (
        "观测日；年末数与全年数记为12月31日",
        "day of the observation; 31 December for the end of a year and for a year's count",
    ),
    "meaning.year": (
        "日历年：年初零时之后至年末",
        "calendar year: after its first instant, up to and with its last",
    ),
    "meaning.district": ("常住所在区；city 为全市", "district of residence; city is the sum"),
    "meaning.observed.district": ("观测所指的区或全市", "the district, or city, observed"),
    "meaning.residency": (
        "户籍：在本市登记且居住；外来：居住而未在本市登记",
        "registered: registered and living here; migrant: living here, registered elsewhere",
    ),
    "meaning.age": (
        "该日周岁；100 含100岁及以上；窗口跨生日时按均匀出生划分",
        "completed age on the day, 100 and over as 100; mixed windows split by uniform births",
    ),
    "meaning.persons": ("常住人口", "people who live here"),
    "meaning.components.persons": (
        "全年人数，恒不为负；方向另列",
        "persons in the year, never negative; the direction says which way",
    ),
    "meaning.direction": (
        "in 进入、out 离开该行的区与户籍；within 两者都不变，仅孩次状态改变",
        "in or out of the row's district and residency; within: only a mother's status changes",
    ),
    "meaning.demand": (
        "需求 = 服务对象 × 使用率 × 标准",
        "demand = people in scope × take-up × norm",
    ),
    "meaning.promised": (
        "一切按承诺时间交付时的服务能力；未知处留空",
        "serving places or beds if all is delivered as promised; blank where unknown",
    ),
    "meaning.risk_adjusted": (
        "按实际拖期的期望服务能力；未知处留空",
        "expected serving places or beds, with delays as they really are; blank where unknown",
    ),
    "meaning.gap": (
        "需求 − 风险调整供给；正为短缺，负为富余；未知处留空",
        "demand − risk-adjusted supply; positive is shortage, negative surplus; blank if unknown",
    ),
    "meaning.coverage": ("风险调整供给 ÷ 需求", "risk-adjusted supply ÷ demand"),
    "meaning.demand_grade": (
        "使用率与标准中较弱的等级：A 法规或年鉴，B 规划或公报，C 类比或报刊，D 判断",
        "weaker of take-up and norm: A statute, yearbook, B plan, C analogue, press, D judgement",
    ),
    "meaning.supply_grade": (
        "起始存量的等级；起点未知则留空",
        "grade of the starting stock; blank where the start is unknown",
    ),
    "meaning.known_from": ("供给有记录的首个读数日", "first reading with supply on record"),
    "meaning.first_shortage": (
        "缺口首次超过半个学位或床位的读数日",
        "first reading with a gap above half a place or bed",
    ),
    "meaning.first_surplus": (
        "富余首次超过半个学位或床位的读数日",
        "first reading with a surplus above half a place or bed",
    ),
    "meaning.shortage_years": (
        "短缺对时间的累计：学校按学年，床位按月间直线",
        "shortage summed over time: schools by school year, beds along lines between months",
    ),
    "meaning.surplus_years": (
        "富余对时间的累计：学校按学年，床位按月间直线",
        "surplus summed over time: schools by school year, beds along lines between months",
    ),
    "meaning.error": ("（模型 − 观测） ÷ 观测", "(modelled − observed) ÷ observed"),
    "meaning.tolerance": (
        "允许的相对误差；空为不计分",
        "relative error allowed; blank where the series is not scored",
    ),
    "meaning.result": (
        "ok 在容差内，miss 超出；空为不计分",
        "ok within the tolerance, miss outside; blank where not scored",
    ),
    "meaning.source": (
        "编号、标题、发布者、日期",
        "id in the city pack, title, publisher, date",
    ),
    "meaning.status": (
        "published 已发布，revised 已修订，derived 由发布数算得；estimated 不入此表",
        "published, revised, or derived from published figures; estimates never enter",
    ),
    "meaning.residual": (
        "（末 − 初 − 到 + 离） ÷ 其中最大者，各流量由求解器独立累计",
        "(last − first − arrived + left) ÷ the largest; the solver totals every flow by itself",
    ),
}

# The rest of the meanings.
_FURTHER_MEANINGS = {
    "meaning.sex": ("男、女", "men or women"),
    "meaning.flow": ("流量名，见本字典", "name of the flow, listed below in the dictionary"),
    "meaning.service": ("服务名，见本字典", "name of the service, listed below in the dictionary"),
    "meaning.service_zh": ("服务的中文名", "the service in Chinese"),
    "meaning.district_zh": ("区的中文名", "the district in Chinese"),
    "meaning.unit": ("places 学位，beds 床位", "places of schools or beds"),
    "meaning.observed.unit": ("观测值的单位", "unit of the observation"),
    "meaning.worst_shortage": ("最大缺口；0 为无短缺", "largest gap; 0 where never short"),
    "meaning.worst_shortage_on": ("缺口最大的读数日", "reading with the largest gap"),
    "meaning.worst_surplus": ("最大富余；0 为无富余", "largest surplus; 0 where there is none"),
    "meaning.worst_surplus_on": ("富余最大的读数日", "reading with the largest surplus"),
    "meaning.lowest_coverage": ("供给 ÷ 需求的最小值", "smallest supply ÷ demand"),
    "meaning.highest_coverage": ("供给 ÷ 需求的最大值", "largest supply ÷ demand"),
    "meaning.series": ("指标名，见本字典", "name of the series, listed below in the dictionary"),
    "meaning.observed": ("记录中的数", "the figure on record"),
    "meaning.modelled": ("模型的同口径数", "what the model says of the same quantity"),
    "meaning.date_rule": ("年末、全年、9月等", "year end, calendar year, September, …"),
    "meaning.grade": ("观测的等级，A 至 D", "grade of the observation, A to D"),
    "meaning.definition": ("观测的口径", "what exactly was counted"),
    "meaning.kind": (
        "人、学位、床位或反馈中已知的供需",
        "people, places, beds, or demand and supply as known",
    ),
    "meaning.delivery": ("承诺或期望", "as promised or as expected"),
    "meaning.table": ("表名；空为各表通用", "name of the table; blank for labels of any table"),
    "meaning.column": ("列名；空为整表", "name of the column; blank for the table as a whole"),
    "meaning.value": ("该列的一个取值", "one label of the column"),
    "meaning.type": ("数据类型", "text, date, integer or number; label for a value"),
    "meaning.zh": ("中文名称", "name in Chinese"),
    "meaning.en": ("英文名称", "name in English"),
    "meaning.definition_zh": ("中文口径", "definition in Chinese"),
    "meaning.definition_en": ("英文口径", "definition in English"),
}

# series.<name>: what the record counts, which goes by another word than the model does.
_SERIES = {
    "series.residents": ("常住人口", "residents"),
    "series.registered": ("户籍人口", "registered population"),
    "series.births": ("常住人口出生", "births to residents"),
    "series.district_residents": ("{place}常住人口", "residents of {place}"),
    "series.pupils": ("{service}：在校学生", "{service}: pupils"),
    "series.district_pupils": ("{place}{service}：在校学生", "{service}: pupils of {place}"),
    "series.second_birth_share": ("二孩占出生比例", "second births among births"),
    "series.registered_births": ("户籍出生", "births entered on the register"),
    "series.crude_death_rate": ("死亡率", "crude death rate"),
    "series.deliveries": ("分娩", "deliveries"),
    "series.beds": ("{service}", "{service}"),
}

# flow.<name>: one that is not here goes by the meaning it was declared with.
_FLOWS = {
    "flow.deaths": ("死亡", "deaths"),
    "flow.first_births_planning": (
        "一孩出生，母亲可以且打算再生",
        "first births, mother plans and may have another",
    ),
    "flow.first_births_content": (
        "一孩出生，母亲不可或不打算再生",
        "first births, mother may not or does not plan another",
    ),
    "flow.end_of_spacing": ("间隔期满，等待二孩", "mothers ready for a second child"),
    "flow.policy_opening": ("政策放开，转入等待二孩", "mothers whom the policy newly allows"),
    "flow.second_births": ("二孩出生（母亲）", "second births (the mother)"),
    "flow.newborn_boys": ("出生男婴", "boys born"),
    "flow.newborn_girls": ("出生女婴", "girls born"),
    "flow.arrivals": ("迁入", "arrivals"),
    "flow.registered_arrivals": ("迁入即落户", "arrivals registered at once"),
    "flow.departures": ("外来人口迁出", "departures of migrants"),
    "flow.registered_departures": ("户籍人口迁出", "departures of registered people"),
    "flow.registration": ("落户", "registration of migrants"),
    "flow.newborn_boys_from_outside": ("外来新生男婴", "newborn boys from outside"),
    "flow.newborn_girls_from_outside": ("外来新生女婴", "newborn girls from outside"),
    "flow.newborn_boys_that_day": ("某日加入的男婴", "newborn boys of a stated day"),
    "flow.newborn_girls_that_day": ("某日加入的女婴", "newborn girls of a stated day"),
}

# value.<label>: what a cell says where a column holds one of a few words.
_VALUES = {
    "value.in": ("进入", "in"),
    "value.out": ("离开", "out"),
    "value.within": ("内部变动", "within"),
    "value.people": ("人", "people"),
    "value.places": ("学位", "places"),
    "value.beds": ("床位", "beds"),
    "value.information": ("反馈中已知的供需", "demand and supply as known"),
    "value.ok": ("合格", "within tolerance"),
    "value.miss": ("超差", "outside tolerance"),
    "value.promised": ("承诺", "as promised"),
    "value.expected": ("期望（风险调整）", "as expected (risk-adjusted)"),
}

TABLE_MESSAGES = {
    **_TABLES,
    **_COLUMNS,
    **_MEANINGS,
    **_FURTHER_MEANINGS,
    **_SERIES,
    **_FLOWS,
    **_VALUES,
}
