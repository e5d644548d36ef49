"""Recomputes Nanjing's figures from the files in other engines and compares them with the program's answers.

DuckDB answers most questions, Polars some a second time. Nothing of the program's reading is shared: codes, keys,
dates and duplicates are handled here anew, as the dataset's README describes them.
"""

import json
import pathlib
import re
import subprocess
import sys
import unicodedata

import duckdb
import pandas
import polars

ASOF = "2022-07-31"
LAST_YEAR = "2021-12-31"
COURT_RULE = "exit court where count(searches where not found) >= 2 and not clues"

SETUP = r"""
create macro folded(text) as upper(narrow(text));
create macro organisation(text) as case
  when folded(text) like '%*%' then null
  when length(folded(text)) = 18 then substr(folded(text), 9, 9)
  when length(folded(text)) = 9 then folded(text) end;
create macro says_nothing(text) as
  regexp_full_match(narrow(text), '[/—]*') or narrow(text) in ('暂无', '无', '无期限', '长期');
create macro day(text) as try_cast(
  regexp_replace(trim(text), '^(\d{4})[-/年]?(\d{1,2})[-/月]?(\d{1,2})日?( .*)?$', '\1-\2-\3') as date);
-- 1900 stands for a day that nobody knew.
create macro known(text) as case when year(day(text)) > 1900 then day(text) end;
create macro surely(since, until, that_day) as
  coalesce(known(since) <= that_day, false) and (says_nothing(until) or coalesce(known(until) > that_day, false));
create macro headline(since, until, that_day) as
  coalesce(known(since) <= that_day, true) and (says_nothing(until) or coalesce(known(until) > that_day, true));

create table registry as select *, organisation(统一社会信用代码) as code from registry_file;

create table court as
select row_number() over () as id, organisation("身份证号码/组织机构代码") as code, folded(案号) as number,
  发布时间 as since, 移出时间 as until, 有效财产线索 as clues, 摸底反馈 as surveyed
from (select distinct * from court_file) where narrow(性别) = '';
create table tax as
select organisation(纳税人识别号) as code, 公布时间 as since, 停止公布时间 as until
from (select distinct * from tax_file);
create table procurement as
select organisation(统一社会信用代码) as code, 记录日期 as since, 处罚截止日期 as until
from (select distinct * from procurement_file);
create table penalties as
select organisation("行政相对人代码_1(统一社会信用代码)") as code, 处罚决定日期 as since, 公示截止期 as until,
  违法情节 as severity, try_cast(narrow("罚款金额（万元）") as decimal(18, 6)) * 10000 as fine
from (select distinct * from penalties_file);

create table searches as
select folded(案号) as number, known(查控时间) as date, 发现可供执行财产 as found
from (select distinct * from searches_file);

-- Every record of a serious list with its entity: its code, or one of its own.
create macro serious(that_day) as table
select coalesce(code, 'stray ' || id) as entity, code is null as is_stray, 'court' as list, id, since, until,
  surely(since, until, that_day) as low, headline(since, until, that_day) as high from court
union all
select coalesce(code, 'tax ' || row_number() over ()), code is null, 'tax', null, since, until,
  surely(since, until, that_day), headline(since, until, that_day) from tax
union all
select coalesce(code, 'bid ' || row_number() over ()), code is null, 'procurement', null, since, until,
  surely(since, until, that_day), headline(since, until, that_day) from procurement;

-- The court rule: which records it takes for sure, and which perhaps.
create table rule as
select court.id,
  count(*) filter (searches.found = '否' and searches.date <= date '2022-07-31') >= 2 and any_value(clues) = '无'
    as takes,
  count(*) filter (searches.number is not null and searches.found <> '是'
    and coalesce(searches.date <= date '2022-07-31', true)) >= 2 and any_value(clues) <> '有' as may_take
from court left join searches using (number) group by court.id;

create table outcome as
select entity, bool_or(is_stray) as is_stray, bool_or(low) as low, bool_or(high) as high,
  bool_or(high and not coalesce(takes, false)) as stays,
  bool_or(low and not coalesce(may_take, false)) as surely_stays,
  bool_or(high and coalesce(may_take, false)) as is_touched
from serious(date '2022-07-31') as records left join rule on records.list = 'court' and records.id = rule.id
group by entity;
"""


