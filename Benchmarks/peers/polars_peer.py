"""Polars: categorical texts, integer keys made at loading, lazy queries; booleans with nulls follow Kleene."""

import datetime

import polars as pl
from shapley import PENALTIES, TAX, shapley

ASOF = datetime.date(2022, 7, 31)


def flag(column, yes, no):
    return pl.when(pl.col(column) == yes).then(True).when(pl.col(column) == no).then(False)


class Peer:
    def load(self, folder):
        def read(name):
            return pl.read_csv(f"{folder}/{name}.csv", infer_schema=False)

        code = "统一社会信用代码"
        registry = read("registry").with_row_index("entity")
        keys = registry.select(pl.col(code), pl.col("entity").cast(pl.UInt32))
        self.registry = registry.select(pl.col("所属区").cast(pl.Categorical).alias("district"))
        self.entities = len(registry)
        self.districts = self.registry.with_row_index("entity")
        court = read("court-utf8").join(keys, on=code, maintain_order="left").with_row_index("id")
        self.court = court.select(
            "entity", pl.col("履行情况").cast(pl.Categorical).alias("performance"),
            pl.col("发布时间").str.to_date().alias("listed"), pl.col("移出时间").str.to_date().alias("left"),
            flag("有效财产线索", "有", "无").alias("clues"))
        searches = read("searches").join(court.select("案号", pl.col("id").alias("parent")), on="案号")
        self.searches = searches.select(
            "parent", pl.col("查控时间").str.to_date().alias("date"), flag("查到财产", "是", "否").alias("found"))
        self.tax = read("tax").join(keys, on=code).select(
            "entity", pl.col("案件性质").cast(pl.Categorical).alias("nature"), pl.col("公布时间").str.to_date().alias("published"),
            pl.col("停止公布时间").str.to_date().alias("withdrawn"), flag("罚款缴清", "是", "否").alias("paid"))
        self.penalties = read("penalties").join(keys, on=code).select(
            "entity", pl.col("违法情节").cast(pl.Categorical).alias("severity"),
            (pl.col("罚款金额（元）").cast(pl.Float64) * 100).round().cast(pl.Int64).alias("fine"),
            pl.col("处罚决定日期").str.to_date().alias("decided"), pl.col("公示截止期").str.to_date().alias("shown_until"),
            pl.col("处罚机关").cast(pl.Categorical).alias("agency"), flag("整改完成", "是", "否").alias("corrected"))

    def group(self):
        condition = (pl.col("severity") == "轻微") & pl.col("corrected")
        found = (
            self.penalties.lazy().select("agency", c=condition).filter(pl.col("c").fill_null(True))
            .group_by("agency").agg(low=pl.col("c").sum(), high=pl.len()).collect())
        return {key: (low, low, high) for key, low, high in found.iter_rows()}

    def court_rows(self, least):
        # Children are counted at their parents' places, so that no join is needed.
        children = (
            self.searches.lazy().filter(pl.col("date") <= ASOF)
            .group_by("parent").agg(t=(~pl.col("found")).sum(), u=pl.col("found").null_count()))
        rows = self.court.lazy().with_row_index("parent").filter(
            (pl.col("listed") <= ASOF) & (pl.col("left").is_null() | (pl.col("left") > ASOF)))
        t, u = pl.col("t").fill_null(0), pl.col("u").fill_null(0)
        reached = pl.when(t >= least).then(True).when(t + u < least).then(False)
        return rows.join(children, on="parent", how="left").select("entity", c=reached & ~pl.col("clues"))

    def court_by(self, least):
        found = (
            self.court_rows(least).filter(pl.col("c").fill_null(True)).join(self.districts.lazy(), on="entity")
            .group_by("district").agg(low=pl.col("c").sum(), high=pl.len()).collect())
        return {key: (low, low, high) for key, low, high in found.iter_rows()}

    def court_(self):
        return self.court_by(2)

    def changed(self):
        return self.court_by(3)

    def standing(self):
        tax = self.tax.lazy().filter(
            (pl.col("published") <= ASOF) & (pl.col("withdrawn").is_null() | (pl.col("withdrawn") > ASOF)))
        penalties = self.penalties.lazy().filter((pl.col("decided") <= ASOF) & (pl.col("shown_until") > ASOF))
        return tax, penalties

    def scenario(self):
        tax, penalties = self.standing()
        records = pl.concat([
            self.court_rows(2),
            tax.select("entity", c=pl.col("paid") & (pl.col("published") <= datetime.date(2022, 1, 31))),
            penalties.select("entity", c=(pl.col("severity") == "轻微") & pl.col("corrected")),
        ])
        entities = records.group_by("entity").agg(
            low=(~pl.col("c").fill_null(True)).any(), high=(~pl.col("c").fill_null(False)).any())
        counted = (
            entities.join(self.districts.lazy(), on="entity").group_by("district")
            .agg(pl.col("high").sum(), pl.col("low").sum())
            .join(self.registry.lazy().group_by("district").agg(n=pl.len()), on="district").collect())
        return {
            key: (round(high / n, 9), round(low / n, 9), round(high / n, 9)) for key, high, low, n in counted.iter_rows()}

    def entities_of(self):
        tax, penalties = self.standing()
        court = self.court.lazy().filter(
            (pl.col("listed") <= ASOF) & (pl.col("left").is_null() | (pl.col("left") > ASOF)))
        return court, tax, penalties

    def distinct(self):
        return pl.concat([rows.select("entity") for rows in self.entities_of()]).select(
            pl.col("entity").n_unique()).collect().item()

    def sweep(self):
        court, tax, penalties = self.entities_of()
        high = pl.lit(10_000_000, dtype=pl.Int64).alias("fine")
        found = (
            pl.concat([court.select("entity", high), tax.select("entity", high), penalties.select("entity", "fine")])
            .group_by("entity").agg(pl.col("fine").max())
            .group_by((pl.col("fine") // 100_000).clip(upper_bound=100)).agg(n=pl.len()).collect())
        steps = dict(found.iter_rows())
        left, answer = sum(steps.values()), []
        for step in range(1, 101):
            left -= steps.get(step - 1, 0)
            answer.append(round(left / self.entities, 9))
        return answer

    def shapley(self):
        def slots(rows, first, *conditions):
            mask = sum(condition.fill_null(False).cast(pl.Int32) * (1 << bit) for bit, condition in enumerate(conditions))
            return rows.select("entity", signature=pl.lit(2, dtype=pl.Int32).pow(mask + first).cast(pl.Int32))

        court, tax, penalties = self.entities_of()
        hits = (
            self.searches.lazy().filter((pl.col("date") <= ASOF) & ~pl.col("found"))
            .group_by("parent").agg(t=pl.len()))
        court = self.court.lazy().with_row_index("parent").filter(
            (pl.col("listed") <= ASOF) & (pl.col("left").is_null() | (pl.col("left") > ASOF))).join(
            hits, on="parent", how="left")
        found = (
            pl.concat([
                slots(court, 0, (pl.col("t") >= 3) & ~pl.col("clues"), pl.col("performance") == "全部已履行",
                      (pl.col("performance") == "部分未履行") & ~pl.col("clues")),
                slots(tax, TAX, pl.col("paid"), pl.col("nature") == "偷税"),
                slots(penalties, PENALTIES, (pl.col("severity") == "轻微") & pl.col("corrected"),
                      (pl.col("severity") == "一般") & pl.col("corrected"), pl.col("fine") <= 500_000)])
            .group_by("entity").agg(pl.col("signature").bitwise_or())
            .group_by("signature").agg(n=pl.len()).collect())
        return shapley(found.iter_rows())
