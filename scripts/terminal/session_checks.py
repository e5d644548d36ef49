"""What happens around a line: signals, windows, several shells at once, inputs that are no terminal."""

import os
import random
import signal
import subprocess
import time

from shells import DOWN, END, LEFT, UP, expect

# Signals


def interrupt(shells):
    window = shells.open()
    window.prompt()
    for _ in range(3):
        window.type("名单 (\r")
        window.wait_row(". ")
        window.type("\x03")
        window.prompt()
    expect(window.run("40 + 2"), ["42"], "the answer")
    window.type("企业\x04")
    window.wait_row("> 企业")
    window.type("\x03")
    expect(window.leave(), 0, "the exit code")


def enter_and_interrupt_at_once(shells):
    """Whichever of the two keys the shell sees in whatever state, it tells of the second and asks for the next statement."""
    chance = random.Random(11)
    window = shells.open()
    for number in range(80):
        statement = chance.choice(["1 + 1", '"企业" = "企业"', "show names"]) + f" # {number}"
        window.prompt()
        window.type(statement)
        window.wait_row("> " + statement)
        before = len(window.transcript)
        os.write(window.controller, b"\r")
        until = time.perf_counter() + chance.choice((0, 0.0002, 0.001, 0.004)) * chance.random()
        while time.perf_counter() < until:
            pass
        os.write(window.controller, b"\x03")

        def told(_):
            new = window.transcript[before:]
            return (b"^C" in new or b"interrupted" in new) and window.cursor_row() == "> "

        window.wait(told, f"prompt after both keys, {number}", patience=5)
    expect(window.run("40 + 2"), ["42"], "the answer")
    window.leave()


def keys_before_interrupt(shells):
    """What was typed before Ctrl-C is gone, what was typed behind it is not, though all comes at once."""
    window = shells.open()
    window.prompt()
    window.type('"企业一"\r\x03\x03"企业二" = "企业二"\r')
    window.wait_text("yes")
    window.prompt()
    expect([row for row in window.screen.all_rows() if "企业一" in row], ['> "企业一"'], "what is shown of the first")
    window.leave()


def stopped_and_continued(shells):
    window = shells.open(program=["/bin/bash", "--norc", "-i"], PS1="$ ")
    window.wait_row("$ ")
    window.type(shells.binary + "\r")
    window.prompt()
    window.type("企业规模 = 1" + LEFT * 4)
    window.wait_row("> 企业规模 = 1")
    window.type("\x1a")
    window.wait_text("Stopped")
    window.wait_row("$ ")
    window.type("fg\r")
    window.wait_row("> 企业规模 = 1")
    window.type("名")
    window.wait_row("> 企业规模名 = 1")
    expect(window.cursor()[0], 12, "the cursor's column")
    window.type("\x03")
    window.prompt()
    window.type("\x04")
    window.wait_row("$ ")
    window.type("exit\r")
    window.exit_code()


def stopped_within_several_lines(shells):
    """The lines that were entered before stand above the one being edited again, and all of them are one statement."""
    window = shells.open(program=["/bin/bash", "--norc", "-i"], PS1="$ ")
    window.wait_row("$ ")
    window.type(shells.binary + "\r")
    window.prompt()
    window.type("let 企业规模 = (1 +\r")
    window.wait_row(". ")
    window.type("2 +\r")
    window.wait_row(". ")
    window.type("39")
    window.wait_row(". 39")
    window.type("\x1a")
    window.wait_text("Stopped")
    window.wait_row("$ ")
    window.type("fg\r")
    window.wait_row(". 39")
    cursor = window.cursor()[1]
    expect(
        [window.screen.row(row) for row in range(cursor - 2, cursor + 1)], ["> let 企业规模 = (1 +", ". 2 +", ". 39"],
        "the lines of the statement")
    window.type(UP + UP + END + " 100 +")
    window.wait_row("> let 企业规模 = (1 + 100 +")
    window.type(DOWN + DOWN + END + ")\r")
    window.prompt()
    expect(window.run("企业规模"), ["142"], "the value")
    window.type("\x04")
    window.wait_row("$ ")
    window.type("exit\r")
    window.exit_code()


