"""Looks at the screens that the shell paints, in a UTF-8 locale and in the C locale. usage: check.py BINARY [NAME]…"""

import concurrent.futures
import sys
import threading
import time
import traceback

import editing_checks
import session_checks
import showing_checks
from shells import Shells

LOCALES = {"C.UTF-8": {"LANG": "C.UTF-8"}, "C": {"LC_ALL": "C", "LANG": None}}
CHECKS = editing_checks.CHECKS + session_checks.CHECKS + showing_checks.CHECKS


def main():
    binary, names = sys.argv[1], sys.argv[2:]
    unknown = set(names) - {function.__name__ for function in CHECKS}
    if unknown:
        sys.exit(f"there is no check {', '.join(sorted(unknown))}")
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
