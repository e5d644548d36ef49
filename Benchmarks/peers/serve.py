"""A peer in a process of its own: loads a folder, then answers one job a line, each with its time.

usage: serve.py ENGINE FOLDER
"""

import importlib
import json
import os
import sys
import time

os.environ.setdefault("POLARS_MAX_THREADS", "2")
os.environ.setdefault("OMP_NUM_THREADS", "2")


def main():
    sys.path.insert(0, os.path.dirname(__file__))
    peer = importlib.import_module(f"{sys.argv[1]}_peer").Peer()
    peer.load(sys.argv[2])
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name = line.strip()
        job = getattr(peer, name + "_", None) or getattr(peer, name, None)
        if job is None:
            print(json.dumps(None), flush=True)
            continue
        start = time.perf_counter()
        answer = job()
        print(json.dumps({"seconds": time.perf_counter() - start, "answer": answer}), flush=True)


if __name__ == "__main__":
    main()
