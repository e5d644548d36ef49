"""How fast keys are answered: Ctrl-C while something long is at work, and Tab where 100,000 values could stand.

usage: measure.py BINARY CITY [PART]… — CITY is a dataset of the benchmarks; a PART is in the name of what is measured
"""

import csv
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from xml.sax.saxutils import escape

from window import Window

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Benchmarks"))
import jobs

ALL = "one + two + three_parts + four + five + six + seven + eight"
LIST = ALL.replace(" +", ",")

WORKS = {
    "loading CSV": 'load fresh from "{city}/penalties.csv"',
    "loading GB18030": 'load fresh from "{city}/court.csv"',
    "loading a dataset": 'load "{city}"',
    "loading a workbook": 'load fresh from "{made}/penalties.xlsx"',
    "loading a query": 'load fresh from "{made}/lists.db" query "select * from penalties order by fine desc, document"',
    "loading a query that finds nothing": 'load fresh from "{made}/lists.db" query "select a.code, count(*) as n from penalties a, penalties b where a.fine + b.fine = 1 group by a.code"',
    "loading Arrow": 'load fresh from "{made}/court.arrow"',
    "comparing": f"compare base, {LIST}, {ALL} on serious_ratio, entities(court) by entity.district",
    "sweeping": "sweep small(x: 1000元..1000000元 step 1000元) on serious_ratio",
    "attributing": f"attribute {ALL} on serious_ratio",
    "decomposing": "compare base, one on serious_ratio by entity.district, entity.size",
    "reaching": f"reach serious_ratio < 1% with {LIST}",
    "reaching with one measure": "reach serious_ratio < 1% with one(n: 1..5)",
    "trend": "trend serious_ratio between 2015-01-31 and 2022-07-31 by month",
    "trend by district": "trend serious_ratio between 2019-01-31 and 2022-07-31 by week, entity.district",
    "sorting": "all court | sort case, listed | take 3",
    "sorting by text": "all searches | sort case | take 3",
    "grouping": "all searches | by case | take 3",
    "grouping by the entity": "all penalties | by code count(), sum(fine), median(fine), last(decided) | take 3",
    "distinct": "all searches | select case, date | distinct | take 3",
    "joining": "all court | join penalties | take 3",
    "children": "court where count(searches where not found) >= 2 and any(searches where date > court.listed) | by entity.district",
    "entities": "entities where entity.count(penalties where decided >= asof - 12 months) > 1 | by district",
    "searching a text": 'penalties where contains(document, "9号") | by agency | take 3',
    "asking why": 'why "{code}" in one',
    "exporting CSV": 'all searches | export "{made}/out.csv"',
    "exporting Arrow": 'all court | export "{made}/out.arrow"',
    "exporting sorted": 'all court | sort case | export "{made}/out.json"',
    "exporting a file a value": 'all court | export "{made}/{{enforced_by}}/{{performance}}.csv"',
    "printing": "all court",
    "printing groups": "all court | by code",
    "two keys": "all penalties | by document, decided | take 3",
    "a table's rows": "all court | by case | sort case | where count > 0 | distinct | take 3",
    "saving": 'save "{made}/session.md"',
}
# Work of commands, which end.
COMMANDS = {
    "synthesizing": ["synthesize", "{city}", "--entities", "3000000", "--out", "{made}/synthesized"],
    "checking": ["check", "{made}/slow.md"],
    "running": ["run", "{made}/slow.md"],
    "replaying": ["replay", "{made}/slow.md"],
}
MOMENTS = (0.03, 0.2, 0.4, 0.6, 0.8, 0.95)
LIMIT = 0.1


