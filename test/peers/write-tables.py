"""Writes the tables of test/fixtures/tables: parquet by pyarrow, JSON lines and CSV by Python's own writers.

    python test/peers/write-tables.py test/fixtures/tables

Written with Python 3, pyarrow 26.0.1. Rows have the columns of Search-R1's and ZeroSearch's files.
"""

import csv
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

out = Path(sys.argv[1])
sources = ["nq", "hotpotqa"]
rows = [
    {
        "id": f"test_{i // 2}",
        "question": f"Which number is {i}, Zoë?" if i else 'Who wrote "Ωmega, part <1>"?',
        "golden_answers": [str(i), f"number {i}"] if i else ["O'Brien & Søn"],
        "data_source": sources[i % 2],
        "prompt": [{"role": "user", "content": f"prompt {i}"}],
        "reward_model": {"style": "rule", "ground_truth": {"target": [str(i)]}},
        "extra_info": {"index": i, "split": "test"},
        "big": 2**53 + 1 if i == 2 else i,
        "metadata": None if i % 3 else json.dumps({"level": i}),
    }
    for i in range(7)
]
schema = pa.schema(
    [
        ("id", pa.string()),
        ("question", pa.string()),
        ("golden_answers", pa.list_(pa.string())),
        ("data_source", pa.string()),
        ("prompt", pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))),
        (
            "reward_model",
            pa.struct(
                [("style", pa.string()), ("ground_truth", pa.struct([("target", pa.list_(pa.string()))]))]
            ),
        ),
        ("extra_info", pa.struct([("index", pa.int64()), ("split", pa.string())])),
        ("big", pa.int64()),
        ("metadata", pa.string()),
    ]
)
table = pa.Table.from_pylist(rows, schema=schema)
for codec in ["snappy", "gzip", "brotli", "zstd", "none"]:
    # Three row groups, so that reading them one by one is seen.
    pq.write_table(table, out / f"{codec}.parquet", compression=codec, row_group_size=3)

asked = [{key: row[key] for key in ("id", "question", "golden_answers")} for row in rows[::2]]
with open(out / "questions.jsonl", "w", encoding="utf-8") as file:
    for row in asked:
        file.write(json.dumps(row) + "\n")
with open(out / "questions.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, ["id", "question", "answers", "split"])
    writer.writeheader()
    for i, row in enumerate(asked):
        answers = json.dumps(row["golden_answers"], ensure_ascii=False)
        writer.writerow(
            {
                "id": row["id"],
                "question": row["question"],
                "answers": answers,
                "split": ["train", "train", "dev", "held-out"][i],
            }
        )
