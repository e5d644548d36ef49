"""What a person at the keyboard does to a line: edit it, search for it, paste it, complete it."""

import os

from random_edits import edit
from shells import DOWN, END, HOME, LEFT, RIGHT, UP, expect


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
    expect(window.enter(), ["  case", "  （2021）苏0115执1号"], "the answer")
    window.type(UP)
    window.wait_row(". | select 案号 | take 1")
    window.type("\x03")
    window.leave()


def pasted_transcript(shells):
    window = shells.loaded()
    window.paste("> count(\n. court)\n3\n\n> 1 + 41\n42\n> ")
    window.wait_row(". 1 + 41")
    expect(
        window.screen.row(window.cursor()[1] + 1), "2 statements pasted; left out: the prompts and 2 lines of output",
        "the note")
    window.type(" ")
    window.wait(lambda screen: not any("left out" in row for row in screen.rows()), "end of the note")
    expect(window.enter(), ["3", "42"], "the answers")
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
    expect(window.enter()[0].split()[0], "code", "the answer")
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


CHECKS = [
    random_edits_at_80_columns, random_edits_at_24_columns, random_edits_at_25_columns, statements_of_several_lines,
    search, emacs_keys, vi_keys, own_bindings, colours, pasted_statement, pasted_transcript, hostile_paste, completion,
    completion_in_the_middle,
]