class Shell:
    """The shell at a terminal whose screen nobody looks at: what it writes is only searched for the next prompt."""

    PROMPT, LEFT = b"\x1b[?2004h", b"\x1b[?2004l"
    SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\r")

    def __init__(self, binary, city, folder):
        scenarios = os.path.join(folder, "scenarios.tuiyan")
        with open(scenarios, "w", encoding="utf-8") as file:
            file.write(jobs.DEFINITIONS)
        self.window = Window([binary, "--load", city, "--load", scenarios], folder, 100, 40, {"LANG": "C.UTF-8"})
        self.window.stream.feed = lambda _: None
        self.start = 0
        self.prompt(60)
        # Nothing is kept: each statement does its whole work.
        self.run("set cache 0")

    def quiet(self):
        while self.window.read(0.02):
            pass

    def begin(self, statement):
        self.quiet()
        self.window.type(statement)
        self.quiet()
        self.start = len(self.window.transcript)
        self.window.type("\r")
        self.began = time.perf_counter()

    def prompt(self, patience):
        """Waits for the prompt behind what was begun. Returns when it came, or nothing."""
        deadline = time.perf_counter() + patience
        searched = self.start
        while self.PROMPT not in self.window.transcript[searched:]:
            if time.perf_counter() > deadline:
                return None
            searched = max(self.start, len(self.window.transcript) - 16)
            self.window.read(0.01)
        return time.perf_counter()

    def run(self, statement, patience=90):
        self.begin(statement)
        self.prompt(patience)
        self.quiet()
        return self.told()

    def computed(self):
        """The seconds that the shell's own thread has had of a processor."""
        with open(f"/proc/{self.window.process}/task/{self.window.process}/schedstat") as file:
            return int(file.read().split()[0]) / 1e9

    def told(self):
        told = self.window.transcript[self.start:].split(self.LEFT, 1)[-1].split(self.PROMPT)[0]
        return self.SEQUENCE.sub(b"", told).decode(errors="replace").strip()


