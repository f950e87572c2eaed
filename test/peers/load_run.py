"""Loads a run in pandas by the lines of docs/metrics.md and checks what they give against the files themselves.

python test/peers/load_run.py results/rezero/default  (with runs/rezero-s1 and its episodes.jsonl.gz)
Checked with pandas 3.1.1. No test runs it: the tests need no Python.
"""

import csv
import gzip
import json
import os
import re
import sys

import pandas

page = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "metrics.md")
with open(page, encoding="utf8") as file:
    lines = re.findall(r"^(?:metrics|episodes) = pandas\..*$", file.read(), re.M)
assert len(lines) == 2, lines

os.chdir(sys.argv[1])
scope = {"pandas": pandas}
for line in lines:
    exec(line, scope)
metrics, episodes = scope["metrics"], scope["episodes"]

with open("runs/rezero-s1/metrics.csv", encoding="utf8") as file:
    rows = list(csv.DictReader(file))
assert list(metrics.columns) == list(rows[0]) and len(metrics) == len(rows)
for name in metrics.columns:
    for value, row in zip(metrics[name], rows):
        assert pandas.isna(value) if row[name] == "" else abs(value - float(row[name])) < 1e-12, (name, row)

with gzip.open("runs/rezero-s1/episodes.jsonl.gz", "rt", encoding="utf8") as file:
    stored = [json.loads(line) for line in file]
assert list(episodes["id"]) == [row["id"] for row in stored]
assert list(episodes["rewards"]) == [row["rewards"] for row in stored]
print(f"pandas {pandas.__version__}: {len(metrics)} steps, {len(episodes)} episodes, as in the files")
