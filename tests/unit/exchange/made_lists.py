"""Lists as caseworkers have them, made here."""

from xml.sax.saxutils import escape

from made_files import zipped

MARK = "Wilhelmina-Marked-5519"
DAY_STYLE = 1  # the second cell format below shows a number as a day


def column(index):
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def cell(place, value):
    if value is None:
        return ""
    if isinstance(value, tuple):  # ("day", 45385), ("formula", "1+1", "2")
        if value[0] == "day":
            return f'<c r="{place}" s="{DAY_STYLE}"><v>{value[1]}</v></c>'
        return f'<c r="{place}" t="str"><f>{escape(value[1])}</f><v>{escape(value[2])}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(rows):
    body = "".join(
        f'<row r="{number}">{"".join(cell(f"{column(index)}{number}", value) for index, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def xlsx(*sheets, **changed):
    main, rels = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/"
    office = rels + "officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    led = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{rels}package/2006/relationships"><Relationship Id="w" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}package/2006/relationships">{led}'
            f'<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}">'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
            **{
                f"xl/worksheets/sheet{n}.xml": made if isinstance(made, str) else sheet(made)
                for n, made in enumerate(sheets, 1)
            },
            **changed,
        }
    )
