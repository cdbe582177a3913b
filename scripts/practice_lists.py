"""Lists for pictures and tests: a handful of invented people, so that every screen has something to show."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

SHEETS = {
    "重点人员": (
        ("姓名", "证件号码", "联系电话", "原因", "处置指令"),
        ("李四", "", "13900139001", "确诊病例密切接触者", "留人并报街道 8000"),
    ),
    "重点车辆": (
        ("车牌号", "类别", "原因", "处置指令", "起"),
        ("粤B55555", "途经重点地区", "途经黄冈", "查 14 天行程", "2020-02-20"),
        ("粤B44444", "重点", "未申报车辆", "核对申报", ""),
    ),
    "居家隔离": (
        ("编号", "姓名", "隔离起始日", "联系电话", "住址", "网格员", "网格员电话"),
        ("G01", "周五", "2020-02-26", "13900139002", "12 栋 502", "李网格", "13900139009"),
        ("G02", "吴六", "2020-03-04", "13900139003", "3 栋 1201", "李网格", "13900139009"),
        ("G03", "郑七", "2020-03-09", "13900139004", "新围 8 号 301", "陈网格", "13900139008"),
    ),
    "居民": (("姓名", "住址", "联系电话"), ("欧阳峰", "1 栋 101", "13900139005")),
    "企业备案": (("企业名称", "备案日期"), ("新围电子厂", "2020-03-09")),
    "中心通知": (("编号", "内容"), ("N01", "即日起外卖在东门交接")),
    "值守人员": (
        ("编号", "姓名", "权限", "单位", "PIN"),
        ("L1", "班长乙", "班长", "荷坳社区", "2222"),
        ("V7", "值守丙", "值守", "义工联", "3333"),
    ),
}


def write_lists(path: Path) -> None:
    """Write them as a workbook, as a clerk would."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
