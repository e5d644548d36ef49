"""A city of four enterprises on three lists, small enough that every answer can be read off it."""

import os

README = """# A small city

```tuiyan
asof 2022-07-31
list registry "登记库" from "registry.csv" key code {
  code     text     "统一社会信用代码"
  name     text     "企业名称"
  district category "所属区"
  weight   integer  "户数" weight
}
list court "失信被执行人" of registry by code from "court.csv" key case {
  case   text  "案号"
  code   text  "组织机构代码"
  listed date  "发布时间" since
  clues  flag  "有效财产线索" yes "有" no "无"
}
metric serious_ratio "严重失信占比" = entities(court) / entities(registry)
scenario court_exits "法院退出"(n = 2) = exit court where not clues
```
"""

REGISTRY = """统一社会信用代码,企业名称,所属区,户数
91320102TY0000013H,甲商贸,江宁区,1
91320102TY0000021C,乙科技,江宁区,1
91320102TY000003X4,丙餐饮,鼓楼区,1
91320102TY00000484,丁物流,栖霞区,1
"""

COURT = """案号,组织机构代码,发布时间,有效财产线索
（2021）苏1号,91320102TY0000013H,2021-01-05,无
（2021）苏2号,91320102TY000003X4,2021-02-05,有
"""


def write(folder):
    city = os.path.join(folder, "city")
    os.makedirs(city)
    for name, text in (("README.md", README), ("registry.csv", REGISTRY), ("court.csv", COURT)):
        with open(os.path.join(city, name), "w", encoding="utf-8") as file:
            file.write(text)
