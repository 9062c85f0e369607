"""A writer of small PDFs that are laid out as the inspectorates' reports are.

The words are invented: nothing here is taken from a report.
"""

FONTS = {False: "F1", True: "F2"}  # by whether it is bold


class Paper:
    """Pages of A4. Places are in points from the bottom left."""

    def __init__(self):
        self._pages: list[list[str]] = []
        self._entries: list[str] = []
        self._has_layer = False
        self.size = 595, 842
        self.y = 0.0

    def page(self, *, number: bool = True, head: str = "", entries: str = ""):
        """Start a page, with its number at the foot and, if wanted, a running head there too.

        `entries` are more of its dictionary, such as "/Rotate 90" or "/Annots […]".
        """
        self._pages.append([])
        self._entries.append(entries)
        self.y = 770.0
        if number:
            self.put(500, 25, str(len(self._pages)), size=20)
        if head:
            self.put(71, 30, head, size=8, bold=True)
        return self

    def put(self, x, y, text, *, size=12, bold=False):
        """Write one line at a place."""
        raw = text.encode("cp1252").decode("latin-1")
        for plain in ("\\", "(", ")"):
            raw = raw.replace(plain, "\\" + plain)
        self._pages[-1].append(f"BT /{FONTS[bold]} {size} Tf 1 0 0 1 {x} {y} Tm ({raw}) Tj ET")
        return self

    def line(self, text, *, x=71, size=12, bold=False, gap=1.2):
        """Write a line below the last one, `gap` times its size further down."""
        self.y -= gap * size
        return self.put(x, self.y, text, size=size, bold=bold)

    def heading(self, text, *, size=14):
        return self.line(text, size=size, bold=True, gap=2)

    def entry(self, mark, *lines, x=71, hang=18):
        """Write an entry of a list: its mark, and its lines set in from the mark."""
        for place, text in enumerate(lines):
            self.line(text, x=x + hang, gap=1.8 if place == 0 else 1.2)
            if place == 0:
                self.put(x, self.y, mark)
        return self

    def row(self, label, grade, *, label_x=77, grade_x=303):
        """Write a row of a table: lines on the left, lines on the right at the same height."""
        top = self.y = self.y - 28
        for place, text in enumerate(label):
            self.put(label_x, top - 14.4 * place, text)
        for place, text in enumerate(grade):
            self.put(grade_x, top - 14.4 * place, text)
        self.y = top - 14.4 * (max(len(label), len(grade)) - 1)
        return self

    def rule(self, *, below=5.0):
        """Draw a thin line across the page below the last line."""
        self.y -= below
        self._pages[-1].append(f"57 {self.y} 470 0.5 re f")
        return self

    def box(self, top, bottom, *, left=65, right=530, filled=False):
        """Draw a box around what stands between two heights; or shade it, without lines."""
        shape = f"{left} {bottom} {right - left} {top - bottom} re"
        if filled:
            self._pages[-1].insert(0, f"0.9 g {shape} f 0 g")
        else:
            self._pages[-1].append(f"0.5 w {shape} S")
        return self

    def draw(self, operators: str):
        """Write into the page what PDF calls operators, after all that is there."""
        self._pages[-1].append(operators)
        return self

    def turn(self, matrix: str, entries: str):
        """Turn all that each page holds so far, by what PDF calls a matrix; `entries` as above."""
        self._entries = [entries] * len(self._pages)
        for drawn in self._pages:
            drawn[:] = [f"q {matrix} cm", *drawn, "Q"]
        return self

    def in_hidden_layer(self, operators: str):
        """Likewise, in a layer that is switched off."""
        self._has_layer = True
        return self.draw(f"/OC /Off BDC {operators} EMC")

    def picture(self, width=500, height=700):
        """Fill a part of the page with a picture of one grey point."""
        image = f"q {width} 0 0 {height} 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
        self._pages[-1].append(image)
        return self

    def pdf(self) -> bytes:
        """The finished file."""
        count = len(self._pages)
        kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(count))
        objects = [
            f"<< /Type /Catalog /Pages 2 0 R {self._layers()} >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            _font("Helvetica"),
            _font("Helvetica-Bold"),
        ]
        wide, high = self.size
        layer = f"/Properties << /Off {5 + 2 * count} 0 R >>" if self._has_layer else ""
        for place, drawn in enumerate(self._pages):
            content = "\n".join(drawn)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] "
                f"/Resources << /Font << /F1 "
                f"3 0 R /F2 4 0 R >> {layer} >> /Contents {6 + 2 * place} 0 R "
                f"{self._entries[place]} >>"
            )
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        if self._has_layer:
            objects.append("<< /Type /OCG /Name (Off) >>")
        return _file(objects)

    def _layers(self) -> str:
        if not self._has_layer:
            return ""
        layer = f"[{5 + 2 * len(self._pages)} 0 R]"
        return f"/OCProperties << /OCGs {layer} /D << /Order {layer} /OFF {layer} >> >>"


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _file(objects: list[str]) -> bytes:
    parts, offsets, length = ["%PDF-1.4\n"], [], 9
    for number, body in enumerate(objects, start=1):
        offsets.append(length)
        parts.append(f"{number} 0 obj\n{body}\nendobj\n")
        length += len(parts[-1])
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{length}\n%%EOF\n"
    )
    return "".join(parts).encode("latin-1")
