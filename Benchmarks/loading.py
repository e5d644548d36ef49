"""Jobs that need a process of their own: reading files, and starting."""

import glob
import json
import os
import subprocess
import sys
import time

from jobs import JOBS

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

# What each peer does: `path` is the file, `count` becomes the number of rows. First the same work as ours, every text
# dictionary-coded by whoever can do so while it reads, with one dictionary a column, for which pyarrow joins those of its
# blocks (DuckDB can't: its own tables code what is worth it). Then under "plain" what suits the peers best: only the texts of few values are coded, names and numbers of documents stay as they are.
DUCKDB = """
import duckdb
db = duckdb.connect(); db.execute("SET threads = 2"); db.execute("SET enable_progress_bar = false")
def run(path):
    db.execute(f\"\"\"CREATE TABLE t AS SELECT * FROM read_csv('{path}', header = true, columns = {{'document': 'VARCHAR',
      'code': 'VARCHAR', 'violation': 'VARCHAR', 'severity': 'VARCHAR', 'fine': 'DECIMAL(18,2)', 'decided': 'DATE',
      'shown_until': 'DATE', 'agency': 'VARCHAR', 'corrected': 'VARCHAR'}})\"\"\")
    return db.execute("SELECT count(*) FROM t").fetchone()[0]
"""
POLARS_PENALTIES = """
import polars as pl
def run(path):
    kinds = [pl.{text}, pl.{text}, pl.Categorical, pl.Categorical, pl.Float64, pl.Date, pl.Date, pl.Categorical, pl.Categorical]
    names = ["document", "code", "violation", "severity", "fine", "decided", "shown_until", "agency", "corrected"]
    return len(pl.read_csv(path, schema=dict(zip(names, kinds))))
"""
PYARROW_PENALTIES = """
import pandas as pd
import pyarrow as pa, pyarrow.csv as pc
pa.set_cpu_count(2)
def run(path):
    kind = pa.dictionary(pa.int32(), pa.string())
    kinds = {{name: kind for name in [{coded}"违法行为类型", "违法情节", "处罚机关", "整改完成"]}}
    table = pc.read_csv(path, convert_options=pc.ConvertOptions(column_types=kinds)){unified}
    return len(table.to_pandas(types_mapper=pd.ArrowDtype))
"""
POLARS_COURT = """
import polars as pl
def run(path):
    kinds = [pl.{text}, pl.{text}, pl.Categorical, pl.Categorical, pl.Date, pl.Date, pl.Categorical]
    names = ["case", "code", "enforced_by", "performance", "listed", "left", "clues"]
    with open(path, "rb") as file:
        text = file.read().decode("gb18030").encode()
    return len(pl.read_csv(text, schema=dict(zip(names, kinds))))
"""
PANDAS_COURT = """
import pandas as pd
def run(path):
    kinds = {{name: "category" for name in [{coded}"执行法院", "履行情况", "有效财产线索"]}}
    return len(pd.read_csv(path, encoding="gb18030", dtype=kinds, parse_dates=["发布时间", "移出时间"], date_format="%Y-%m-%d"))
"""
PEERS = {
    "penalties": {
        "duckdb": DUCKDB,
        "polars": POLARS_PENALTIES.format(text="Categorical"),
        "pandas": PYARROW_PENALTIES.format(
            coded='"决定书文号", "统一社会信用代码", ', unified=".unify_dictionaries()"),
    },
    "penalties, plain": {
        "duckdb": DUCKDB,
        "polars": POLARS_PENALTIES.format(text="String"),
        "pandas": PYARROW_PENALTIES.format(coded="", unified=""),
    },
    "court": {
        "polars": POLARS_COURT.format(text="Categorical"),
        "pandas": PANDAS_COURT.format(coded='"案号", "统一社会信用代码", '),
    },
    "court, plain": {
        "polars": POLARS_COURT.format(text="String"),
        "pandas": PANDAS_COURT.format(coded=""),
    },
}
# Workbooks: the readers that an analyst has. What they hand on is a list of rows, or a frame.
WORKBOOK_PEERS = {
    "openpyxl": """
import openpyxl
def run(path):
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for row in book.active.iter_rows(values_only=True)) - 1
""",
    "calamine": """
import python_calamine
def run(path):
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
""",
    "polars": """
import polars as pl
def run(path):
    return len(pl.read_excel(path, engine="calamine"))
""",
}
WORKBOOK_CELLS = 1_200_000
# DuckDB's own file, made as its tables in memory are, and what one process asks of it.
DATABASE = """
import sys; sys.path.insert(0, sys.argv[3])
from duckdb_peer import Peer
peer = Peer(sys.argv[2]); peer.db.execute("SET enable_progress_bar = false"); peer.load(sys.argv[1]); peer.db.execute("CHECKPOINT"); peer.db.close()
"""
SECOND = """
import json, sys, time; sys.path.insert(0, sys.argv[3])
from duckdb_peer import Peer
start = time.perf_counter()
answer = getattr(Peer(sys.argv[1], read_only=True), sys.argv[2])()
print(json.dumps({"seconds": time.perf_counter() - start, "answer": answer}))
"""
PEERS_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
TIMED = "\nimport sys, time\nstart = time.perf_counter(); count = run(sys.argv[1]); print(time.perf_counter() - start, count)\n"


def prepare(folder, with_workbook):
    """Puts the court's list in UTF-8 beside it, for engines that read nothing else, the documents that load one list, and
    the first of the penalties as a workbook."""
    made(f"{folder}/court-utf8.csv", recode, f"{folder}/court.csv")
    if with_workbook:
        made(f"{folder}/penalties.xlsx", workbook, f"{folder}/penalties.csv")
    for name, text in [
        ("penalties", PENALTIES), ("court", COURT), ("workbook", PENALTIES.replace("penalties.csv", "penalties.xlsx"))]:
        with open(f"{folder}/{name}.tuiyan", "w", encoding="utf-8") as file:
            file.write(text)


