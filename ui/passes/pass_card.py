"""The pass on paper: the QR code twice, the serial to type, until when; no name, no ID."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from station.clock import DAY, local
from station.records.access_pass import AccessPass
from station.services.gate.access_passes import printed_serial, qr_modules
from ui.printing.print_layout import font
from ui.widgets.qr_modules import paint_code

WIDTH, HEIGHT = 559.0, 397.0  # A6 landscape in 1/96 inch
CHINA_MS = 8 * 3_600_000


def tr(text: str) -> str:
    """A word of the card in the language in force."""
    return QCoreApplication.translate("", text)


def write_pass_pdf(access_pass: AccessPass, token: str, station: str, path: Path, family: str) -> None:
    """Write one card as an A6 PDF."""
    writer = QPdfWriter(str(path))
    writer.setResolution(300)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A6), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    painter.scale(writer.width() / WIDTH, writer.height() / HEIGHT)
    paint_card(painter, access_pass, token, station, family)
    painter.end()


def paint_card(painter: QPainter, access_pass: AccessPass, token: str, station: str, family: str) -> None:
    """Paint a card into the top left of the page's units."""
    painter.setPen(QPen(QColor("#111111"), 1.5))
    painter.drawRect(QRectF(14, 14, WIDTH - 28, HEIGHT - 28))
    centre = int(Qt.AlignmentFlag.AlignHCenter)
    painter.setFont(font(family, 22, bold=True))
    painter.drawText(QRectF(14, 26, WIDTH - 28, 34), centre, tr("Access Pass"))
    painter.setFont(font(family, 13))
    last = access_pass.issued + access_pass.days - 1
    until = local(last * DAY - CHINA_MS).date().isoformat()
    facts = [station, tr("valid until {0}").format(until), access_pass.plate or ""]
    painter.drawText(QRectF(14, 62, WIDTH - 28, 22), centre, "   ".join(one for one in facts if one))
    grid = qr_modules(token)
    for number in range(2):
        paint_code(painter, grid, QRectF(40 + number * 250, 92, 230, 230))
    painter.setFont(font(family, 20, bold=True))
    painter.setPen(QColor("#111111"))
    painter.drawText(QRectF(14, 332, WIDTH - 28, 36), centre, printed_serial(access_pass))
