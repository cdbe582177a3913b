"""Three days of a busy gate: every sheet against the script's own count, the papers read back by two decoders."""

import subprocess
import unicodedata
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pyzbar.pyzbar import decode

from bench import month
from station.handover import shift_figures
from station.records.shift import ExceptionRow
from station.services.gate import scripted_records, transfer_sheets
from station.services.gate.qr_reading import read_image_code
from station.services.late_entry import paper_kit
from station.services.shift import handover_sheets, shifts, supplies
from ui.language.translations import CHINESE, Language
from ui.printing.blank_papers import KitSheets
from ui.printing.document import write_pdf
from ui.printing.handover_paper import HandoverSheet
from ui.printing.transfer_paper import TransferPaper


def test_a_month_of_shifts_in_small(tmp_path):
    done = month.run(tmp_path / "d", many=18, passages=110, seed=7)
    assert done["differences"] == []
    assert done["findings"] == 0
    assert done["passages"] == 18 * 110


def test_the_month_notices_a_figure_that_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(shift_figures, "_is_abnormal", lambda chain: any(one.state == "abnormal" for one in chain[:1]))
    done = month.run(tmp_path / "d", many=4, passages=110, seed=7)
    assert done["differences"] != []


def test_the_month_notices_corrections_that_are_forgotten(tmp_path, monkeypatch):
    from station.services.shift import shift_slices

    monkeypatch.setattr(shift_slices, "revised_since", lambda *_args: [])
    assert month.run(tmp_path / "d", many=4, passages=110, seed=7)["differences"] != []


@pytest.fixture
def chinese(qapp):
    language = Language(qapp, CHINESE)
    yield
    language.end()


def page_of(pdf, tmp_path, number):
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-f", str(number), str(pdf), str(tmp_path / "page")],
        check=True,
    )
    return tmp_path / "page.png"


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    # A CJK font's radicals stand for some characters in a PDF's text: they print the same.
    words = unicodedata.normalize("NFKC", "".join(done.stdout.split()))
    return words.replace("⻚", "页").replace("⻓", "长")


def busy(station, exceptions):
    shifts.open_shift(station, tuple(f"值守{number}" for number in range(21)))
    for number in range(exceptions):
        scripted_records.record(station, f"B{number:05d} 376 36{number % 9}")
    for number in range(30):
        scripted_records.record(station, f"C{number:05d}".replace("C", "B9")[:6] + " 365")
    shifts.close_shift(station, station.operator, {"masks": 46}, "零报告", "晴 12℃")
    return handover_sheets.print_sheet(station, 1).answer


@pytest.mark.parametrize(("exceptions", "most"), [(3, 1), (200, 12)])
def test_a_sheet_on_paper_says_what_the_record_says(station, tmp_path, chinese, exceptions, most):
    sheet = busy(station, exceptions)
    pdf = tmp_path / "s.pdf"
    pages = write_pdf(HandoverSheet(sheet, QApplication.font().family(), "zh"), pdf)
    assert pages <= most
    picture = page_of(pdf, tmp_path, pages)
    assert read_image_code(picture) == sheet.qr_text
    assert [one.data.decode() for one in decode(Image.open(picture))] == [sheet.qr_text]
    words = words_of(pdf)
    assert f"第{pages}页共{pages}页" in words
    for number in (0, exceptions - 1):
        assert f"粤B{number:05d}" in words


def test_a_sheet_a_few_lines_too_long_is_set_smaller_on_one_page(station, chinese, monkeypatch):
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    quiet = handover_sheets.sheet(station, 1)
    row = ExceptionRow(0, ("temperature.abnormal",), "粤B12345", ((376, "forehead"),), 1, "cleared", "op1")

    def pages():
        made = [replace(quiet, handover=replace(quiet.handover, exceptions=(row,) * many)) for many in range(30)]
        return [HandoverSheet(one, QApplication.font().family(), "zh").pages for one in made]

    found = pages()
    monkeypatch.setattr("ui.printing.document.SMALLER", (1.0,))
    plain = pages()
    assert found.count(1) >= plain.count(1) + 3  # some lines more fit
    assert [one for one in found if one > 1] == plain[found.count(1) :]  # a long one is not made smaller


def test_headers_stand_again_on_every_page_of_a_long_table(station, tmp_path, chinese):
    sheet = busy(station, 200)
    pdf = tmp_path / "s.pdf"
    pages = write_pdf(HandoverSheet(sheet, QApplication.font().family(), "zh"), pdf)
    for number in range(2, pages):
        done = subprocess.run(
            ["pdftotext", "-layout", "-f", str(number), "-l", str(number), str(pdf), "-"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        words = "".join(done.stdout.split())
        assert "处置结果" in words or "接班确认" in words or "缺口" in words, number


def test_the_hospitals_sheet_shows_the_name_and_the_handover_sheet_does_not(station, tmp_path, chinese):
    line = '{"persons":[{"name":"欧阳测试","phone":"13800138000","readings":[{"tenths":385}]}]}'
    shifts.open_shift(station)
    scripted_records.record(station, line)
    from station.services.gate import cases

    (case,) = cases.open_cases(station)
    paper = transfer_sheets.transfer_sheet(station, case.uid, "移交").answer
    shifts.close_shift(station, station.operator)
    family = QApplication.font().family()
    write_pdf(TransferPaper(paper, family, "zh"), tmp_path / "t.pdf")
    write_pdf(HandoverSheet(handover_sheets.print_sheet(station, 1).answer, family, "zh"), tmp_path / "s.pdf")
    assert "欧阳测试" in words_of(tmp_path / "t.pdf")
    assert "13800138000" in words_of(tmp_path / "t.pdf")
    assert "欧阳测试" not in words_of(tmp_path / "s.pdf")
    assert "13800138000" not in words_of(tmp_path / "s.pdf")
    assert "欧*" in words_of(tmp_path / "s.pdf")


def test_the_sheet_says_what_was_not_counted_and_what_came(station, tmp_path, chinese):
    shifts.open_shift(station)
    supplies.move(station, "gloves", 200, "received")
    supplies.move(station, "masks", -6, "used")
    shifts.close_shift(station, station.operator, {"masks": 46})
    pdf = tmp_path / "s.pdf"
    write_pdf(HandoverSheet(handover_sheets.print_sheet(station, 1).answer, QApplication.font().family(), "zh"), pdf)
    words = words_of(pdf)
    assert words.count("未清点") == len(station.rules.supplies) - 1  # each but the masks
    assert "0/6" in words
    assert "200/0" in words
    shifts.open_shift(station)
    supplies.move(station, "gloves", 50, "received")
    shifts.close_shift(station, station.operator)
    write_pdf(HandoverSheet(handover_sheets.print_sheet(station, 2).answer, QApplication.font().family(), "zh"), pdf)
    assert "手套:领入50,发出0" in words_of(pdf)


def test_a_blank_sheet_does_not_say_that_what_is_written_on_it_is_masked(station, tmp_path, chinese):
    pdf = tmp_path / "kit.pdf"
    write_pdf(KitSheets(paper_kit.issue_kit(station, 1).answer, QApplication.font().family(), "zh"), pdf)
    assert "属个人信息" in words_of(pdf)
    assert "遮盖" not in words_of(pdf)
