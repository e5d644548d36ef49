"""Hands Arrow files back and forth between the program and pyarrow, polars, pandas and DuckDB, and compares the values.

usage: arrow_files.py BINARY
"""

import csv
import datetime
import decimal
import pathlib
import random
import subprocess
import sys
import tempfile

import duckdb
import polars
import pyarrow as arrow
import pyarrow.feather as feather
import pyarrow.ipc as ipc

TYPES = {
    "code": "text",
    "district": "category",
    "clues": "flag",
    "weight": "integer",
    "rate": "decimal",
    "part": "percentage",
    "fine": "money",
    "listed": "date",
    "reported": "month",
}


def run(binary, folder, *statements):
    arguments = [binary, "--format", "csv", "--no-color"]
    for statement in statements:
        arguments += ["-e", statement]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def rows_of(binary, folder, name):
    """The rows that the program reads from a file, as CSV has them."""
    text = run(binary, folder, f'load l from "{name}"', "l")
    # The load's own answer stands before the rows.
    return list(csv.reader(text.splitlines()[2:]))


def made_up(count):
    """Rows of every type, with gaps; the same in every run."""
    chance = random.Random(count)

    def gap(value):
        return value if chance.random() > 0.1 else None

    start = datetime.date(2015, 1, 1)
    return [
        {
            "code": gap(f"（2022）苏{chance.randrange(10**6):06}号"),
            "district": gap(chance.choice(["玄武区", "秦淮区", "江宁区"])),
            "clues": gap(chance.random() < 0.5),
            "weight": gap(chance.randrange(-5, 10**12)),
            "rate": gap(decimal.Decimal(chance.randrange(-10**6, 10**6)).scaleb(-3)),
            "part": gap(decimal.Decimal(chance.randrange(10**6)).scaleb(-6)),
            "fine": gap(decimal.Decimal(chance.randrange(10**10)).scaleb(-2)),
            "listed": gap(start + datetime.timedelta(days=chance.randrange(4000))),
            "reported": gap((start + datetime.timedelta(days=chance.randrange(4000))).replace(day=1)),
        }
        for _ in range(count)
    ]


def written(value, name):
    """A value as CSV of a list has it."""
    if value is None:
        return ""
    if name == "clues":
        return "是" if value else "否"
    if name == "reported":
        return f"{value:%Y-%m}"
    return f"{value:f}" if isinstance(value, decimal.Decimal) else str(value)


def checks(binary, folder):
    rows = made_up(5000)
    with open(folder / "rows.csv", "w", encoding="utf8", newline="") as file:
        table = csv.writer(file)
        table.writerow(TYPES)
        table.writerows([written(row[name], name) for name in TYPES] for row in rows)
    columns = "\n".join(
        f'  {name} {kind} "{name}"' + (" unit 元" if kind == "money" else "") for name, kind in TYPES.items()
    )
    declaration = 'list rows from "rows.csv" {\n' + columns + "\n}"
    run(binary, folder, declaration, 'rows | export "rows.arrow"', 'rows | take 0 | export "none.arrow"')

    expected = {name: [row[name] for row in rows] for name in TYPES}
    with ipc.open_file(folder / "rows.arrow") as file:
        theirs = file.read_all()
    theirs.validate(full=True)
    yield "pyarrow reads ours", theirs.to_pydict() == expected
    kinds = [str(field.type) for field in theirs.schema]
    yield "types of ours", kinds == [
        "string", "dictionary<values=string, indices=int32, ordered=0>", "bool", "int64", "decimal128(19, 3)",
        "decimal128(19, 6)", "decimal128(19, 2)", "date32[day]", "date32[day]",
    ]  # fmt: skip
    yield "meanings of ours", [f.metadata[b"tuiyan.type"].decode() for f in theirs.schema] == list(TYPES.values())
    yield "polars reads ours", polars.read_ipc(folder / "rows.arrow").to_dict(as_series=False) == expected
    yield "pandas reads ours", len(feather.read_feather(folder / "rows.arrow").dropna()) == sum(
        None not in row.values() for row in rows
    )
    total = duckdb.sql("select sum(fine), count(district), max(listed) from theirs").fetchall()[0]
    yield "DuckDB reads ours", total == (
        sum(row["fine"] or 0 for row in rows), sum(row["district"] is not None for row in rows),
        max(row["listed"] for row in rows if row["listed"]),
    )  # fmt: skip
    with ipc.open_file(folder / "none.arrow") as file:
        none = file.read_all()
    yield "a table without rows", none.num_rows == 0 and none.column_names == list(TYPES)

    ours = list(csv.reader(run(binary, folder, declaration, "rows").splitlines()))
    yield "we read ours as it was", rows_of(binary, folder, "rows.arrow") == ours

    # What others write of the same table reads the same, but for what only we say of columns.
    plain = theirs.replace_schema_metadata(None)
    for name in ["part", "fine", "reported"]:
        plain = plain.drop_columns([name])
    bare = arrow.table([plain.column(name) for name in plain.column_names], names=plain.column_names)
    texts = bare.set_column(1, "district", bare.column("district").cast(arrow.string()))
    feather.write_feather(texts, folder / "plain.arrow", compression="uncompressed")
    wanted = rows_of(binary, folder, "plain.arrow")
    header, kept = ours[0], [ours[0].index(name) for name in bare.column_names]
    yield "they write, we read", wanted == [[row[place] for place in kept] for row in ours], header
    feather.write_feather(bare, folder / "lz4.arrow", compression="lz4", chunksize=700)
    yield "packed with LZ4", rows_of(binary, folder, "lz4.arrow") == wanted
    with ipc.new_stream(folder / "stream.arrow", bare.schema) as stream:
        stream.write_table(bare, max_chunksize=999)
    yield "as a stream", rows_of(binary, folder, "stream.arrow") == wanted
    feather.write_feather(bare.slice(37, 1111), folder / "slice.arrow", compression="uncompressed")
    yield "a slice", rows_of(binary, folder, "slice.arrow") == [wanted[0]] + wanted[38:1149]
    polars.from_arrow(bare).write_ipc(folder / "polars.arrow")
    yield "polars writes, we read", rows_of(binary, folder, "polars.arrow") == wanted
    bare.to_pandas().to_feather(folder / "pandas.arrow", compression="lz4")
    yield "pandas writes, we read", [row[0] for row in rows_of(binary, folder, "pandas.arrow")] == [
        row[0] for row in wanted
    ]


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for question, agrees, *_ in checks(sys.argv[1], pathlib.Path(folder)):
            failed += not agrees
            print(f"{'same' if agrees else 'DIFFERENT':9}  {question}")
    print(f"Arrow files: {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
