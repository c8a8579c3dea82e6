"""Has NVIDIA's perf_analyzer load a running server, a moment for each of its modes. See README.md beside this file."""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import tempfile

from checks import MODEL, check, finish

COUNTING = list(range(16))
ONES = [1] * 16
DATA = {
    "data": [
        {"INPUT0": COUNTING, "INPUT1": ONES},
        {"INPUT0": COUNTING, "INPUT1": {"b64": base64.b64encode(b"\1\0\0\0" * 16).decode()}},
    ],
    # What comes back is compared with it.
    "validation_data": [
        {"OUTPUT0": [i + 1 for i in COUNTING], "OUTPUT1": [i - 1 for i in COUNTING]},
        {"OUTPUT0": {"content": [i + 1 for i in COUNTING], "shape": [16]}, "OUTPUT1": [i - 1 for i in COUNTING]},
    ],
}
# Whole numbers are no floats to it.
ROW = {"regimen": ["once_daily"], "side_effects": ["none"], "medication_share": [0.5], "medication_last": [1.0],
       "mood_mean": [5.0], "sleep_hours_mean": [7.0], "check_ins": [5.0]}
RESULT = re.compile(r"^(?:Concurrency|Request Rate): .*throughput.*", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="localhost:8080", help="host and port of HTTP")
    parser.add_argument("--grpc", help="host and port of gRPC, where GRPC_PORT is set")
    parser.add_argument("--program", default="perf_analyzer", help="where perf_analyzer is")
    options = parser.parse_args()

    def run(*arguments, over="http"):
        way = ["-u", options.grpc, "-i", "grpc"] if over == "grpc" else ["-u", options.url]
        # A few dozen requests are enough to see that it works; no figure here is a measurement.
        brief = ["--measurement-mode", "count_windows", "--measurement-request-count", "50", "-s", "999"]
        command = [options.program, *way, *brief, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def loads(*arguments, wants="", only=None):
        for over in [only] if only else ("http", "grpc") if options.grpc else ("http",):
            code, text = run(*arguments, over=over)
            rows = RESULT.findall(text)
            shown = " ".join(map(str, arguments)).replace(str(folder), "…")
            check(f"{over}  {shown}", code == 0 and len(rows) > 0 and wants in text, "  " + "; ".join(rows))

    def refuses(words, *arguments, over="http"):
        code, text = run(*arguments, over=over)
        check(f"{over}  {' '.join(map(str, arguments))}", code != 0 and words in text, next(iter(
            line.strip() for line in text.splitlines() if words in line), text[-200:]))

    told = subprocess.run([options.program, "--version"], capture_output=True, text=True)
    print(f"\n{(told.stdout + told.stderr).strip()}")
    with tempfile.TemporaryDirectory() as folder:
        data, table = pathlib.Path(folder, "data.json"), pathlib.Path(folder, "table.csv")
        data.write_text(json.dumps(DATA))
        rows = pathlib.Path(folder, "rows.json")
        rows.write_text(json.dumps({"data": [ROW]}))
        loads("-m", "simple", wants="Avg request latency")
        loads("-m", "simple", "-x", 1, "-b", 8, "--concurrency-range", "1:4:3")
        loads("-m", "simple", "--async", "--concurrency-range", 4)
        loads("-m", "simple", "--request-rate-range", "50:100:50", "--request-distribution", "poisson", "--percentile", 95)
        loads("-m", "simple", "--input-data", data)
        loads("-m", "simple", "--num-of-sequences", 2, "--sequence-length", 3)
        loads("-m", "simple_string", "--string-data", 7)
        loads("-m", "adherence", "--input-data", rows, "-b", 3)
        if options.grpc:
            for load in (["--concurrency-range", "8:64:56"], ["--request-rate-range", 50],
                         ["--num-of-sequences", 2, "--sequence-length", 3], ["--input-data", data]):
                loads("-m", "simple", "--streaming", *load, only="grpc")
        loads("-m", MODEL, "--shape", "images:3,320,320", "--concurrency-range", 2)
        loads("-m", "simple", "--collect-metrics", "--metrics-url", f"{options.url}/metrics", "--verbose-csv", "-f", table)
        check("http  JSON tensors both ways", run(
            "-m", "simple_int8", "--input-tensor-format", "json", "--output-tensor-format", "json")[0] == 0)
        refuses("no model named 'nobody'", "-m", "nobody")
        refuses("has no version '9'", "-m", "simple", "-x", 9)
    finish()


if __name__ == "__main__":
    main()
