"""Looks at the screens that the shell paints, in a UTF-8 locale and in the C locale. usage: check.py BINARY [NAME]…"""

import concurrent.futures
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import city
from random_edits import edit
from window import Window

LOCALES = {"C.UTF-8": {"LANG": "C.UTF-8"}, "C": {"LC_ALL": "C", "LANG": None}}
UP, DOWN, LEFT, RIGHT, HOME, END = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F"


class Shells:
    """Opens windows on one folder with the city in it, and closes them all at the end."""

    def __init__(self, binary, locale):
        self.binary, self.locale = binary, locale
        self.directory = tempfile.TemporaryDirectory(prefix="tuiyan-terminal-")
        self.folder = self.directory.name
        self.windows = []
        city.write(self.folder)

    def open(self, *arguments, columns=80, rows=24, program=None, **environment):
        window = Window(
            program or [self.binary, *arguments], self.folder, columns, rows, {**self.locale, **environment})
        self.windows.append(window)
        return window

    def loaded(self, **options):
        window = self.open("--load", "city", **options)
        window.prompt()
        return window

    @property
    def history(self):
        with open(os.path.join(self.folder, "state/tuiyan/history"), "rb") as file:
            return file.read()

    def close(self):
        for window in self.windows:
            window.close()
        self.directory.cleanup()


