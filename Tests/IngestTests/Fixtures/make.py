"""Writes workbooks with two libraries, and beside them the CSV files that must load as the same tables.

Run in this folder with openpyxl 3.1.5 and xlsxwriter 3.2 or later installed. The CSV says of each cell what a reader of
the sheet sees; it is written out here and computed by neither library.
"""

import csv
import datetime
import pathlib
import zipfile

import openpyxl
import openpyxl.styles
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

FOLDER = pathlib.Path(__file__).parent
DAY = "yyyy-mm-dd"
CHINESE_DAY = 'yyyy"年"m"月"d"日";@'
MONTH = "yyyy-mm"
MOMENT = "yyyy/m/d h:mm"
PERCENT = "0.00%"
CODE = "000000"


class Cell:
    """A value as a library takes it, the number format, and the text that a reader sees."""

    def __init__(self, value, text, form=None, formula=None, rich=None):
        self.value, self.text, self.form, self.formula, self.rich = value, text, form, formula, rich


def text(value):
    return Cell(value, value)


def day(year, month, number, form=DAY):
    return Cell(datetime.date(year, month, number), f"{year:04}-{month:02}-{number:02}", form)


def month(year, number):
    return Cell(datetime.date(year, number, 1), f"{year:04}-{number:02}", MONTH)


NOTHING = Cell(None, "")
HEADINGS = ["案号", "代码", "所属区", "发布时间", "上报期", "线索", "已核", "罚款金额（万元）", "占比", "户数", "利率", "邮编", "备注"]
DISTRICTS = ["玄武区", "秦淮区", "建邺区", "鼓楼区", "江宁区"]


def row(number):
    return [
        text(f"（2022）苏0115执{number}号"),
        text(f"91320115MA1{number:05}X{number % 10}"),
        text(DISTRICTS[number % 5]),
        day(2018 + number % 5, 1 + number % 12, 1 + number % 28, [DAY, CHINESE_DAY][number % 2]),
        month(2020 + number % 3, 1 + number % 12),
        text(["有", "无"][number % 2]),
        Cell(number % 3 == 0, "TRUE" if number % 3 == 0 else "FALSE"),
        Cell(number / 4, f"{number / 4:g}"),
        Cell(number / 1000, f"{number / 10:.2f}".rstrip("0").rstrip(".") + "%", PERCENT),
        Cell(number, str(number)),
        Cell(number + 0.125, f"{number + 0.125:g}"),
        Cell(number + 10_000, f"{number + 10_000:06}", CODE),
        text(f"第{number}条"),
    ]


def records():
    blank = [NOTHING] * len(HEADINGS)
    rows = [
        [text("南京市失信被执行人名单（2022年7月）")] + blank[1:],
        [text("说明：金额单位为万元；空白表示不详。")] + blank[1:],
        [text(heading) for heading in HEADINGS],
    ]
    rows += [row(number) for number in range(1, 41)]

    def change(place, **cells):
        for name, cell in cells.items():
            rows[place][["case", "code", "district", "listed", "month", "clues", "checked", "fine", "part", "weight",
                         "rate", "post", "note"].index(name)] = cell

    # A fraction that binary numbers don't hold, an amount as text, a number as text with its own unit.
    change(5, fine=Cell(0.1 + 0.2, "0.3"), weight=text("12"), rate=text("３.5"))
    change(6, fine=text("30万元"), weight=text(" 7 "), part=text("1.5%"))
    # Cells with nothing, and with words for nothing.
    change(7, listed=NOTHING, clues=NOTHING, note=NOTHING, fine=NOTHING)
    change(8, listed=text("长期"), fine=text("暂无"), note=text("—"))
    # Dates as text, with a time, and such as no calendar has.
    change(9, listed=text("2022年7月31日"), month=text("2022年7月"))
    change(10, listed=Cell(datetime.datetime(2022, 7, 31, 9, 30), "2022-07-31 09:30:00", MOMENT))
    change(11, listed=text("2022-09-31"), month=text("不详"))
    # Codes that a spreadsheet has taken for numbers.
    change(12, code=Cell(913201150000000000, "9.13201150000000E+17".replace("0000000E", "E").replace("0E", "E")))
    change(13, code=Cell(320115000123456, "320115000123456"))
    # Characters that XML can't hold as they are.
    change(14, note=text("甲 & 乙 <丙> \"丁\" 'x' _x0041_"), district=text("江宁区"))
    change(15, weight=Cell(1234567, "1234567"), rate=Cell(-0.001, "-0.001"), fine=Cell(12345.6789, "12345.6789"))
    change(16, weight=Cell(12.5, "12.5"), rate=Cell(1e-7, "0.0000001"))
    # Formulas with their values, and one that failed.
    change(17, weight=Cell(34, "34", formula="=17*2"), note=Cell("甲乙", "甲乙", formula='="甲"&"乙"'))
    change(18, note=Cell("富文本", "富文本", rich=["富", "文本"]))
    change(19, checked=NOTHING, weight=text("十二"), part=text("多"))
    rows.insert(20, blank)
    rows.insert(24, blank)
    # The same row twice.
    rows.append(row(40))
    # A line's end inside a cell, in the last row: in CSV it moves the lines below it.
    rows.append(row(41))
    change(len(rows) - 1, note=text("两\n行"))
    return rows


