"""Jobs that need a process of their own: reading files, and starting."""

import json
import os
import subprocess
import sys
import time

PENALTIES = """
list penalties from "penalties.csv" {
  document    text     "决定书文号"
  code        text     "统一社会信用代码"
  violation   category "违法行为类型"
  severity    category "违法情节"
  fine        money    "罚款金额（元）"
  decided     date     "处罚决定日期"
  shown_until date     "公示截止期"
  agency      category "处罚机关"
  corrected   flag     "整改完成" yes "是" no "否"
}
"""
COURT = """
list court from "court.csv" encoding gb18030 {
  case        text     "案号"
  code        text     "统一社会信用代码"
  enforced_by category "执行法院"
  performance category "履行情况"
  listed      date     "发布时间"
  left        date     "移出时间"
  clues       flag     "有效财产线索" yes "有" no "无"
}
"""

# What each peer does: `path` is the file, `count` becomes the number of rows. Texts of few values are dictionary-coded
# wherever the engine can do so while it reads.
PEERS = {
    "penalties": {
        "duckdb": """
import duckdb
db = duckdb.connect(); db.execute("SET threads = 2")
def run(path):
    db.execute(f\"\"\"CREATE TABLE t AS SELECT * FROM read_csv('{path}', header = true, columns = {{'document': 'VARCHAR',
      'code': 'VARCHAR', 'violation': 'VARCHAR', 'severity': 'VARCHAR', 'fine': 'DECIMAL(18,2)', 'decided': 'DATE',
      'shown_until': 'DATE', 'agency': 'VARCHAR', 'corrected': 'VARCHAR'}})\"\"\")
    return db.execute("SELECT count(*) FROM t").fetchone()[0]
""",
        "polars": """
import polars as pl
def run(path):
    kinds = [pl.String, pl.String, pl.Categorical, pl.Categorical, pl.Float64, pl.Date, pl.Date, pl.Categorical, pl.Categorical]
    names = ["document", "code", "violation", "severity", "fine", "decided", "shown_until", "agency", "corrected"]
    return len(pl.read_csv(path, schema=dict(zip(names, kinds))))
""",
        "pandas": """
import pandas as pd
import pyarrow as pa, pyarrow.csv as pc
pa.set_cpu_count(2)
def run(path):
    kind = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: kind for name in ["违法行为类型", "违法情节", "处罚机关", "整改完成"]}
    table = pc.read_csv(path, convert_options=pc.ConvertOptions(column_types=kinds))
    return len(table.to_pandas(types_mapper=pd.ArrowDtype))
""",
    },
    "court": {
        "polars": """
import polars as pl
def run(path):
    kinds = [pl.String, pl.String, pl.Categorical, pl.Categorical, pl.Date, pl.Date, pl.Categorical]
    names = ["case", "code", "enforced_by", "performance", "listed", "left", "clues"]
    with open(path, "rb") as file:
        text = file.read().decode("gb18030").encode()
    return len(pl.read_csv(text, schema=dict(zip(names, kinds))))
""",
        "pandas": """
import pandas as pd
def run(path):
    kinds = {name: "category" for name in ["执行法院", "履行情况", "有效财产线索"]}
    return len(pd.read_csv(path, encoding="gb18030", dtype=kinds, parse_dates=["发布时间", "移出时间"], date_format="%Y-%m-%d"))
""",
    },
}
TIMED = "\nimport sys, time\nstart = time.perf_counter(); count = run(sys.argv[1]); print(time.perf_counter() - start, count)\n"


def prepare(folder):
    """Puts the court's list in UTF-8 beside it, for engines that read nothing else, and the documents that load one list."""
    with open(f"{folder}/court.csv", encoding="gb18030", newline="") as source:
        with open(f"{folder}/court-utf8.csv", "w", encoding="utf-8", newline="") as target:
            for block in iter(lambda: source.read(1 << 22), ""):
                target.write(block)
    for name, text in [("penalties", PENALTIES), ("court", COURT)]:
        with open(f"{folder}/{name}.tuiyan", "w", encoding="utf-8") as file:
            file.write(text)


def jobs(binary, folder, environment, starts):
    def load(name):
        def run(engine):
            if engine == "ours":
                found = subprocess.run(
                    [binary, "--format", "json", "-e", "set timing on", "-e", f'load "{folder}/{name}.tuiyan"', "-e",
                     f"{name} | count"], capture_output=True, text=True, env=environment, check=True)
                times = [line.split()[1] for line in found.stderr.splitlines() if line.startswith("took ")]
                return float(times[1]) / 1000, json.loads(found.stdout.splitlines()[-1])[0]["count"]
            program = PEERS[name].get(engine)
            if program is None:
                return None
            found = subprocess.run(
                [sys.executable, "-c", program + TIMED, f"{folder}/{name}.csv"], capture_output=True, text=True,
                env=environment, check=True)
            seconds, count = found.stdout.split()
            return float(seconds), int(count)
        return run

    def start(engine):
        command = [binary] if engine == "ours" else [sys.executable, "-c", f"import {engine}"]
        begin = time.perf_counter()
        subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=True)
        return time.perf_counter() - begin, None

    size = os.path.getsize
    yield f"CSV load, UTF-8, {size(folder + '/penalties.csv') / 1e6:.0f} MB", load("penalties")
    yield f"CSV load, GB18030, {size(folder + '/court.csv') / 1e6:.0f} MB", load("court")
    if starts:
        yield "prompt from a cold process (the peer: its import)", start