def prepare_second(binary, folder, environment):
    """Lets our program keep the dataset in a cache of the folder's own, and puts DuckDB's own file beside it."""
    subprocess.run(
        [binary, "--format", "json", "--load", folder, "-e", "entities(registry)"], env=cached(folder, environment), check=True,
        capture_output=True)
    if not glob.glob(f"{folder}/cache/tuiyan/snapshots/*/manifest"):
        sys.exit(f"no snapshot of {folder} was kept")

    def database(source, target):
        subprocess.run([sys.executable, "-c", DATABASE, folder, target, PEERS_FOLDER], env=environment, check=True)

    sources = glob.glob(f"{folder}/*.csv") + [f"{PEERS_FOLDER}/duckdb_peer.py"]
    made(f"{folder}/lists.duckdb", database, max(sources, key=os.path.getmtime))


def cached(folder, environment):
    return dict(environment, XDG_CACHE_HOME=f"{folder}/cache")


def made(path, make, source):
    """Makes a file from another unless it is newer; it appears whole or not at all."""
    if os.path.exists(path) and os.path.getmtime(path) >= os.path.getmtime(source):
        return
    make(source, f"{path}.{os.getpid()}")
    os.replace(f"{path}.{os.getpid()}", path)


def recode(source, target):
    with open(source, encoding="gb18030", newline="") as source, open(target, "w", encoding="utf-8", newline="") as target:
        for block in iter(lambda: source.read(1 << 22), ""):
            target.write(block)


def workbook(source, target):
    """A sheet as people have them: texts shared, days and amounts as numbers with a format."""
    import csv
    import datetime

    import xlsxwriter

    book = xlsxwriter.Workbook(target)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    with open(source, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        headings = next(rows)
        sheet.write_row(0, 0, headings)
        days = {headings.index(name) for name in ["处罚决定日期", "公示截止期"]}
        amount = headings.index("罚款金额（元）")
        for number, row in zip(range(1, WORKBOOK_CELLS // len(headings) + 1), rows):
            for column, cell in enumerate(row):
                if not cell:
                    continue
                if column in days:
                    sheet.write_datetime(number, column, datetime.datetime.strptime(cell, "%Y-%m-%d"), day)
                elif column == amount:
                    sheet.write_number(number, column, float(cell))
                else:
                    sheet.write_string(number, column, cell)
    book.close()


def plain(answer):
    """An answer that came as JSON, as the other engines give it."""
    return {key: tuple(value) for key, value in answer.items()} if isinstance(answer, dict) else answer


def jobs(binary, folder, environment, is_first):
    """Each job's title, its peers where they are not the usual ones, and what runs it."""
    def load(name, suffix="csv", programs=None, listed=None):
        """`programs` are the peers' where they are not those of the list's name."""
        def run(engine):
            if engine == "ours":
                found = subprocess.run(
                    [binary, "--no-snapshots", "--format", "json", "-e", "set timing on", "-e", f'load "{folder}/{name}.tuiyan"', "-e",
                     f"{listed or name} | count"], capture_output=True, text=True, env=environment, check=True)
                times = [line.split()[1] for line in found.stderr.splitlines() if line.startswith("took ")]
                return float(times[1]) / 1000, json.loads(found.stdout.splitlines()[-1])[0]["count"]
            program = (programs or PEERS[name]).get(engine)
            if program is None:
                return None
            found = subprocess.run(
                [sys.executable, "-c", program + TIMED, f"{folder}/{listed or name}.{suffix}"], capture_output=True, text=True,
                env=environment, check=True)
            seconds, count = found.stdout.split()
            return float(seconds), int(count)
        return run

    def start(engine):
        command = [binary] if engine == "ours" else [sys.executable, "-c", f"import {engine}"]
        begin = time.perf_counter()
        subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=True)
        return time.perf_counter() - begin, None

    def second(job):
        def run(engine):
            if engine == "ours":
                found = subprocess.run(
                    [binary, "--format", "json", "-e", "set timing on", "-e", f'load "{folder}"', "-e", job.statement],
                    capture_output=True, text=True, env=cached(folder, environment), check=True)
                times = [line.split()[1] for line in found.stderr.splitlines() if line.startswith("took ")]
                return (float(times[1]) + float(times[2])) / 1000, job.answer(json.loads(found.stdout.splitlines()[-1]))
            found = subprocess.run(
                [sys.executable, "-c", SECOND, f"{folder}/lists.duckdb", job.name, PEERS_FOLDER], capture_output=True, text=True,
                env=environment, check=True)
            found = json.loads(found.stdout)
            return found["seconds"], plain(found["answer"])
        return run

    size = os.path.getsize
    for name, encoding in [("penalties", "UTF-8"), ("court", "GB18030")]:
        title = f"CSV load, {encoding}, {size(f'{folder}/{name}.csv') / 1e6:.0f} MB"
        yield f"{title}, all texts coded", None, load(name)
        yield f"{title}, peers' texts of many values plain", None, load(name, programs=PEERS[f"{name}, plain"])
    if is_first:
        yield (
            f"Excel load, {WORKBOOK_CELLS / 1e6:.1f} million cells, {size(folder + '/penalties.xlsx') / 1e6:.0f} MB",
            list(WORKBOOK_PEERS), load("workbook", "xlsx", WORKBOOK_PEERS, listed="penalties"))
        yield "prompt from a cold process (the peer: its import)", None, start
    prepare_second(binary, folder, environment)
    for job in JOBS:
        if job.name in ["group", "distinct"]:
            yield f"second load, then: {job.title}", ["duckdb"], second(job)
