"""What collecting does with files, without a workspace: for the tests of cleaning."""

import numpy as np
import pandas as pd

from igh_plugin.core.cleaning.columns import Reader
from igh_plugin.core.cleaning.identity import Repeated, text_hash
from igh_plugin.core.cleaning.mapping import EVENT_COLUMNS, Cleaner, Surroundings
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.delimited import open_files, read_batches

BASE = """\
source: test
kind: report
crs: EPSG:28992
extent: [100000, 400000, 200000, 500000]
timezone: {stored: Europe/Amsterdam, local: Europe/Amsterdam}
id: id
fields:
  occurred_from: seen
  reported_at: reported
  closed_at: closed
  category: {column: kind, values: {Afval: waste}}
  place: street
  x: x
  y: y
measures:
  minutes: minutes
attributes:
  score: score
personal: [name, phone]
"""
HEADER = (
    "id",
    "seen",
    "reported",
    "closed",
    "kind",
    "street",
    "x",
    "y",
    "minutes",
    "score",
    "name",
    "phone",
    "free",
)
GOOD = {
    "id": "1", "seen": "2024-07-05 14:03", "reported": "2024-07-06 09:00", "closed": "2024-07-08", "kind": "Afval",
    "street": "Dam", "x": "121388,5", "y": "487369", "minutes": "2,5", "score": "B", "name": "Jan Geheim", "phone": "0611111111",
    "free": "nobody maps this",
}  # fmt: skip
NOW = np.datetime64("2026-01-01T00:00:00")


def row(**values):
    return {**GOOD, **values}


def plain(x, y):
    return np.asarray(x, float), np.asarray(y, float)


class Run:
    """What collecting does with files, without a workspace."""

    def __init__(self, folder, *files, definition=BASE, size=1000, **around):
        paths = []
        for number, rows in enumerate(files):
            path = folder / f"f{number}.csv"
            if isinstance(rows, str):
                path.write_text(rows, encoding="utf-8")
            else:
                pd.DataFrame(rows, columns=list(rows[0]) if rows else list(HEADER)).to_csv(
                    path, sep=";", index=False
                )
            paths.append(path)
        self.definition = parse_definition(definition)
        mapping = self.definition.mapping
        self.files = open_files(paths, separator=";", known=mapping.columns())
        again, reader = Repeated(), Reader(mapping)
        for batch in self._batches(size):
            reader.learn(batch)
            ids = reader.ids(batch)
            if ids is not None:
                again.add(text_hash(ids)[[bool(one) for one in ids]])
        around = {"transform": plain, "now": NOW, "codelists": self.definition.codelists, **around}
        self.cleaner = Cleaner(mapping, Surroundings(habits=reader.habits, **around))
        frames, rejects, held = [], [], []
        for batch in self._batches(size):
            events, twice = self.cleaner.sort_out(batch, again.hashes)
            held.append(twice)
            frames.append(events)
            rejects.append(self.cleaner.rejects.take())
        frames += self.cleaner.settle(held)
        rejects.append(self.cleaner.rejects.take())
        self.events = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=EVENT_COLUMNS)
        self.rejects = pd.concat(rejects, ignore_index=True)
        self.notes = [str(note) for note in self.cleaner.notes()]

    def _batches(self, size):
        for number, file in enumerate(self.files):
            yield from read_batches(file, number, self.definition.mapping.columns(), size)

    @property
    def only(self):
        assert len(self.events) == 1, self.rejects
        return self.events.iloc[0]

    def why(self):
        return [(one.file, one.row, one.reason, one.field) for one in self.rejects.itertuples()]
