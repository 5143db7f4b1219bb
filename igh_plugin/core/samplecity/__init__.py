"""A synthetic city to try, test and judge methods with: everything in it is made up, and what is true is
known.
"""

from .city import EVENTS, NEIGHBOURHOODS, SEED, City, Sample, build_city, clean_events, draw_sample
from .mess import Mess, make_mess
from .nuisance import Nuisance, draw_nuisance
from .patrols import Patrols, draw_patrols
from .truth import expected_by_cell, truth_of

__all__ = [
    "EVENTS",
    "NEIGHBOURHOODS",
    "Nuisance",
    "Patrols",
    "SEED",
    "City",
    "Mess",
    "Sample",
    "build_city",
    "clean_events",
    "draw_nuisance",
    "draw_patrols",
    "draw_sample",
    "expected_by_cell",
    "make_mess",
    "truth_of",
]
