"""Random edits of a statement against a model of it: after each key the text and the cursor must be where they belong."""

import random

from wcwidth import wcwidth

PROMPTS = ("> ", ". ")
LETTERS = "企业规模中文，。“名单” abcx=1、失信（）😀𠀀"
PASTES = ["失信被执行人", "中文abc，", "一\n二", "court where 企业 = 1", "　全角　"]
LEFT, RIGHT, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~"
BACKSPACE, NEW_LINE, KILL, YANK = "\x7f", "\x1b\r", "\x0b", "\x19"


class Model:
    def __init__(self):
        self.text, self.caret, self.killed = [], 0, []

    def insert(self, text):
        self.text[self.caret:self.caret] = list(text)
        self.caret += len(text)

    def line(self):
        start = self.caret
        while start > 0 and self.text[start - 1] != "\n":
            start -= 1
        end = self.caret
        while end < len(self.text) and self.text[end] != "\n":
            end += 1
        return start, end

    def press(self, key):
        if key == LEFT:
            self.caret = max(self.caret - 1, 0)
        elif key == RIGHT:
            self.caret = min(self.caret + 1, len(self.text))
        elif key == HOME:
            self.caret = self.line()[0]
        elif key == END:
            self.caret = self.line()[1]
        elif key == BACKSPACE:
            if self.caret > 0:
                self.caret -= 1
                del self.text[self.caret]
        elif key == DELETE:
            del self.text[self.caret:self.caret + 1]
        elif key == NEW_LINE:
            self.insert("\n")
        elif key == KILL:
            self.killed = self.text[self.caret:]
            del self.text[self.caret:]
        elif key == YANK:
            self.insert("".join(self.killed))
        else:
            self.insert(key)

    def layout(self, columns):
        """The rows, and the cursor's column and row, as a terminal wraps them."""
        rows, caret = [PROMPTS[0]], None
        width = len(PROMPTS[0])
        for position, character in enumerate(self.text + [""]):
            cells = wcwidth(character) if character and character != "\n" else (0 if character else 1)
            if character != "\n" and width + cells > columns:
                rows.append("")
                width = 0
            if position == self.caret:
                caret = (width, len(rows) - 1)
                # At the end of a full row the cursor stands at the start of the next.
                if character == "\n" and width >= columns:
                    caret = (columns - 1, len(rows) - 1)
            if character == "\n":
                rows.append(PROMPTS[1])
                width = len(PROMPTS[1])
                continue
            rows[-1] += character
            width += cells
        return [row.rstrip() for row in rows], caret


def edit(window, operations, seed, longest):
    """Presses random keys in a window with an empty prompt. Returns what was wrong, which should be nothing."""
    chance, model, wrong = random.Random(seed), Model(), []
    top = window.screen.cursor.y
    pressed = []
    columns, height = window.screen.columns, window.screen.lines
    for number in range(operations):
        key = chance.choice(
            ["letter"] * 8 + ["paste", KILL, YANK, NEW_LINE] + [LEFT, RIGHT] * 3 + [HOME, END, DELETE]
            + [BACKSPACE] * 2)
        if key == "letter":
            key = chance.choice(LETTERS)
        room = longest - len(model.text)
        if key == "paste":
            text = chance.choice(PASTES)
            key = BACKSPACE if room < len(text) else None
        elif room < 1 + (len(model.killed) if key == YANK else 0) and key not in (LEFT, RIGHT, HOME, END, DELETE):
            key = BACKSPACE
        if key is None:
            window.paste(text)
            model.insert(text)
        else:
            window.type(key)
            model.press(key)
        pressed.append(text if key is None else key)
        rows, caret = model.layout(columns)
        # The area scrolls up where it reaches the window's end.
        top = min(top, height - max(len(rows), caret[1] + 1))

        def shown(_):
            screen = window.screen
            return (window.cursor() == (caret[0], caret[1] + top)
                    and all(screen.row(top + index) == row for index, row in enumerate(rows))
                    and not any(screen.row(index) for index in range(top + len(rows), height)))

        try:
            window.wait(shown, f"the text after key {number} {key!r}", patience=10)
        except AssertionError as error:
            wrong.append(f"{error}\nlast keys {pressed[-6:]}, expected at row {top}, cursor {caret}:\n" + "\n".join(rows))
            if len(wrong) >= 3:
                break
    return wrong
