"""The small city of the command's tests, a hundred enterprises of which three are listed: every answer can be read off it."""

import os
import shutil

CITY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/CommandTests/City")


def write(folder):
    shutil.copytree(CITY, os.path.join(folder, "city"))
