"""The department's dictionary of measures: for each its unit, its polarity and its source."""

from dataclasses import dataclass
from pathlib import Path

from improvement.indicators.tables import WrongFile, read
from improvement.models import Indicator

FILE = "lait_data_dictionary.csv"
COLUMNS = (
    *("Measure_short", "Chart_title", "Polarity", "y_axis_name", "Hyperlink(s)"),
    "Data Owner (DO) /Supplier and Contact Details",
)
POLARITY = {
    "High": Indicator.Polarity.HIGHER,
    "Low": Indicator.Polarity.LOWER,
    "-": Indicator.Polarity.NEITHER,
    "NA": Indicator.Polarity.NEITHER,
    "": Indicator.Polarity.NEITHER,
}


@dataclass(frozen=True)
class Measure:
    """One measure as the dictionary has it."""

    unit: str
    polarity: str
    source: str
    source_url: str


def measures(folder: Path) -> dict[str, Measure]:
    """Every measure by its short name. Raises WrongFile and WrongCell."""
    found = {}
    for row in read(folder / FILE, COLUMNS):
        if row["Polarity"] not in POLARITY:
            raise row.wrong("Polarity", "write High, Low or -.")
        per_cent = "%" in row["Chart_title"] or row["y_axis_name"].startswith("%")
        owner = row[COLUMNS[-1]]
        address = row["Hyperlink(s)"].split()[:1]
        found[row["Measure_short"]] = Measure(
            unit=Indicator.Unit.PERCENT if per_cent else Indicator.Unit.NUMBER,
            polarity=POLARITY[row["Polarity"]],
            source="Department for Education" if owner == "DfE" else owner[:200],
            source_url=address[0] if address and address[0].startswith("https://") else "",
        )
    if not found:
        raise WrongFile(f"{FILE} holds no measure.")
    return found
