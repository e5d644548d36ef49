"""The questions that all engines are asked, and how each answer is read.

An answer is a plain value that compares equal between engines: a number, or a mapping from a group to numbers.
"""

DEFINITIONS = """
scenario three(n = 2) = {
  exit court where count(searches where not found) >= n and not clues
  exit tax where paid and published <= asof - 6 months
  exit penalties where severity = "轻微" and corrected
}
scenario one(n = 3) = exit court where count(searches where not found) >= n and not clues
scenario two = exit court where performance = "全部已履行"
scenario three_parts = exit court where performance = "部分未履行" and not clues
scenario four = exit tax where paid
scenario five = exit tax where nature = "偷税"
scenario six = exit penalties where severity = "轻微" and corrected
scenario seven = exit penalties where severity = "一般" and corrected
scenario eight = exit penalties where fine <= 5000元
scenario small(x = 1000元) = exit penalties where fine < x
"""


def by_group(key, value):
    return lambda rows: {row[key]: tuple(row[column] for column in value) for row in rows}


def ranged(column):
    """A count with its least and its most, which are left out where there is no doubt."""
    return lambda row: (row[column], row.get(f"{column}_low", row[column]), row.get(f"{column}_high", row[column]))


def counts(key):
    read = ranged("count")
    return lambda rows: {row[key]: read(row) for row in rows if row["count"] or row.get("count_high")}


def ratios(rows):
    read = ranged("serious_ratio")
    return {row["entity.district"]: tuple(round(value, 9) for value in read(row)) for row in rows}


class Job:
    """One question: our statement, how its rows become the answer, and the least bytes that an answer must touch.

    `before` is a statement that was just asked, as an analyst does who then changes one condition; without it nothing is
    kept of earlier statements.
    """

    def __init__(self, name, title, statement, answer, touched, before=None):
        self.name, self.title, self.statement, self.answer, self.touched = name, title, statement, answer, touched
        self.before = before


# Bytes touched: codes of one byte, dates of four, places of parents and entities of four, flags in two planes of bits.
JOBS = [
    Job(
        "group", "filter and group-count, with unknowns",
        'all penalties where severity = "轻微" and corrected | by agency', counts("agency"),
        lambda n: n["penalties"] * (1 + 1 + 0.25)),
    Job(
        "scenario", "scenario of three measures: ratio and range, by district",
        "compare three on serious_ratio by entity.district", ratios,
        lambda n: n["searches"] * (4 + 4 + 0.25) + n["court"] * (8 + 4 + 0.25) + n["tax"] * (8 + 4 + 0.25)
        + n["penalties"] * (8 + 4 + 1 + 0.25) + n["registry"] * 1),
    Job(
        "distinct", "distinct entities over three lists", "entities(serious)", lambda rows: rows[0]["entities(serious)"],
        lambda n: (n["court"] + n["tax"] + n["penalties"]) * (8 + 4)),
    Job(
        "court", "court rule: child counts with unknowns, by district",
        "court where count(searches where not found) >= 2 and not clues | by entity.district", counts("entity.district"),
        lambda n: n["searches"] * (4 + 4 + 0.25) + n["court"] * (8 + 4 + 0.25)),
    Job(
        "changed", "the same statement with one condition changed",
        "court where count(searches where not found) >= 3 and not clues | by entity.district", counts("entity.district"),
        lambda n: n["court"] * (1 + 4 + 0.25),
        before="court where count(searches where not found) >= 2 and not clues | by entity.district"),
    Job(
        "sweep", "sweep of 100 thresholds", "sweep small(x: 1000元..100000元 step 1000元) on serious_ratio",
        lambda rows: [round(row["serious_ratio"], 9) for row in rows],
        lambda n: n["penalties"] * (8 + 4 + 4) + (n["court"] + n["tax"]) * (8 + 4)),
    Job(
        "shapley", "Shapley over 8 measures",
        "attribute one + two + three_parts + four + five + six + seven + eight on entities(serious)",
        lambda rows: [round(row["shapley"], 6) for row in rows if row["shapley"] is not None][:8],  # then the total
        lambda n: n["searches"] * (4 + 4 + 0.25) + n["court"] * (8 + 4 + 1) + n["tax"] * (8 + 4 + 1)
        + n["penalties"] * (8 + 4 + 4)),
]