def resized(shells):
    # This terminal does not re-flow its lines, as xterm does not.
    window = shells.open(columns=40, XTERM_VERSION="XTerm(370)")
    window.prompt()
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛"
    window.type(text + LEFT * 4)
    window.wait(lambda _: window.cursor()[0] == 30, "the cursor")
    for columns, rows, column in (
        (21, [text[:9], text[9:]], 10), (60, [text], 30), (12, [text[:5], text[5:11], text[11:17], text[17:]], 6),
        (40, [text], 30),
    ):
        window.resize(columns, 24)

        def fits(screen):
            shown = [row for row in screen.rows() if row][-len(rows):]
            return shown == ["> " + rows[0], *rows[1:]] and window.cursor()[0] == column

        window.wait(fits, f"the text at {columns} columns")
        window.type("x")
        window.wait(lambda screen: any("x" in row[-24:] for row in screen.rows()[1:]), "what was typed")
        window.type("\x7f")
        window.wait(fits, f"the text at {columns} columns again")
    window.type("\x03")
    window.prompt()
    window.leave()


def hang_up_at_the_prompt(shells):
    window = shells.open()
    window.run("1 + 1")
    window.type("未完")
    window.wait_row("> 未完")
    expect(window.hang_up(), 129, "the exit code")
    expect(shells.history.decode(), "1 + 1\n", "the history")


# History


def two_shells(shells):
    first, second = shells.open(), shells.open()
    first.run("1 + 1")
    second.run('"二"')
    first.run("3 * 1")
    first.leave()
    second.run("4 * 1")
    second.leave()
    expect(shells.history.decode().splitlines(), ["1 + 1", '"二"', "3 * 1", "4 * 1"], "the history")
    expect(os.stat(os.path.join(shells.folder, "state/tuiyan/history")).st_mode & 0o777, 0o600, "the file's mode")


def killed_at_any_moment(shells):
    """Whatever was answered is in the history, each line whole, however the shell ends."""
    chance = random.Random(7)
    answered = []
    for round in range(6):
        window = shells.open()
        for number in range(8):
            statement = f'"企业{round}-{number}"'
            window.run(statement)
            answered.append(statement)
        window.type('"未\r"' + f'"甲{round}"\r' * 20)
        deadline = time.monotonic() + chance.random() * 0.05
        while time.monotonic() < deadline:
            window.read(0.001)
        window.signal(signal.SIGKILL)
        window.exit_code()
    lines = shells.history.decode().splitlines()
    missing = [statement for statement in answered if statement not in lines]
    expect(missing, [], "statements that were lost")
    window = shells.open()
    window.prompt()
    window.type("\x12企业5-7")
    window.wait_row('> "企业5-7"')
    window.type("\x03")
    window.leave()


def bad_history(shells):
    path = os.path.join(shells.folder, "state/tuiyan")
    os.makedirs(path)
    with open(os.path.join(path, "history"), "wb") as file:
        file.write(b"1 + 1\n\xff\xfe bad\n\nbad \\x escape\n2 + 2\nhalf")
    window = shells.open()
    window.prompt()
    window.type(UP)
    window.wait_row("> half")
    window.type(UP + UP)
    window.wait_row("> 1 + 1")
    window.type("\x03")
    window.run("3 + 3")
    window.leave()
    expect(shells.history.endswith(b"2 + 2\nhalf\n3 + 3\n"), True, "the history")


# Other inputs


def dumb_terminal(shells):
    window = shells.loaded(TERM="dumb")
    expect(len(window.run("查看 名单")), 5, "the rows of the answer")
    window.type("1 + (\r")
    window.wait_row(". ")
    window.type("\x03")
    window.prompt()
    window.type("\x04")
    expect(window.exit_code(), 0, "the exit code")
    expect(b"\x1b" in window.transcript, False, "a control sequence was written")


def pipes(shells):
    environment = {name: value for name, value in {**os.environ, **shells.locale}.items() if value is not None}

    def run(data):
        return subprocess.run(
            [shells.binary], input=data, capture_output=True, cwd=shells.folder, env=environment, timeout=30)

    done = run('load "city"\ncourt\n  | select 案号\n  | take 1\n"中" = "中"\n'.encode())
    expect(done.stdout.decode().splitlines()[-3:], ["  case", "  （2021）苏0115执1号", "yes"], "the answers")
    expect(done.returncode, 0, "the exit code")
    bad = run('1 + 1\n"中'.encode() + b'\xff"\n')
    expect("byte 10" in bad.stderr.decode(), True, f"the place in {bad.stderr.decode()!r}")


CHECKS = [
    killed_at_any_moment, interrupt, enter_and_interrupt_at_once, keys_before_interrupt, stopped_and_continued,
    stopped_within_several_lines, resized, hang_up_at_the_prompt, two_shells,
    bad_history, dumb_terminal, pipes,
]
