"""pandas with NumPy underneath: codes for texts, integer keys made at loading, counts by bincount, marks at entities."""

import numpy as np
import pandas as pd
from shapley import PENALTIES, TAX, shapley

ASOF = np.datetime64("2022-07-31")


def flag(column, yes, no):
    """1 for yes, 0 for no, −1 for unknown."""
    return np.select([column == yes, column == no], [1, 0], -1).astype(np.int8)


def dates(column):
    return pd.to_datetime(column, format="%Y-%m-%d").to_numpy().astype("datetime64[D]")


class Peer:
    def load(self, folder):
        def read(name, columns):
            # Columns that no job asks for would only take memory.
            return pd.read_csv(
                f"{folder}/{name}.csv", dtype=str, engine="c", keep_default_na=False, na_values=[""], usecols=columns)

        code = "统一社会信用代码"
        registry = read("registry", [code, "所属区"])
        index = pd.Index(registry[code])
        district = pd.Categorical(registry["所属区"])
        self.district, self.districts = district.codes, list(district.categories)
        self.entities = len(registry)
        court = read("court-utf8", [code, "案号", "发布时间", "移出时间", "履行情况", "有效财产线索"])
        self.court_entity = index.get_indexer(court[code])
        self.listed, self.left = dates(court["发布时间"]), dates(court["移出时间"])
        performance = pd.Categorical(court["履行情况"])
        self.performance = performance.codes
        self.done, self.part = (list(performance.categories).index(text) for text in ["全部已履行", "部分未履行"])
        self.clues = flag(court["有效财产线索"], "有", "无")
        searches = read("searches", ["案号", "查控时间", "查到财产"])
        self.parent = pd.Index(court["案号"]).get_indexer(searches["案号"])
        self.date, self.found = dates(searches["查控时间"]), flag(searches["查到财产"], "是", "否")
        tax = read("tax", [code, "公布时间", "停止公布时间", "案件性质", "罚款缴清"])
        self.tax_entity = index.get_indexer(tax[code])
        self.published, self.withdrawn = dates(tax["公布时间"]), dates(tax["停止公布时间"])
        nature = pd.Categorical(tax["案件性质"])
        self.nature, self.evasion = nature.codes, list(nature.categories).index("偷税")
        self.paid = flag(tax["罚款缴清"], "是", "否")
        penalties = read("penalties", [code, "违法情节", "处罚机关", "罚款金额（元）", "处罚决定日期", "公示截止期", "整改完成"])
        self.penalty_entity = index.get_indexer(penalties[code])
        severity, agency = pd.Categorical(penalties["违法情节"]), pd.Categorical(penalties["处罚机关"])
        self.severity, self.minor = severity.codes, list(severity.categories).index("轻微")
        self.ordinary = list(severity.categories).index("一般")
        self.agency, self.agencies = agency.codes, list(agency.categories)
        self.fine = np.rint(penalties["罚款金额（元）"].astype(float) * 100).to_numpy().astype(np.int64)
        self.decided, self.shown_until = dates(penalties["处罚决定日期"]), dates(penalties["公示截止期"])
        self.corrected = flag(penalties["整改完成"], "是", "否")

    def minor_corrected(self):
        severity = np.where(self.severity < 0, -1, (self.severity == self.minor).astype(np.int8))
        sure = (severity == 1) & (self.corrected == 1)
        return sure, (severity != 0) & (self.corrected != 0)

    def counts(self, codes, names, sure, may):
        low, high = np.bincount(codes[sure], minlength=len(names)), np.bincount(codes[may], minlength=len(names))
        return {name: (int(l), int(l), int(h)) for name, l, h in zip(names, low, high) if h}

    def group(self):
        return self.counts(self.agency, self.agencies, *self.minor_corrected())

    def court_rows(self, least):
        seen = self.date <= ASOF
        size = len(self.court_entity)
        t = np.bincount(self.parent[seen & (self.found == 0)], minlength=size)
        u = np.bincount(self.parent[seen & (self.found == -1)], minlength=size)
        standing = (self.listed <= ASOF) & (np.isnat(self.left) | (self.left > ASOF))
        sure, may = (t >= least) & (self.clues == 0), (t + u >= least) & (self.clues != 1)
        return standing, sure, may

    def court_by(self, least):
        standing, sure, may = self.court_rows(least)
        return self.counts(self.district[self.court_entity], self.districts, standing & sure, standing & may)

    def court(self):
        return self.court_by(2)

    def changed(self):
        return self.court_by(3)

    def standing(self):
        return [
            (self.listed <= ASOF) & (np.isnat(self.left) | (self.left > ASOF)),
            (self.published <= ASOF) & (np.isnat(self.withdrawn) | (self.withdrawn > ASOF)),
            (self.decided <= ASOF) & (self.shown_until > ASOF),
        ]

    def scenario(self):
        low, high = np.zeros(self.entities, bool), np.zeros(self.entities, bool)
        early = self.published <= np.datetime64("2022-01-31")
        _, court, may_court = self.court_rows(2)
        minor, may_minor = self.minor_corrected()
        lists = [
            (self.court_entity, court, may_court), (self.tax_entity, (self.paid == 1) & early, (self.paid != 0) & early),
            (self.penalty_entity, minor, may_minor)]
        for stands, (entity, sure, may) in zip(self.standing(), lists):
            low[entity[stands & ~may]] = True
            high[entity[stands & ~sure]] = True
        size = len(self.districts)
        n = np.bincount(self.district, minlength=size)
        low, high = np.bincount(self.district[low], minlength=size), np.bincount(self.district[high], minlength=size)
        return {
            name: (round(high[i] / n[i], 9), round(low[i] / n[i], 9), round(high[i] / n[i], 9))
            for i, name in enumerate(self.districts)}

    def distinct(self):
        marks = np.zeros(self.entities, bool)
        for stands, entity in zip(self.standing(), [self.court_entity, self.tax_entity, self.penalty_entity]):
            marks[entity[stands]] = True
        return int(np.count_nonzero(marks))

    def sweep(self):
        court, tax, penalties = self.standing()
        step = np.full(self.entities, -1, np.int64)
        np.maximum.at(step, self.penalty_entity[penalties], np.minimum(self.fine[penalties] // 100_000, 100))
        step[self.court_entity[court]] = 100
        step[self.tax_entity[tax]] = 100
        steps = np.bincount(step[step >= 0], minlength=101)
        left = steps.sum() - np.cumsum(steps)[:100]
        return [round(int(value) / self.entities, 9) for value in left]

    def shapley(self):
        court, tax, penalties = self.standing()
        _, hits, _ = self.court_rows(3)
        corrected = self.corrected == 1
        lists = [
            (0, self.court_entity, court,
             [hits, self.performance == self.done, (self.performance == self.part) & (self.clues == 0)]),
            (TAX, self.tax_entity, tax, [self.paid == 1, self.nature == self.evasion]),
            (PENALTIES, self.penalty_entity, penalties,
             [(self.severity == self.minor) & corrected, (self.severity == self.ordinary) & corrected, self.fine <= 500_000])]
        signature = np.zeros(self.entities, np.int32)
        for first, entity, stands, conditions in lists:
            slot = sum(condition.astype(np.int8) << bit for bit, condition in enumerate(conditions))
            for value in range(1 << len(conditions)):
                signature[entity[stands & (slot == value)]] |= 1 << (first + value)
        counts = np.bincount(signature)
        return shapley((int(found), int(counts[found])) for found in np.flatnonzero(counts) if found)