def narrow(text: str) -> str:
    """The text in half width, without blanks and hyphens."""
    return re.sub(r"[\s\u3000-]", "", unicodedata.normalize("NFKC", text.replace("—", "\u0001"))).replace("\u0001", "—")


def connect(folder: pathlib.Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.create_function("narrow", narrow, ["VARCHAR"], "VARCHAR")
    for name in ["registry", "searches", "tax", "procurement", "penalties", "leniency"]:
        # A row with a field too few or too many can't be used.
        connection.execute(
            f"create table {name}_file as select * from read_csv(?, all_varchar = true, header = true, "
            "ignore_errors = true, nullstr = '\u0007')",
            [str(folder / f"{name}.csv")],
        )
    court = pandas.read_csv(folder / "court.csv", encoding="gb18030", dtype=str, keep_default_na=False)
    connection.register("court_frame", court)
    connection.execute("create table court_file as select * from court_frame")
    connection.execute(SETUP)
    return connection


def polars_searches(folder: pathlib.Path) -> int:
    """The searches that can be seen, each once; those for natural persons' cases are set aside with the cases."""
    court = pandas.read_csv(folder / "court.csv", encoding="gb18030", dtype=str, keep_default_na=False)
    numbers = court["案号"].map(lambda text: narrow(text).upper())
    is_person = court["性别"].map(narrow) != ""
    persons = set(numbers[is_person]) - set(numbers[~is_person])
    frame = polars.read_csv(folder / "searches.csv", infer_schema=False).unique()
    number = polars.col("案号").map_elements(lambda text: narrow(text).upper(), return_dtype=polars.String)
    day = polars.col("查控时间").str.to_date("%Y-%m-%d", strict=False)
    is_seen = day.is_null() | (day <= polars.lit(ASOF).str.to_date())
    return frame.filter(is_seen & ~number.is_in(list(persons))).height


def polars_population(folder: pathlib.Path) -> dict[str, int]:
    frame = polars.read_csv(folder / "registry.csv", infer_schema=False)
    sums = frame.group_by("所属区").agg(polars.col("户数").cast(polars.Int64).sum())
    return dict(sums.iter_rows())


class Program:
    """The program under test: statements in, its JSON answers out."""

    def __init__(self, binary: str, folder: pathlib.Path):
        self.command = [binary, "--format", "json", "--load", str(folder)]

    def ask(self, *statements: str) -> list[dict]:
        """The rows of the last statement's answer."""
        arguments = [argument for statement in statements for argument in ("-e", statement)]
        result = subprocess.run(self.command + arguments, capture_output=True, text=True)
        if result.returncode != 0:
            return [{"error": result.stderr.strip().splitlines()[-1:]}]
        return json.loads(result.stdout.strip().splitlines()[-1])

    def value(self, *statements: str, suffix: str = ""):
        """The one value of the last statement's answer, or the end of its range."""
        row = self.ask(*statements)[0]
        name = next(iter(row))
        return number(row.get(name + suffix, row[name]))

    def table(self, key: str, value: str, *statements: str) -> dict:
        return {row.get(key): number(row.get(value)) for row in self.ask(*statements)}


def number(answer):
    """Amounts come as text, to keep every digit."""
    try:
        return float(answer) if isinstance(answer, str) else answer
    except ValueError:
        return answer


def questions(program: Program, db: duckdb.DuckDBPyConnection, folder: pathlib.Path):
    """Each question with the program's answer and the peer's."""

    def one(query: str):
        return db.execute(query).fetchone()[0]

    def pairs(query: str) -> dict:
        return dict(db.execute(query).fetchall())

    def stocks(day: str) -> tuple[int, int]:
        serious = one(f"select count(distinct entity) from serious(date '{day}') where high")
        penalised = one(
            f"select count(distinct code) + count(*) filter (code is null) from penalties "
            f"where headline(since, until, date '{day}')"
        )
        return serious, penalised

    yield "registered enterprises", program.value("entities(registry)"), one(
        "select sum(cast(户数 as bigint))::bigint from registry"
    )
    for day in [ASOF, LAST_YEAR]:
        serious, penalised = stocks(day)
        yield f"serious at {day}", program.value(f"asof {day}", "headline(entities(serious))"), serious
        yield f"penalised at {day}", program.value(f"asof {day}", "headline(entities(penalties))"), penalised
    yield "serious for sure", program.value("low(entities(serious))"), one(
        "select count(*) from outcome where low and not is_stray"
    )
    yield "surveyed", program.value("entities(court where surveyed)"), one(
        f"select count(distinct code) from court where surveyed = '是' and headline(since, until, date '{ASOF}')"
    )

    change = "entities(serious)_change"
    rows = program.ask(f"scenario rule = {COURT_RULE}", "compare base, rule on entities(serious)")
    after = rows[-1]
    peer = db.execute(
        "select count(*) filter (high and not stays), count(*) filter (is_touched and not surely_stays), "
        "count(*) filter (low and not stays and not is_stray), count(*) filter (high and stays) from outcome"
    ).fetchone()
    yield "court rule: entities that leave", -after.get(change, 0), peer[0]
    yield "court rule: at most", -after.get(f"{change}_low", 0), peer[1]
    yield "court rule: at least", -after.get(f"{change}_high", 0), peer[2]
    yield "court rule: serious after it", after.get("entities(serious)"), peer[3]

    yield "searches seen", program.value("headline(count(searches))"), polars_searches(folder)
    yield "minor penalties", program.value('headline(count(penalties where severity = "轻微"))'), one(
        f"select count(*) from penalties where severity = '轻微' and headline(since, until, date '{ASOF}')"
    )
    yield "fines in 元", program.value("headline(sum(penalties.fine where fine is known))"), float(
        one(f"select sum(fine) from penalties where headline(since, until, date '{ASOF}')")
    )
    severities = pairs(
        f"select case when not says_nothing(severity) then severity end, sum(fine)::double from penalties where fine is not null "
        f"and headline(since, until, date '{ASOF}') group by 1"
    )
    fines = program.table("severity", "sum(fine)", "penalties where fine is known | by severity sum(fine)")
    for severity in sorted(set(severities) | set(fines), key=str):
        yield f"fines in 元, {severity or 'no grade'}", fines.get(severity), severities.get(severity)

    population = polars_population(folder)
    answer = program.table("district", "entities", "registry | by district entities")
    for district in sorted(population):
        yield f"enterprises in {district}", answer.get(district), population[district]
    for name, source in [("court", "select code, since, until from court"), ("serious", SERIOUS)]:
        counts = pairs(
            "select coalesce(所属区, '-'), count(distinct coalesce(records.code, cast(random() as varchar))) "
            f"from ({source}) as records left join registry on records.code = registry.code "
            f"where headline(since, until, date '{ASOF}') group by 1"
        )
        answer = program.table("entity.district", "entities", f"{name} | by entity.district entities")
        for district in sorted(set(counts) - {"-"}):
            yield f"{name} in {district}", answer.get(district), counts[district]
        outside = sum(count for district, count in answer.items() if district not in counts)
        yield f"{name} not in the registry", outside, counts["-"]


SERIOUS = """
select code, since, until from court union all select code, since, until from tax
union all select code, since, until from procurement
"""


def main() -> int:
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    passed = failed = 0
    for question, answer, peer in questions(Program(binary, folder), connect(folder), folder):
        agrees = answer == peer
        passed, failed = passed + agrees, failed + (not agrees)
        print(f"{'same' if agrees else 'DIFFERENT':9}  {question}: program {answer}, peer {peer}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
