"""A small folder of series as the Department for Education writes them, oddities included."""

import csv
import io

from improvement.indicators.series import SERIES

NORTH, SOUTH, BOTH = "E08000901", "E08000902", "E08000901 / E08000902"
_HEAD = ["time_period", "geographic_level", "new_la_code", "la_name"]
_NAMES = {NORTH: "Northbridge", SOUTH: "Southmoor", BOTH: "Northbridge / Southmoor"}
_POLARITY = {"LAC_LongStable%": "High", "CareLeaverAcc": "High"}


def write_folder(folder, years=("2024", "2025"), codes=(NORTH, SOUTH)):
    """Every file of every series, with 30 of 120 (25.0) in each row; a region's row beside them."""
    for begins in dict.fromkeys(one.file for one in SERIES):
        series = [one for one in SERIES if one.file == begins]
        columns = list(dict.fromkeys(name for one in series for name in one.columns))
        rows = [["2025", "Regional", "", ""] + ["25" for _ in columns]]
        for year in years:
            for code in codes:
                place = [year, "Local authority", code, _NAMES.get(code, "Elsewhere")]
                rows += [place + cells for cells in _cells(series, columns)]
        _write(folder / f"{begins}_2013_to_2025.csv", [[*_HEAD, *columns], *rows], bom=True)
    write_dictionary(folder)
    return folder


def _cells(series, columns):
    """The cells of one council's year: one row, or one for each part and each whole."""
    kinds = {tuple(only.items()) for one in series for only in (one.only, one.whole)} - {()}
    for kind in sorted(kinds) or [()]:
        is_whole = any(dict(kind) == one.whole for one in series if one.whole)
        cells = dict(kind)
        for one in series:
            cells.setdefault(one.value, "100" if is_whole else "25")
            for name in filter(None, (one.denominator, one.numerator)):
                same = one.numerator == one.denominator
                part = "120" if (is_whole if same else name == one.denominator) else "30"
                cells.setdefault(name, part)
        yield [cells.get(name, "") for name in columns]


def write_dictionary(folder):
    """With line breaks within quoted cells, and the line ends of Windows."""
    head = ["Measure_short", "Chart_title", "Polarity", "y_axis_name", "Hyperlink(s)"]
    owner = "Data Owner (DO) /Supplier and Contact Details"
    rows = [[*head, owner]]
    for one in SERIES:
        title = one.name if "caseload" in one.key else f"{one.name} (%)"
        polarity = _POLARITY.get(one.measure, "Low")
        address = "https://example.org/statistics\r\n\r\nhttps://example.org/more"
        rows.append([one.measure, title, polarity, "Rate", address, "DfE"])
    _write(folder / "lait_data_dictionary.csv", rows)


def _write(path, rows, *, bom=False):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode())


def change(folder, begins, old, new, count=1):
    """Replace `old` by `new` in a file; the test that finds nothing to replace is wrong."""
    [path] = folder.glob(f"{begins}*.csv")
    text = path.read_bytes().decode()
    assert old in text, text[:500]
    path.write_bytes(text.replace(old, new, count).encode())
