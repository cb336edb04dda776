"""What a PDF says: its pages, and all that is not on them.

Pages are read by PDFium, as browsers show them: hidden and white text, text outside the page, notes and filled fields too.
A PDF that was saved over keeps what it was before; so do pages that were only taken out of the list. Both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from publish.attachments.pdf_objects import look
from publish.attachments.reading import BROKEN, SIZE, TYPE, Reading, Refused

MOST_PAGES = 1000
MOST_REVISIONS = 8
SEAM = 40  # characters on each side of a page's end
ENDS_OPEN, GOES_ON = re.compile(r"\d\s*$"), re.compile(r"\s*[\dXx]")
END = re.compile(rb"%%EOF")
NOT_PDF = (TYPE, "内容不是 PDF；应与文件名的结尾一致。请用办公软件重新“导出为 PDF”。")
CUT_OFF = (TYPE, "PDF 不完整（没有结束标记），没有检查；不能公开。请重新放入完整的文件，或用“打印为 PDF”重新生成。")
TOO_MANY_PAGES = (SIZE, f"超过 {MOST_PAGES} 页，没有检查；不能公开。请拆成几个附件。")
TOO_OFTEN = (SIZE, f"改存过 {MOST_REVISIONS} 次以上，旧内容都还留在文件里；不能公开。请用“打印为 PDF”重新生成。")
LOCKED = (TYPE, "PDF 设有打开密码，没有检查；不能公开。请去掉密码后重新保存。")
UNEQUAL = (TYPE, "PDF 的页数前后不一致，可能已损坏，没有检查；不能公开。请用“打印为 PDF”重新生成。")


def read(data: bytes) -> Reading:
    """A PDF file. Raises Refused."""
    if b"%PDF-" not in data[:1024]:
        raise Refused(NOT_PDF)
    if b"%%EOF" not in data[-1024:]:
        raise Refused(CUT_OFF)
    reading = Reading()
    count, with_removed = look(data, reading)
    pages = list(_pages(data))
    if len(pages) != count:
        raise Refused(UNEQUAL)
    for number, text in enumerate(pages, 1):
        reading.add(f"第 {number} 页", text)
    for number, (text, following) in enumerate(pairwise(pages), 1):  # a number may go on over the page
        if ENDS_OPEN.search(text[-SEAM:]) and GOES_ON.match(following[:SEAM]):
            reading.add(f"第 {number} 页到第 {number + 1} 页", f"{text[-SEAM:].rstrip()}\n{following[:SEAM].lstrip()}")
    said = set(pages)
    if with_removed:
        _more(list(_pages(with_removed))[count:], "已删去却仍留在文件里的", said, reading)
    _earlier(data, said, reading)
    return reading


def _earlier(data: bytes, said: set[str], reading: Reading) -> None:
    """The states in which the file was saved before, as far as they say something else."""
    ends = [match.end() for match in END.finditer(data)][:-1]
    if b"/Linearized" in data[:1024]:
        ends = ends[1:]
    if len(ends) > MOST_REVISIONS:
        raise Refused(TOO_OFTEN)
    for end in ends:
        before = Reading(room=reading.room)
        try:
            look(data[:end], before)
            pages = list(_pages(data[:end]))
        except Refused:
            continue  # the mark stood inside something else: whoever opens the file cannot read this state either
        known = {text for _, text in reading.parts}
        for where, text in before.parts:
            if text not in known:
                reading.add(f"早先保存的{where}", text)
        _more(pages, "早先保存的", said, reading)


def _more(pages: list[str], which: str, said: set[str], reading: Reading) -> None:
    for number, text in enumerate(pages, 1):
        if text not in said:
            reading.add(f"{which}第 {number} 页", text)
    said.update(pages)


def _pages(data: bytes) -> Iterator[str]:
    """The text of each page. Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(LOCKED if "assword" in str(error) else BROKEN) from None
    with document:
        if len(document) > MOST_PAGES:
            raise Refused(TOO_MANY_PAGES)
        before = None  # stays open until the next one is: fonts that both use are loaded once
        for number in range(len(document)):
            try:
                page = document[number]
                if _shows_notes(page):  # what notes and fields show becomes part of the page
                    page.close()
                    page = document[number]
                yield _text(page)
            except pypdfium2.PdfiumError:
                raise Refused((TYPE, f"第 {number + 1} 页读不出来，没有检查；不能公开。请用“打印为 PDF”重新生成。")) from None
            if before is not None:
                before.close()
            before = page


def _text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range()
    finally:
        text_page.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-")


def _shows_notes(page: pypdfium2.PdfPage) -> bool:
    count: int = pdfium.FPDFPage_GetAnnotCount(page)
    for number in range(count):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if note:
            pdfium.FPDFAnnot_SetFlags(note, pdfium.FPDF_ANNOT_FLAG_PRINT)  # hidden ones too
            pdfium.FPDFPage_CloseAnnot(note)
    return count > 0 and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
