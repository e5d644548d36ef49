"""Windows on a folder with the city in it."""

import os
import tempfile

import city
from window import Window

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