def fines():
    """A table that leaves columns and rows free around it."""
    rows = [[], [], [NOTHING, text("代码"), NOTHING, text("金额（元）"), text("日期")]]
    for number in range(1, 6):
        rows.append([NOTHING, text(f"A{number}"), NOTHING, Cell(number * 1000.5, f"{number * 1000.5:g}"),
                     day(2022, number, 28)])
    rows.append([NOTHING, text("A6"), NOTHING, NOTHING, NOTHING])
    return rows


def early_days():
    """Days around the one that 1900 did not have."""
    rows = [[text("n"), text("日期")]]
    for number, shown in [(1, "1900-01-01"), (59, "1900-02-28"), (60, "1900-02-29"), (61, "1900-03-01"),
                          (367, "1901-01-01"), (2958465, "9999-12-31"), (2958466, "2958466")]:
        rows.append([Cell(number, str(number)), Cell(number, shown, DAY)])
    return rows


SHEETS = [("失信被执行人", "records.csv", records()), ("罚款 & 其他", "fines.csv", fines()), ("early", "early.csv", early_days())]


def write_csv(name, rows):
    width = max(len(cells) for cells in rows)
    with open(FOLDER / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for cells in rows:
            writer.writerow([cell.text for cell in cells] + [""] * (width - len(cells)))


def write_xlsxwriter(name, sheets, options):
    book = xlsxwriter.Workbook(FOLDER / name, options)
    book.set_properties({"created": datetime.datetime(2022, 7, 31)})
    formats = {None: None}
    bold = book.add_format({"bold": True})
    for title, _, rows in sheets:
        sheet = book.add_worksheet(title)
        for place, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell.form not in formats:
                    formats[cell.form] = book.add_format({"num_format": cell.form})
                form = formats[cell.form]
                if cell.value is None:
                    continue
                if cell.rich and not options.get("constant_memory"):
                    sheet.write_rich_string(place, column, bold, cell.rich[0], cell.rich[1])
                elif cell.formula:
                    sheet.write_formula(place, column, cell.formula, form, cell.value)
                elif isinstance(cell.value, str):
                    sheet.write_string(place, column, cell.value)
                elif isinstance(cell.value, bool):
                    sheet.write_boolean(place, column, cell.value)
                elif isinstance(cell.value, (datetime.date, datetime.datetime)):
                    sheet.write_datetime(place, column, cell.value, form)
                else:
                    sheet.write_number(place, column, cell.value, form)
        if title == SHEETS[0][0] and not options.get("constant_memory"):
            sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, rows[0][0].value)
            sheet.merge_range(1, 0, 1, len(HEADINGS) - 1, rows[1][0].value)
    book.add_worksheet("空表")
    hidden = book.add_worksheet("hidden")
    hidden.write_string(0, 0, "x")
    hidden.hide()
    book.close()


def write_openpyxl(name, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = datetime.datetime(2022, 7, 31)
    for title, _, rows in sheets:
        sheet = book.create_sheet(title)
        for place, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell.value is None:
                    continue
                # This library stores no values of formulas, so it gets the value alone; and it doesn't escape what reads
                # like an escape.
                value = cell.value.replace("_x0041_", "_x005F_x0041_") if isinstance(cell.value, str) else cell.value
                if cell.rich:
                    value = CellRichText(TextBlock(InlineFont(b=True), cell.rich[0]), cell.rich[1])
                target = sheet.cell(place, column, value)
                if cell.form:
                    target.number_format = cell.form
        if title == SHEETS[0][0]:
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    book.save(FOLDER / name)


for _, twin, rows in SHEETS:
    write_csv(twin, rows)
write_xlsxwriter("shared-strings.xlsx", SHEETS, {})
write_xlsxwriter("inline-strings.xlsx", SHEETS[:2], {"constant_memory": True})
write_xlsxwriter("from-1904.xlsx", SHEETS[:2], {"date_1904": True})
write_openpyxl("openpyxl.xlsx", SHEETS)


def write_bomb(name):
    """A sheet of 40 MB of blanks in 40 KB: what a file made to exhaust its reader looks like."""
    with zipfile.ZipFile(FOLDER / "shared-strings.xlsx") as source, zipfile.ZipFile(
        FOLDER / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9
    ) as target:
        for part in source.namelist():
            if part.endswith("sheet1.xml"):
                with target.open(part, "w") as sheet:
                    for _ in range(40):
                        sheet.write(b" " * (1 << 20))
            else:
                target.writestr(part, source.read(part))


write_bomb("bomb.xlsx")
