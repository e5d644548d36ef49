"""A terminal window with the shell in it: a pseudo-terminal, and an emulator that keeps its screen."""

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte
from wcwidth import wcwidth

PATIENCE = 15.0


class Screen(pyte.HistoryScreen):
    """An emulator's screen that treats double-width characters as terminals do.

    One that does not fit into the last cell goes to the next row, and writing over one half of such a character blanks
    the other.
    """

    def draw(self, data):
        for character in data:
            width = wcwidth(character)
            if width > 0:
                if self.cursor.x + width > self.columns:
                    self.carriage_return()
                    self.linefeed()
                self.split_halves(width)
            super().draw(character)

    def split_halves(self, width):
        line, start, end = self.buffer[self.cursor.y], self.cursor.x, self.cursor.x + width
        if line[start].data == "" and start > 0:
            line[start - 1] = self.default_char
        if end < self.columns and line[end].data == "":
            line[end] = self.default_char

    def row(self, number):
        line = self.buffer[number]
        return "".join(line[column].data for column in range(self.columns)).rstrip()

    def rows(self):
        return [self.row(number) for number in range(self.lines)]

    def all_rows(self):
        above = [
            "".join(line[column].data for column in range(self.columns)).rstrip() for line in self.history.top
        ]
        rows = above + self.rows()
        while rows and not rows[-1]:
            rows.pop()
        return rows


class Window:
    """Starts a program in a window of some size; everything that is awaited raises where it does not come."""

    def __init__(self, arguments, folder, columns=80, rows=24, environment=None):
        self.screen = Screen(columns, rows, history=2000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.transcript = b""
        self.status = None
        usual = {
            "PATH": os.environ["PATH"], "HOME": folder, "XDG_STATE_HOME": folder + "/state", "LANG": "C.UTF-8",
            "TERM": "xterm-256color", "PAGER": "cat",
        }
        usual.update(environment or {})
        usual = {name: value for name, value in usual.items() if value is not None}
        self.process, self.controller = pty.fork()
        if self.process == 0:
            try:
                os.chdir(folder)
                # A terminal's programs heed being hung up, though whoever runs these checks may not.
                signal.signal(signal.SIGHUP, signal.SIG_DFL)
                # The window has its size before the program looks.
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execve(arguments[0], arguments, usual)
            finally:
                os._exit(127)

    # Keys

    def type(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        while data:
            # What comes back is read meanwhile: a terminal holds little of what nobody takes.
            _, writable, _ = select.select([], [self.controller], [], 1)
            if writable:
                data = data[os.write(self.controller, data[:512]):]
            self.read(0)

    def paste(self, text):
        self.type("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.controller, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number):
        os.kill(self.process, number)

    # The screen

    def read(self, timeout):
        ready, _, _ = select.select([self.controller], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.controller, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            self.poll()
            time.sleep(0.005)
            return False
        self.transcript += data
        self.stream.feed(data)
        return True

    def poll(self):
        if self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.status = status
        return self.status

    def wait(self, condition, what, patience=PATIENCE):
        deadline = time.monotonic() + patience
        while not condition(self.screen):
            if time.monotonic() > deadline or (self.poll() is not None and not self.read(0)):
                if condition(self.screen):
                    return
                shown = "\n".join(f"|{row}" for row in self.screen.all_rows())
                raise AssertionError(f"no {what}; the cursor is at {self.cursor()}:\n{shown}")
            self.read(0.05)

    def wait_row(self, row):
        """Waits until the cursor's row is exactly this one, blanks before the cursor included."""
        self.wait(lambda _: self.cursor_row() == row, f"row `{row}`")

    def wait_text(self, text):
        self.wait(lambda screen: any(text in row for row in screen.all_rows()), f"`{text}`")

    def prompt(self):
        self.wait_row("> ")

    def cursor(self):
        screen = self.screen
        return (min(screen.cursor.x, screen.columns - 1), screen.cursor.y)

    def cursor_row(self):
        line = self.screen.buffer[self.screen.cursor.y]
        before = "".join(line[column].data for column in range(min(self.screen.cursor.x, self.screen.columns)))
        row = self.screen.row(self.screen.cursor.y)
        return row if len(row) >= len(before) else before

    def run(self, statement):
        """Types a statement at the prompt and runs it. Returns the rows between it and the next prompt."""
        self.prompt()
        self.type(statement)
        self.wait_row("> " + statement)
        return self.enter()

    def enter(self):
        before = len(self.screen.all_rows())
        self.type("\r")
        self.wait(
            lambda screen: len(screen.all_rows()) > before and self.cursor_row() == "> ", "answer and prompt")
        return self.screen.all_rows()[before:-1]

    def leave(self):
        self.prompt()
        self.type("\x04")
        return self.exit_code()

    def exit_code(self):
        deadline = time.monotonic() + PATIENCE
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError("the shell does not leave")
            self.read(0.02)
        return os.waitstatus_to_exitcode(self.status)

    def hang_up(self):
        """Closes the window, as the loss of a connection does."""
        os.close(self.controller)
        self.controller = None
        deadline = time.monotonic() + PATIENCE
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError("the shell does not leave")
            time.sleep(0.005)
        return os.waitstatus_to_exitcode(self.status)

    def close(self):
        if self.poll() is None:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            self.status = 0
        if self.controller is not None:
            os.close(self.controller)
            self.controller = None