def made(binary, city, folder):
    """The city's penalties as a workbook and in a database, its court list as Arrow."""
    with open(f"{city}/penalties.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    database = sqlite3.connect(f"{folder}/lists.db")
    database.execute(f"create table penalties ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
    names = ["document", "code", "violation", "severity", "fine", "decided", "shown_until", "agency", "corrected"]
    for number, name in enumerate(names[:len(rows[0])]):
        database.execute(f"alter table penalties rename column c{number} to {name}")
    database.executemany(f"insert into penalties values ({', '.join('?' * len(rows[0]))})", rows[1:])
    database.commit()
    database.close()
    with zipfile.ZipFile(f"{folder}/penalties.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>')
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="行政处罚" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>")
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for row in rows:
                cells = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
                sheet.write(f"<row>{cells}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    os.spawnl(os.P_WAIT, binary, binary, "--load", city, "-e", f'all court | export "{folder}/court.arrow"')


def state(shell):
    """What the shell knows, as far as its statements show it."""
    return [shell.run(statement) for statement in ("show lists", "show scenarios", "entities(court) + entities(tax)")]


def interrupts(binary, city, folder, parts):
    chance = random.Random(1)
    shell = Shell(binary, city, folder)
    before = state(shell)
    with open(f"{city}/registry.csv", encoding="utf-8", newline="") as file:
        code = list(csv.reader(file))[-1][0]
    print("| at work | takes | stopped | until the prompt | of that at work | world |\n|---|---|---|---|---|---|")
    slow = []
    for name, statement in WORKS.items():
        if parts and not any(part in name for part in parts):
            continue
        statement = statement.format(city=city, made=folder, code=code)
        shell.begin(statement)
        end = shell.prompt(15)
        whole = end - shell.began if end else None
        answer = shell.told()
        if end is None:
            shell.window.type("\x03")
            shell.prompt(60)
        elif statement.startswith("load"):
            shell.run("undo")
        if end and "error" in answer:
            print(f"{name}: {answer}")
            continue
        waits, busy, stopped = [], [], 0
        for moment in MOMENTS:
            shell.begin(statement)
            time.sleep((whole or 10) * moment * chance.uniform(0.9, 1.1))
            if shell.prompt(0):
                if statement.startswith("load"):
                    shell.run("undo")
                continue
            pressed, computed = time.perf_counter(), shell.computed()
            shell.window.type("\x03")
            end = shell.prompt(60)
            waits.append((end or time.perf_counter()) - pressed)
            busy.append(shell.computed() - computed)
            told = shell.told()
            if "interrupted" in told:
                stopped += 1
            # What was done when only its showing was interrupted has changed something.
            if "nothing has changed" not in told and statement.startswith("load"):
                shell.run("undo")
        after = state(shell)
        if not waits:
            print(f"| {name} | {whole:.2f} s | too short | | | |", flush=True)
            continue
        if max(waits) > LIMIT:
            slow.append(name)
        print(
            f"| {name} | {f'{whole:.2f} s' if whole else 'over 15 s'} | {stopped} of {len(waits)} | "
            f"{max(waits) * 1000:.0f} ms | {max(busy) * 1000:.0f} ms | "
            f"{'as before' if after == before else 'CHANGED'} |", flush=True)
        for former, now in zip(before, after):
            if former != now:
                print(f"before:\n{former}\nafter:\n{now}", flush=True)
        before = after
    shell.window.close()
    return slow


def commands(binary, city, folder, parts):
    """How soon commands end when they are interrupted."""
    chance = random.Random(2)
    questions = "\n".join(WORKS[name] for name in ("sorting", "distinct", "grouping by the entity", "trend"))
    with open(f"{folder}/slow.md", "w", encoding="utf-8") as file:
        file.write(f'# Slow\n\n```tuiyan\nload "{city}"\n{questions}\n```\n')
    print("\n| command | takes | stopped | until its end |\n|---|---|---|---|")
    slow = []
    for name, arguments in COMMANDS.items():
        if parts and not any(part in name for part in parts):
            continue
        arguments = [argument.format(city=city, made=folder) for argument in arguments]
        launch = lambda: subprocess.Popen(
            [binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        began = time.perf_counter()
        launch().wait()
        whole = time.perf_counter() - began
        waits, stopped = [], 0
        for moment in MOMENTS:
            process = launch()
            time.sleep(whole * moment * chance.uniform(0.9, 1.1))
            pressed = time.perf_counter()
            process.send_signal(signal.SIGINT)
            stopped += process.wait() == 130
            waits.append(time.perf_counter() - pressed)
        if max(waits) > LIMIT:
            slow.append(name)
        print(f"| {name} | {whole:.2f} s | {stopped} of {len(waits)} | {max(waits) * 1000:.0f} ms |", flush=True)
    return slow


def completion(binary, folder):
    """From Tab to the last byte of what is shown, with 100,000 values that could stand there."""
    chance = random.Random(3)
    letters = "江宁六合浦口栖霞玄武鼓楼建邺雨花溧水高淳"
    names = [f"南京市{''.join(chance.choices(letters, k=6))}{number}" for number in range(100_000)]
    chance.shuffle(names)
    with open(f"{folder}/many.csv", "w", encoding="utf-8") as file:
        file.write("案号,企业\n" + "".join(f"{number},{name}\n" for number, name in enumerate(names)))
    window = Window([binary], folder, 100, 40, {"LANG": "C.UTF-8"})
    window.run('load many from "many.csv"')
    print("\n| Tab behind | median | longest |\n|---|---|---|")
    for text in ('many where 企业 = "', 'many where 企业 = "南京市江', 'many where 企业 = "南京市六合', 'many where 企业 = "宁六'):
        times = []
        for _ in range(15):
            window.type(text)
            window.wait_row("> " + text)
            while window.read(0.03):
                pass
            before = len(window.transcript)
            pressed = time.perf_counter()
            os.write(window.controller, b"\t")
            window.read(5)
            times.append(time.perf_counter() - pressed)
            assert len(window.transcript) > before
            while window.read(0.03):
                pass
            window.type("\x03")
            window.prompt()
            while window.read(0.03):
                pass
        print(f"| `{text}` | {statistics.median(times) * 1000:.1f} ms | {max(times) * 1000:.1f} ms |", flush=True)
    window.close()


def main():
    binary, city, parts = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    with tempfile.TemporaryDirectory(prefix="tuiyan-measure-") as folder:
        slow = []
        if parts != ["Tab"]:
            made(binary, city, folder)
            slow = interrupts(binary, city, folder, parts) + commands(binary, city, folder, parts)
        if not parts or "Tab" in parts:
            completion(binary, folder)
    if slow:
        print(f"over {LIMIT * 1000:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