def expect(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: expected {wanted!r}, found {found!r}")


# Editing


def random_edits(shells, columns):
    window = shells.open(columns=columns)
    window.prompt()
    wrong = edit(window, operations=1000, seed=columns, longest=columns * 2 + 20)
    if wrong:
        raise AssertionError(f"{len(wrong)} wrong, the first:\n{wrong[0]}")


def random_edits_at_80_columns(shells):
    random_edits(shells, 80)


def random_edits_at_24_columns(shells):
    random_edits(shells, 24)


def random_edits_at_25_columns(shells):
    random_edits(shells, 25)


def statements_of_several_lines(shells):
    window = shells.loaded()
    window.type("count(court\r")
    window.wait_row(". ")
    window.type("where 有效财产线索)")
    window.wait_row(". where 有效财产线索)")
    expect(window.enter(), ["1"], "the answer")
    window.type(UP)
    window.wait_row(". where 有效财产线索)")
    window.type(UP + HOME + RIGHT * 6 + "all ")
    window.wait_row("> count(all court")
    window.type(DOWN + END)
    window.wait_row(". where 有效财产线索)")
    expect(window.enter(), ["1"], "the answer")
    window.type("1 + 1\r")
    window.wait_text("2")
    window.type(UP + UP)
    window.wait_row(". where 有效财产线索)")
    expect(window.screen.row(window.screen.cursor.y - 1), "> count(all court", "the line above")
    window.type("\x03")
    window.leave()


def search(shells):
    window = shells.loaded()
    window.run("查看 名单")
    window.run("1 + 1")
    window.type("\x12")
    window.wait_text("search:")
    window.type("名单")
    window.wait_row("> 查看 名单")
    expect(window.cursor(), (7, window.cursor()[1]), "the cursor")
    expect(window.screen.row(window.cursor()[1] + 1), "search: 名单", "the row below")
    window.type(END)
    window.wait(lambda screen: not any("search:" in row for row in screen.rows()), "end of the search")
    window.wait_row("> 查看 名单")
    window.type("\x03")
    window.prompt()
    window.type("草稿\x12查看\x07")
    window.wait_row("> 草稿")
    window.type("\x03")
    window.leave()


def emacs_keys(shells):
    window = shells.open()
    window.prompt()
    window.type("失信 名单 企业\x01\x1bf\x1bf\x0b")
    window.wait_row("> 失信 名单")
    window.type("\x17\x19\x19")
    window.wait_row("> 失信 名单名单")
    window.type("\x15")
    window.wait_row("> ")
    window.leave()


def vi_keys(shells):
    with open(os.path.join(shells.folder, ".editrc"), "w") as file:
        file.write("bind -v\n")
    window = shells.open()
    window.prompt()
    window.type("1 + 企业")
    window.wait_row("> 1 + 企业")
    window.type("\x1b")
    window.wait(lambda screen: window.cursor()[0] == 8, "the command mode")
    window.type("xx")
    window.wait_row("> 1 +")
    window.type("A41\r")
    window.wait_text("42")
    window.prompt()
    window.type("企")
    window.wait_row("> 企")
    window.type("\x1b")
    window.wait(lambda screen: window.cursor()[0] == 2, "the command mode")
    window.type("k")
    window.wait_row("> 1 + 41")
    window.type("0i名")
    window.wait_row("> 名1 + 41")
    window.type("\x03")
    window.leave()


def own_bindings(shells):
    with open(os.path.join(shells.folder, ".editrc"), "w") as file:
        file.write("tuiyan:bind ^T statement-older\nother:bind -v\n")
    window = shells.open()
    window.run("1 + 1")
    window.type("\x14")
    window.wait_row("> 1 + 1")
    window.type("\x03")
    window.leave()


def colours(shells):
    def colour(window, column):
        return window.screen.buffer[window.cursor()[1]][column].fg

    window = shells.loaded()
    window.type('court where 2 > 1 and case = "企业" # 注')
    window.wait_row('> court where 2 > 1 and case = "企业" # 注')
    found = [colour(window, column) for column in (0, 2, 8, 14, 20, 24, 32)]
    expect(found, ["cyan", "default", "magenta", "cyan", "magenta", "default", "green"], "the colours")
    window.type("\r")
    window.prompt()
    window.leave()
    window = shells.loaded(NO_COLOR="1")
    window.type('court where case = "企业"')
    window.wait_row('> court where case = "企业"')
    expect({colour(window, column) for column in range(30)}, {"default"}, "the colours with NO_COLOR")
    expect(b"\x1b[3" in window.transcript, False, "a colour was written")
    window.type("\x03")
    window.leave()


# Pasting


def pasted_statement(shells):
    window = shells.loaded()
    window.paste("court\n| select 案号 | take 1\n")
    window.wait_row(". | select 案号 | take 1")
    expect(window.enter(), ["  case", "  （2021）苏1号"], "the answer")
    window.type(UP)
    window.wait_row(". | select 案号 | take 1")
    window.type("\x03")
    window.leave()


def pasted_transcript(shells):
    window = shells.loaded()
    window.paste("> count(\n. court)\n2\n\n> 1 + 41\n42\n> ")
    window.wait_row(". 1 + 41")
    expect(
        window.screen.row(window.cursor()[1] + 1), "2 statements pasted; left out: the prompts and 2 lines of output",
        "the note")
    window.type(" ")
    window.wait(lambda screen: not any("left out" in row for row in screen.rows()), "end of the note")
    expect(window.enter(), ["2", "42"], "the answers")
    window.type("\x03")
    window.leave()


def hostile_paste(shells):
    window = shells.open()
    window.prompt()
    window.paste("1 +\x04\x01\x7f\x0b\x1b[A 41\n")
    window.wait_row("> 1 +[A 41")
    window.type("\x03")
    window.prompt()
    window.leave()


# Completion


def completion(shells):
    window = shells.loaded()
    window.type("court where ent\t")
    window.wait_row("> court where entity.")
    window.type("dis\t = \t")
    window.wait_row('> court where entity.district = "')
    window.wait_text("江宁区")
    expect(window.screen.row(window.cursor()[1] + 1), "栖霞区   江宁区   鼓楼区", "the values")
    window.type("江\t")
    window.wait_row('> court where entity.district = "江宁区"')
    window.wait(lambda screen: screen.row(window.cursor()[1] + 1) == "", "end of the choices")
    window.type(" | take 1")
    expect(window.enter()[0].split()[0], "case", "the answer")
    window.type("compare base, 法\t")
    window.wait_row("> compare base, 法院退出")
    window.type("(\t")
    window.wait_row("> compare base, 法院退出(n: ")
    window.type("2) on \t")
    window.wait_text("serious_ratio")
    window.type("\x03")
    window.prompt()
    window.type('load "ci\tREA\t')
    window.wait_row('> load "city/README.md"')
    window.type("\x03")
    window.leave()


def completion_in_the_middle(shells):
    window = shells.loaded(columns=24)
    window.type("court where entity. = 1 and 企业企业" + LEFT * 13 + "nam\t")
    window.wait(lambda screen: "entity.name =" in "".join(screen.rows()).replace("\n", ""), "the completion")
    rows = [row for row in window.screen.rows() if row][-2:]
    expect(rows, ["> court where entity.nam", "e = 1 and 企业企业"], "the rows")
    window.type("\x03")
    window.leave()


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
    window.type("查看 名单\r")
    window.wait_text("失信被执行人")
    window.prompt()
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
    expect(done.stdout.decode().splitlines()[-3:], ["  case", "  （2021）苏1号", "yes"], "the answers")
    expect(done.returncode, 0, "the exit code")
    bad = run('1 + 1\n"中'.encode() + b'\xff"\n')
    expect("byte 10" in bad.stderr.decode(), True, f"the place in {bad.stderr.decode()!r}")


CHECKS = [
    random_edits_at_80_columns, random_edits_at_24_columns, random_edits_at_25_columns, killed_at_any_moment,
    statements_of_several_lines, search, emacs_keys, vi_keys, own_bindings, colours, pasted_statement,
    pasted_transcript, hostile_paste, completion, completion_in_the_middle, interrupt, stopped_and_continued, resized,
    hang_up_at_the_prompt, two_shells, bad_history, dumb_terminal, pipes,
]


def main():
    binary, names = sys.argv[1], sys.argv[2:]
    failures = []
    lock = threading.Lock()

    def check(function, locale):
        shells = Shells(binary, LOCALES[locale])
        started = time.monotonic()
        try:
            function(shells)
        except Exception:
            with lock:
                failures.append(f"{function.__name__} ({locale})")
                print(f"✗ {failures[-1]}\n{traceback.format_exc()}", flush=True)
        finally:
            shells.close()
        if names:
            print(f"{function.__name__} ({locale}): {time.monotonic() - started:.1f} s", flush=True)

    chosen = [function for function in CHECKS if not names or function.__name__ in names]
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        for function in chosen:
            for locale in LOCALES:
                pool.submit(check, function, locale)
    count = len(chosen) * len(LOCALES)
    print(f"{count - len(failures)} of {count} checks of the terminal hold")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
