"""What the scripts beside this file share."""

import pathlib
import sys

PICTURE = pathlib.Path(__file__).parents[2] / "models/hazard-detector/samples/street.jpg"
MODEL = "hazard-detector"
failures = 0


def check(name, ok, shown=""):
    global failures
    failures += not ok
    print(f"{'ok  ' if ok else 'FAIL'}  {name}  {shown}".rstrip())


def finish(more=0):
    count = failures + more
    print(f"\n{'every answer as expected' if count == 0 else f'{count} not as expected'}")
    sys.exit(count > 0)
