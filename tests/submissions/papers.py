"""Documents as officers and rogues make them, with and without somebody's national number.

The numbers are made up; they are right by their check digit, or nothing would be found.
"""

import io
import zipfile

import pypdf
from PIL import Image
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

NUMBER = "1234567890121"
WRITTEN = "1-2345-67890-12-1"
MASKED = "1-2345-xxxxx-xx-x"
OTHER = "3101200000017"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def pdf(*pages, password=None, form=None):
    """A PDF of one line of text a page; an empty line is a page of a picture."""
    writer = pypdf.PdfWriter()
    for line in pages:
        page = writer.add_blank_page(width=595, height=842)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paragraph(*runs):
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def docx(*paragraphs, parts=None, before=""):
    """A Word file of these paragraphs; `parts` are further files in the parcel."""
    body = f'{before}<w:document xmlns:w="{W}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    return parcel(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": body, **(parts or {})}
    )


def parcel(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return out.getvalue()


def xlsx(*sheets):
    """A workbook; each sheet is its rows."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"แผ่น {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_word(text):
    """As much of a Word file of before 2007 as is looked at: its signature and its streams."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return ole + "WordDocument".encode("utf-16-le") + bytes(40) + text.encode("utf-16-le")


def picture(width=60, height=40, *, turned=False):
    """A JPEG as a telephone takes it, with place and maker; `turned`: held upright."""
    exif = Image.Exif()
    exif[0x010F] = "MAKER-OF-TELEPHONES"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (13.0, 41.0, 24.0)
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(
        out, format="JPEG", exif=exif, comment=b"HER-NAME"
    )
    return out.getvalue()
