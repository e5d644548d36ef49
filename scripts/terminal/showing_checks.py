"""What stands on the screen: charts, long tables, sessions shown step by step, what a dead shell has left."""

import os
import re
import shutil
import signal

from shells import UP, expect

HINT = {True: "Space next · t try a statement · q leave", False: "空格 下一步 · t 自己试一句 · q 离开"}

SESSION = """# A short session

What the ratio is, 严重失信占比多少。

```tuiyan
load "city"
```

```tuiyan
serious_ratio
```

```result
3.00%   3 of 100
```
"""


# Charts and tables


def charts(shells):
    """Bars stand under each other behind Chinese labels, and nothing is wider than the window or coloured."""
    window = shells.loaded(NO_COLOR="1")
    rows = window.run("registry | by district | chart")
    starts = {row.index("█") for row in rows}
    expect(len(rows), 3, "the number of bars")
    # A label's characters take two cells each, so its bar starts further to the left in characters.
    labels = {len(row.split()[0]) for row in rows}
    expect(len(starts), len(labels), f"the columns of the bars in {rows}")
    rows = window.run("逐档 法院退出(n: 1..4) 看 严重失信占比 ｜ 作图")
    expect(rows[0], "serious_ratio", "the name above the line")
    expect(any("●" in row for row in rows), True, f"points in {rows}")
    expect(re.findall(rb"\x1b\[[0-9;]*m", window.transcript), [], "colours that were written")
    window.leave()


def narrow_chart(shells):
    """A chart is as narrow as the window: a line a bar, none of them broken."""
    window = shells.loaded(columns=36)
    rows = window.run("registry | by district | chart")
    # The statement itself goes on in a second line.
    bars = [row for row in rows if "█" in row]
    expect(len(bars), 3, f"the bars in {rows}")
    expect(all(re.search(r"█ +[0-9,]+$", row.rstrip()) for row in bars), True, f"numbers behind the bars in {rows}")
    window.leave()


def long_table(shells):
    """What is longer than the window goes through the pager, which gives the window back."""
    if not shutil.which("less"):
        return
    with open(os.path.join(shells.folder, "long.csv"), "w", encoding="utf-8") as file:
        file.write("编号,企业\n" + "".join(f"{number},企业{number}\n" for number in range(500)))
    window = shells.open(rows=20, PAGER=None)
    window.run('load long from "long.csv"')
    window.run("set rows 100")
    window.prompt()
    window.type("long\r")
    window.wait_row(":")
    window.wait_text("企业5")
    window.type("G")
    window.wait(lambda screen: any("400 more rows" in row for row in screen.rows()), "the end of the table")
    window.type("q")
    window.prompt()
    expect(window.run("1 + 1"), ["2"], "the answer")
    window.leave()


# Sessions


def session_step_by_step(shells):
    with open(os.path.join(shells.folder, "session.md"), "w", encoding="utf-8") as file:
        file.write(SESSION)
    window = shells.open(program=[shells.binary, "replay", "--step", "session.md"])
    hint = HINT[True]
    window.wait_row(hint)
    window.type(" ")
    window.wait_text("registry")
    window.wait_row(hint)
    window.type("t")
    window.wait_row("? ")
    window.type("count(cou\t")
    window.wait_row("? count(court")
    window.type(")\r")
    window.wait(lambda screen: "3" in screen.rows(), "the answer")
    window.wait_row("? ")
    window.type("serious_ratio\x03")
    window.wait_row("? ")
    window.type("\x04")
    window.wait_row(hint)
    window.type(" ")
    window.wait_text("3.00%")
    expect(window.exit_code(), 0, "the exit code")


def tour(shells, language):
    window = shells.open(program=[shells.binary, "tour", "--language", language], LANG="C.UTF-8")
    hint = HINT[language == "en"]
    for _ in range(60):
        window.wait(lambda _: window.poll() is not None or window.cursor_row() == hint, "a step or the end")
        if window.cursor_row() != hint:
            break
        window.type(" ")
        window.wait(lambda _: window.poll() is not None or window.cursor_row() != hint, "the next step")
    while window.read(0.05):
        pass
    expect(window.exit_code(), 0, "the exit code")
    shown = "\n".join(window.screen.all_rows())
    expect("differs from what was written" in shown or "与所记结果不同" in shown, False, "a result that differs")


def tour_in_english(shells):
    tour(shells, "en")


def tour_in_chinese(shells):
    tour(shells, "zh")


# What a shell leaves behind


def recovered(shells):
    window = shells.open()
    for statement in ("load \"city\"", "let x = 5", "情景 甲 = 退出 court", "nowhere"):
        window.run(statement)
    window.signal(signal.SIGKILL)
    window.exit_code()
    window = shells.open()
    window.prompt()
    window.wait_text("`recover` brings its 3 statements back")
    rows = window.run("recover")
    expect([row.split()[-1] for row in rows[1:]], ["done"] * 3, "the outcomes")
    expect(window.run("x + 1"), ["6"], "the answer")
    window.run("undo")
    expect(window.run("对比 甲")[0].startswith("error"), True, "the scenario taken back")
    window.leave()
    window = shells.open()
    window.prompt()
    expect(any("recover" in row for row in window.screen.rows()), False, "nothing is left to recover")
    window.leave()


def nowhere_to_keep(shells):
    """A state folder that can't be made is told once, and the shell goes on."""
    path = os.path.join(shells.folder, "state")
    with open(path, "w"):
        pass
    window = shells.open()
    window.prompt()
    window.wait_text("neither history nor what `recover` needs can be kept")
    expect(window.run("1 + 1"), ["2"], "the answer")
    expect(window.run("2 + 2"), ["4"], "the answer")
    window.type(UP + UP)
    window.wait_row("> 1 + 1")
    window.type("\x03")
    window.leave()


def unusable_history(shells):
    """A history that can't be written is told once, what is typed is recalled all the same."""
    os.makedirs(os.path.join(shells.folder, "state/tuiyan/history"))
    window = shells.open()
    window.prompt()
    window.wait_text("the history can't be kept in")
    for number in range(3):
        expect(window.run(f"{number} + 1"), [str(number + 1)], "the answer")
    told = [row for row in window.screen.all_rows() if "history" in row and "kept" in row]
    expect(len(told), 1, "how often it is told")
    window.type(UP)
    window.wait_row("> 2 + 1")
    window.type("\x03")
    window.leave()


CHECKS = [
    charts, narrow_chart, long_table, session_step_by_step, tour_in_english, tour_in_chinese, recovered, nowhere_to_keep,
    unusable_history,
]
