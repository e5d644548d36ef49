"""Writes the Arrow files beside it with pyarrow and polars. usage: make_arrow.py, in this folder"""

import datetime
import decimal

import polars
import pyarrow as arrow
import pyarrow.feather as feather
import pyarrow.ipc as ipc

day, moment, amount = datetime.date, datetime.datetime, decimal.Decimal


def column(values, kind):
    return arrow.array(values, type=kind)


def coded(codes, code_type, texts, text_type):
    return arrow.DictionaryArray.from_arrays(column(codes, code_type), column(texts, text_type))


table = arrow.table({
    "案号": column(["甲", "乙", None, "无"], arrow.utf8()),
    "large": column(["a", None, "", "d"], arrow.large_utf8()),
    "view": column(["short", None, "a text of more than twelve bytes", "x"], arrow.string_view()),
    "narrow": coded([0, 1, None, 0], arrow.int8(), ["玄武", "秦淮"], arrow.utf8()),
    "wide": coded([0, 1, None, 0], arrow.uint32(), ["玄武", "秦淮"], arrow.large_utf8()),
    "flag": column([True, False, None, True], arrow.bool_()),
    "i8": column([1, -2, None, 127], arrow.int8()),
    "u16": column([1, 2, None, 65535], arrow.uint16()),
    "u64": column([1, 2, None, 2**63], arrow.uint64()),
    "f32": column([0.5, -1.25, None, 3.1], arrow.float32()),
    "f64": column([0.1 + 0.2, 1 / 3, None, float("nan")], arrow.float64()),
    "amount": column([amount("1.50"), amount("-0.07"), None, amount("123456789012.34")], arrow.decimal128(18, 2)),
    "day": column([day(2022, 7, 31), day(1969, 12, 31), None, day(2099, 1, 1)], arrow.date32()),
    "milliseconds": column([day(2022, 7, 31), day(1969, 12, 31), None, day(2099, 1, 1)], arrow.date64()),
    "clock": column(
        [moment(2022, 7, 31), moment(2022, 7, 31, 23, 59, 1), None, moment(1960, 1, 1)], arrow.timestamp("us")),
    "shanghai": column(
        [moment(2022, 7, 31, 16), moment(1988, 6, 30, 15), None, moment(1960, 1, 1)],
        arrow.timestamp("ms", tz="Asia/Shanghai")),
    "utc": column([moment(2022, 7, 31, 16), None, None, None], arrow.timestamp("s", tz="UTC")),
    "nothing": arrow.nulls(4),
    "nested": column([[1], [], None, [2, 3]], arrow.list_(arrow.int64())),
    "last": column(["behind", "the", "nested", "one"], arrow.utf8()),
})
feather.write_feather(table, "pyarrow.arrow", compression="uncompressed")
feather.write_feather(table, "lz4.arrow", compression="lz4", chunksize=3)
feather.write_feather(table, "zstd.arrow", compression="zstd")
feather.write_feather(table.slice(1, 2), "slice.arrow", compression="uncompressed")
feather.write_feather(table.slice(0, 0), "empty.arrow", compression="uncompressed")
with ipc.new_stream("stream.arrow", table.schema) as stream:
    stream.write_table(table, max_chunksize=3)

# Rows without a value take no bytes: a few, and more than anyone wants.
for name, counts in (("nulls", (3, 2)), ("nulls-many", (1 << 20, 1)), ("nulls-absurd", (2**31 - 1,))):
    batches = [arrow.record_batch({"甲": arrow.nulls(count), "乙": arrow.nulls(count)}) for count in counts]
    with ipc.new_stream(f"{name}.arrow", batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)

growing = arrow.schema([("district", arrow.dictionary(arrow.int16(), arrow.utf8()))])
with ipc.new_stream("delta.arrow", growing, options=ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as stream:
    for texts in (["玄武"], ["玄武", "秦淮"], ["玄武", "秦淮", "鼓楼"]):
        values = coded([len(texts) - 1, 0], arrow.int16(), texts, arrow.utf8())
        stream.write_batch(arrow.record_batch([values], schema=growing))

polars.DataFrame(
    {"code": ["a", None, "c" * 20], "n": [1, None, 3], "r": [0.5, None, 2.25], "d": [day(2022, 7, 31), None, day(1970, 1, 1)],
     "c": ["x", None, "x"], "f": [True, None, False]},
    schema_overrides={"c": polars.Categorical},
).write_ipc("polars.arrow")
