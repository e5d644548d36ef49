"""Asks this program and its peers the same questions of the same files, in turn, and writes the ratios down.

usage: run.py BINARY FOLDER… [--rounds N] [--kernels PROGRAM] [--write README.md]

Each folder is a dataset that `tuiyan synthesize Benchmarks/…` made. Every engine runs in a process of its own with two
threads, loads once, and is then asked each job in each round, the engines in turn, or one engine after another where all
together would not fit into memory. All must give the same answer. A
ratio is the peer's time by ours: above 1 we are faster. Times of a job that needs a cold process, or a file read anew,
are those of that process; all others are told by the engine itself and hold neither its start nor the loading.
"""

import argparse
import json
import os
import platform
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(__file__))
import loading
from jobs import DEFINITIONS, JOBS

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["duckdb", "polars", "pandas"]
LISTS = ["registry", "court", "searches", "tax", "penalties"]
ENVIRONMENT = dict(os.environ, LANG="C.UTF-8", POLARS_MAX_THREADS="2", OMP_NUM_THREADS="2")


class Ours:
    """Our program, fed through a pipe. It runs a statement when it sees that the next line does not go on with it."""

    PAUSE = "set rows 40"
    # Nothing is kept of earlier statements, as the peers keep nothing.
    FORGET = "set cache 0\nset cache 256"

    def __init__(self, binary, folder):
        self.process = subprocess.Popen(
            [binary, "--no-snapshots", "--format", "json", "--keep-going", "--load", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        self.messages, self.results = queue.Queue(), queue.Queue()
        for stream, lines in [(self.process.stderr, self.messages), (self.process.stdout, self.results)]:
            threading.Thread(target=lambda s=stream, q=lines: [q.put(line) for line in s], daemon=True).start()
        self.send(DEFINITIONS.strip() + "\nset timing on\n" + self.PAUSE)
        self.timing()
        self.pending = 1

    def send(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def timing(self):
        """The next time told, in seconds, or the message that stands in its place."""
        while True:
            line = self.messages.get(timeout=1800)
            if line.startswith("took "):
                return float(line.split()[1]) / 1000
            if line.startswith("error:"):
                return line.strip()

    def ask(self, job):
        self.send(self.FORGET)
        for _ in range(2):
            self.timing()
        if job.before:
            self.send(job.before)
            self.timing()
        # Each of these ends the statement above it.
        self.send(job.statement + "\n" + self.PAUSE)
        self.timing()
        if job.before:
            self.results.get(timeout=1800)
        seconds = self.timing()
        if isinstance(seconds, str):
            return None, seconds
        try:
            rows = json.loads(self.results.get(timeout=5))
        except (queue.Empty, ValueError):
            return None, "not in the language yet"
        return (seconds, job.answer(rows)) if rows else (None, "not in the language yet")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Peer:
    def __init__(self, name, folder):
        self.process = subprocess.Popen(
            [sys.executable, f"{HERE}/peers/serve.py", name, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=ENVIRONMENT)
        assert json.loads(self.process.stdout.readline()) == "ready"

    def ask(self, job):
        self.process.stdin.write(job.name + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        return (None, "no such job") if found is None else (found["seconds"], loading.plain(found["answer"]))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def bandwidth():
    """Bytes a second that two threads read from memory."""
    import numpy as np

    halves = [np.ones(1 << 25, np.uint64), np.ones(1 << 25, np.uint64)]
    best = 0
    for _ in range(3):
        threads = [threading.Thread(target=lambda half=half: half.max()) for half in halves]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        best = max(best, 2 * halves[0].nbytes / (time.perf_counter() - start))
    return best


def rows_of(folder):
    counts = {}
    for name in LISTS:
        with open(f"{folder}/{name}.csv", "rb") as file:
            counts[name] = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b"")) - 1
    return counts


class Line:
    """A job's times, engine by engine."""

    def __init__(self, title, limit=None, peers=PEERS):
        self.title, self.limit, self.peers, self.times, self.word = title, limit, peers, {}, None

    def add(self, engine, seconds):
        self.times.setdefault(engine, []).append(seconds)

    def markdown(self):
        ours = self.times["ours"]
        # Ratios are taken round by round: what loads the machine loads both.
        ratios = {
            name: [theirs / mine for theirs, mine in zip(self.times[name], ours)] for name in self.peers if name in self.times}
        cells = [f"{statistics.median(ratios[name]):.2f}" if name in ratios else "–" for name in self.peers]
        fastest = min(ratios, key=lambda name: statistics.median(ratios[name]))
        limit = "–" if not self.limit else f"{statistics.median(ours) / self.limit:.1f}"
        return (
            f"| {self.title} | **{statistics.median(ratios[fastest]):.2f}** | {min(ratios[fastest]):.2f} | {fastest} | "
            + " | ".join(cells) + f" | {limit} |")


def measure(binary, folder, rounds, is_first):
    counts = rows_of(folder)
    loading.prepare(folder, with_workbook=is_first)
    speed = bandwidth()
    lines, missing = [], []
    for title, peers, run in loading.jobs(binary, folder, ENVIRONMENT, is_first=is_first):
        line = Line(title, peers=peers or PEERS)
        for turn in range(rounds):
            answers = {}
            for name in rotated(["ours"] + line.peers, turn):
                found = run(name)
                if found:
                    line.add(name, found[0])
                    answers[name] = found[1]
            agree(title, answers)
        report(line, lines)
    for line in asked(binary, folder, rounds, [Line(job.title, job.touched(counts) / speed) for job in JOBS]):
        if line.word:
            missing.append(f"{line.title}: {line.word}")
        else:
            report(line, lines)
    size = f"{counts['registry']:,} entities, {sum(counts.values()) - counts['registry']:,} records"
    return size, speed, lines, missing


def asked(binary, folder, rounds, lines):
    """Gives each job's line once all engines were asked: the engines in turn, or one after another where their tables would
    not fit into memory side by side."""
    names = ["ours"] + PEERS
    answers = [{} for _ in JOBS]
    for group in [names] if fits(folder) else [[name] for name in names]:
        engines = {name: Ours(binary, folder) if name == "ours" else Peer(name, folder) for name in group}
        for job, line, known in zip(JOBS, lines, answers):
            for turn in range(rounds + 1):
                for name in rotated(group, turn):
                    if line.word:
                        break
                    seconds, answer = engines[name].ask(job)
                    if seconds is None:
                        line.word = answer if name == "ours" else None
                        continue
                    known[name] = answer
                    # The first round warms everyone up.
                    if turn > 0:
                        line.add(name, seconds)
                if not line.word:
                    agree(job.title, known)
            if len(group) == len(names) or group[0] == names[-1]:
                yield line
        for engine in engines.values():
            engine.close()


def fits(folder):
    """Whether the engines' tables fit into memory side by side: each takes up to three times what the files do."""
    size = sum(os.path.getsize(f"{folder}/{name}.csv") for name in LISTS)
    return size * 3 * (1 + len(PEERS)) < os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def rotated(names, turn):
    return names[turn % len(names):] + names[:turn % len(names)]


def agree(title, answers):
    if any(answer != answers["ours"] for answer in answers.values()):
        for name, answer in answers.items():
            print(name, str(answer)[:400], file=sys.stderr)
        sys.exit(f"the engines do not agree on: {title}")


def report(line, lines):
    lines.append(line)
    print(line.markdown(), flush=True)


TITLES = {"duckdb": "DuckDB", "calamine": "python-calamine"}


def header(peers):
    columns = ["job", "× fastest peer, median", "min", "fastest peer"] + [f"× {TITLES.get(name, name)}" for name in peers]
    return "| " + " | ".join(columns + ["ours by the physical limit"]) + " |\n|" + "---|" * (len(columns) + 1)


MARK = "<!-- From here on written by `make bench`. -->"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("folders", nargs="+")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--kernels", help="the program that asks kernels beside raw loops")
    arguments.add_argument("--write")
    options = arguments.parse_args()
    print(header(PEERS), flush=True)
    text = [MARK, "", f"Measured with {options.rounds} rounds on {platform.machine()} with {os.cpu_count()} cores; "
            "load average " + " ".join(f"{load:.1f}" for load in os.getloadavg()) + " at the start.", ""]
    for folder in options.folders:
        size, speed, lines, missing = measure(
            os.path.abspath(options.binary), os.path.abspath(folder), options.rounds, folder == options.folders[0])
        text += [f"## {size}", "", f"Memory was read at {speed / 1e9:.1f} GB/s by two threads."]
        tables = {tuple(PEERS): []}
        for line in lines:
            tables.setdefault(tuple(line.peers), []).append(line.markdown())
        for peers, rows in tables.items():
            text += ["", header(peers)] + rows
        text += [""] + [f"Left out – {word}" for word in missing] + ([""] if missing else [])
    if options.kernels:
        table = subprocess.run([options.kernels], capture_output=True, text=True, check=True).stdout
        print(table, flush=True)
        text += ["", "## The kernels beside raw loops, 20,000,000 rows in memory", "", table]
    if options.write:
        with open(options.write, encoding="utf-8") as file:
            kept = file.read().split(MARK)[0]
        with open(options.write, "w", encoding="utf-8") as file:
            file.write(kept + "\n".join(text).rstrip() + "\n")


if __name__ == "__main__":
    main()
