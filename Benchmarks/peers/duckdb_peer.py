"""DuckDB: tables in memory, integer keys made at loading, Kleene logic by SQL's own NULL."""

import duckdb
from shapley import shapley

ASOF = "DATE '2022-07-31'"


def flag(column, yes, no):
    return f"CASE {column} WHEN '{yes}' THEN true WHEN '{no}' THEN false END"


class Peer:
    def __init__(self, file=":memory:", read_only=False):
        self.db = duckdb.connect(file, read_only=read_only)
        self.db.execute("SET threads = 2")

    def load(self, folder):
        run = self.db.execute
        run(f"""CREATE TABLE registry AS SELECT row_number() OVER () - 1 AS entity, "统一社会信用代码" AS code,
                "所属区" AS district FROM read_csv('{folder}/registry.csv', all_varchar = true)""")
        run(f"""CREATE TABLE court AS SELECT (row_number() OVER () - 1)::INTEGER AS id, entity::INTEGER AS entity,
                "案号" AS number, "履行情况" AS performance, "发布时间"::DATE AS listed, "移出时间"::DATE AS lefton,
                {flag('"有效财产线索"', '有', '无')} AS clues
                FROM read_csv('{folder}/court-utf8.csv', all_varchar = true) c
                JOIN registry r ON r.code = c."统一社会信用代码" """)
        run(f"""CREATE TABLE searches AS SELECT c.id AS parent, "查控时间"::DATE AS date,
                {flag('"查到财产"', '是', '否')} AS found
                FROM read_csv('{folder}/searches.csv', all_varchar = true) s JOIN court c ON c.number = s."案号" """)
        run(f"""CREATE TABLE tax AS SELECT entity::INTEGER AS entity, "案件性质" AS nature, "公布时间"::DATE AS published,
                "停止公布时间"::DATE AS withdrawn, {flag('"罚款缴清"', '是', '否')} AS paid
                FROM read_csv('{folder}/tax.csv', all_varchar = true) t
                JOIN registry r ON r.code = t."统一社会信用代码" """)
        run(f"""CREATE TABLE penalties AS SELECT entity::INTEGER AS entity, "违法情节" AS severity,
                ("罚款金额（元）"::DECIMAL(18, 2) * 100)::BIGINT AS fine, "处罚决定日期"::DATE AS decided,
                "公示截止期"::DATE AS shown_until, "处罚机关" AS agency, {flag('"整改完成"', '是', '否')} AS corrected
                FROM read_csv('{folder}/penalties.csv', all_varchar = true) p
                JOIN registry r ON r.code = p."统一社会信用代码" """)
        for table, column in [("registry", "district"), ("court", "performance"), ("tax", "nature"),
                              ("penalties", "severity"), ("penalties", "agency")]:
            run(f"CREATE TYPE {table}_{column} AS ENUM (SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL)")
            run(f"ALTER TABLE {table} ALTER {column} TYPE {table}_{column}")
        run("ALTER TABLE court DROP number")
        run("ALTER TABLE registry DROP code")
        run("ALTER TABLE registry ALTER entity TYPE INTEGER")

    def rows(self, query):
        return self.db.execute(query).fetchall()

    def group(self):
        found = self.rows("""
            SELECT agency, count(*) FILTER (c), count(*) FILTER (c IS NOT FALSE)
            FROM (SELECT agency, severity = '轻微' AND corrected AS c FROM penalties) WHERE c IS NOT FALSE GROUP BY agency""")
        return {key: (count, count, high) for key, count, high in found}

    def court_rows(self, least):
        # A count over children is unknown where the unknown ones decide it.
        return f"""
            SELECT c.entity, CASE WHEN coalesce(t, 0) >= {least} THEN true
              WHEN coalesce(t, 0) + coalesce(u, 0) < {least} THEN false END AND NOT clues AS c
            FROM court c LEFT JOIN (SELECT parent, count(*) FILTER (NOT found) AS t, count(*) FILTER (found IS NULL) AS u
              FROM searches WHERE date <= {ASOF} GROUP BY parent) s ON s.parent = c.id
            WHERE listed <= {ASOF} AND (lefton IS NULL OR lefton > {ASOF})"""

    def court(self, least=2):
        found = self.rows(f"""
            SELECT district, count(*) FILTER (c), count(*) FILTER (c IS NOT FALSE)
            FROM ({self.court_rows(least)}) JOIN registry USING (entity) WHERE c IS NOT FALSE GROUP BY district""")
        return {key: (count, count, high) for key, count, high in found}

    def changed(self):
        return self.court(3)

    def scenario(self):
        found = self.rows(f"""
            WITH records AS ({self.court_rows(2)}
              UNION ALL SELECT entity, paid AND published <= DATE '2022-01-31' FROM tax
                WHERE published <= {ASOF} AND (withdrawn IS NULL OR withdrawn > {ASOF})
              UNION ALL SELECT entity, severity = '轻微' AND corrected FROM penalties
                WHERE decided <= {ASOF} AND shown_until > {ASOF}),
            entities AS (SELECT entity, bool_or(c IS FALSE) AS low, bool_or(c IS NOT TRUE) AS high FROM records GROUP BY entity),
            counted AS (SELECT district, count(*) FILTER (low) AS low, count(*) FILTER (high) AS high
              FROM entities JOIN registry USING (entity) GROUP BY district)
            SELECT district, high, low, n FROM counted JOIN (SELECT district, count(*) AS n FROM registry GROUP BY district)
              USING (district)""")
        return {key: (round(high / n, 9), round(low / n, 9), round(high / n, 9)) for key, high, low, n in found}

    def distinct(self):
        return self.rows(f"""
            SELECT count(DISTINCT entity) FROM (
              SELECT entity FROM court WHERE listed <= {ASOF} AND (lefton IS NULL OR lefton > {ASOF})
              UNION ALL SELECT entity FROM tax WHERE published <= {ASOF} AND (withdrawn IS NULL OR withdrawn > {ASOF})
              UNION ALL SELECT entity FROM penalties WHERE decided <= {ASOF} AND shown_until > {ASOF})""")[0][0]

    def sweep(self):
        # One GROUP BY: an entity stays as long as its dearest penalty does, or for good if another list holds it.
        found = self.rows(f"""
            WITH records AS (
              SELECT entity, 10000000 AS fine FROM court WHERE listed <= {ASOF} AND (lefton IS NULL OR lefton > {ASOF})
              UNION ALL SELECT entity, 10000000 FROM tax WHERE published <= {ASOF} AND (withdrawn IS NULL OR withdrawn > {ASOF})
              UNION ALL SELECT entity, fine FROM penalties WHERE decided <= {ASOF} AND shown_until > {ASOF})
            SELECT least(most // 100000, 100), count(*) FROM (SELECT entity, max(fine) AS most FROM records GROUP BY entity)
            GROUP BY ALL""")
        steps, total = dict(found), self.rows("SELECT count(*) FROM registry")[0][0]
        left, answer = sum(steps.values()), []
        for step in range(1, 101):
            left -= steps.get(step - 1, 0)
            answer.append(round(left / total, 9))
        return answer

    def shapley(self):
        def bits(*conditions):
            return " + ".join(f"CASE WHEN {condition} THEN {1 << bit} ELSE 0 END" for bit, condition in enumerate(conditions))

        # The court's records in their order, as the rule gives them.
        found = self.rows(f"""
            WITH hits AS (SELECT parent FROM searches WHERE date <= {ASOF} AND NOT found GROUP BY parent HAVING count(*) >= 3),
            records AS (
              SELECT entity, {bits("hits.parent IS NOT NULL AND NOT clues", "performance = '全部已履行'",
                                   "performance = '部分未履行' AND NOT clues")} AS slot
                FROM court LEFT JOIN hits ON hits.parent = court.id
                WHERE listed <= {ASOF} AND (lefton IS NULL OR lefton > {ASOF})
              UNION ALL SELECT entity, 8 + {bits("paid", "nature = '偷税'")} FROM tax
                WHERE published <= {ASOF} AND (withdrawn IS NULL OR withdrawn > {ASOF})
              UNION ALL SELECT entity, 12 + {bits("severity = '轻微' AND corrected", "severity = '一般' AND corrected",
                                                  "fine <= 500000")} FROM penalties
                WHERE decided <= {ASOF} AND shown_until > {ASOF})
            SELECT signature, count(*) FROM (SELECT entity, bit_or(1::INTEGER << slot) AS signature FROM records GROUP BY entity)
            GROUP BY signature""")
        return shapley(found)
