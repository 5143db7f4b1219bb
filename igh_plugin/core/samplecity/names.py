"""Invented Dutch-looking names for the areas, streets and bridges of the synthetic city."""

from __future__ import annotations

import numpy as np

CITY = "Voorbeeldstad"
RIVER = "de Voor"
DISTRICTS = (
    ("A", "Binnenstad"),
    ("B", "Westerkwartier"),
    ("C", "Noorderveld"),
    ("D", "Oosterwaard"),
    ("E", "Lindenhoek"),
    ("F", "Zuideroever"),
    ("G", "Nieuwland"),
)

_STEMS = (
    "Molen Linden Eiken Beuken Wilgen Elzen Iepen Kersen Rozen Tulpen Klaver Koren "
    "Haver Gerst Tarwe Vlas Hop "
    "Reiger Zwaluw Leeuwerik Kievit Merel Vinken Uilen Valken Kraanvogel Ooievaar Wulpen Karekiet "
    "Haven Werf Sluis Anker Zeil Schipper Visser Veer Brug Dijk Polder Gouw Wetering Kreken "
    "Meer Plassen Duin "
    "Smeden Wevers Bakkers Kuipers Pottenbakkers Looiers Vollers Touwslagers Zadelmakers Goudsmids Drukkers "
    "Klooster Kapel Toren Poort Bolwerk Vesting Schans Markt Waag Gilden Raadhuis "
    "Konings Prinsen Hertogen Graven "
    "Zonne Maan Sterren Avond Morgen Zomer Winter Lente Herfst Zuider Noorder Wester Ooster Hoge Lage Groene "
    "Blauwe Witte Rode Gouden Zilver Stenen IJzer Koper Amber Parel Kristal Spoor "
    "Station Tram Gas Water Wind "
    "Heide Bos Veen Weide Akker Boomgaard Tuin Bloesem Bramen Vlier Hazelaar Kastanje Populier Berken Lijster"
).split()
_JOIN = {
    "centre": ("buurt", "hof", "kwartier", "plein", "gracht"),
    "old": ("buurt", "kwartier", "wijk", "straatkwartier"),
    "flats": ("veld", "dreef", "horst", "zicht"),
    "suburb": ("akker", "hoek", "gaarde", "weide", "landen"),
    "villa": ("park", "hout", "lust", "oord"),
    "industry": ("haven", "werf", "terrein", "dok"),
    "park": ("park", "bos", "plantsoen"),
    "polder": ("polder", "broek", "meent"),
}
_PARTS = ("Noord", "Zuid", "Oost", "West", "Midden")
_STREET_STEMS = {
    "people": (
        "Aletta Jacobs|Hélène Kröller|André Sévigné|Reünisten|Burgemeester Röell|Wethouder Müller|"
        "Minister Cort|"
        "Dokter Böhm|Professor Zeeman|Kapitein Noël|Admiraal Coën|Zuster Agnès|"
        "Meester Cornélis|Weduwe Dubbeld|"
        "Jan Voorbeeld|Pieter Proef|Anna Toets|Griet Steekproef|Willem Monster|Trijntje Teller"
    ),
    "trees": (
        "Eiken|Beuken|Linden|Iepen|Elzen|Essen|Wilgen|Berken|Kastanje|Populieren|Lijsterbes|Meidoorn|Vlier|Hazelaar|"
        "Acacia|Ceder|Den|Sparren|Taxus|Hulst|Esdoorn|Plataan|Kersen|Pruimen"
    ),
    "birds": (
        "Merel|Lijster|Vinken|Zwaluw|Spreeuwen|Kievit|Grutto|Reiger|Ooievaar|Uilen|Valken|Buizerd|Sperwer|Wulp|"
        "Karekiet|Roodborst|Koolmees|Nachtegaal|Specht|Ekster|Zeearend|Fuut|Meerkoet|Aalscholver"
    ),
    "crafts": (
        "Smeden|Wevers|Bakkers|Kuipers|Slagers|Looiers|Ververs|Touwslagers|Zadelmakers|Goudsmeden|Drukkers|Schoenlappers|"
        "Timmerlieden|Metselaars|Glasblazers|Pottenbakkers|Kaarsenmakers|Molenaars|Brouwers|Schippers"
    ),
    "water": (
        "Sluis|Haven|Anker|Zeil|Mast|Roer|Kompas|Loods|Veer|Brug|Dijk|Steiger|Vissers|Garnalen|Haring|Zalm|Snoek|Baars|"
        "Getij|Eb|Vloed|Zeeën|Golf|Stroom|Wetering"
    ),
    "places": (
        "Curaçao|Financiën|Italië|België|Bretagne|Provence|Normandië|Andalusië|Toscane|Saksen|Beieren|Bohemen|"
        "Silezië|Zwaben|Elzas|Lotharingen|Savoye|Galicië|Asturië|Jutland|Skåne|Schotland|Wales|Cornwall"
    ),
    "flowers": (
        "Rozen|Tulpen|Narcissen|Hyacinten|Krokus|Anemoon|Lelie|Irissen|Dahlia|Aster|Papaver|Korenbloem|Klaproos|Viooltjes|"
        "Primula|Geranium|Hortensia|Jasmijn|Lavendel|Zonnebloem|Margriet|Madelief|Boterbloem|Klokjes"
    ),
    "music": (
        "Viool|Cello|Harp|Fluit|Hobo|Klarinet|Trompet|Hoorn|Trombone|Tuba|Pauken|Orgel|Klavier|Luit|Gitaar|Mandoline|Sonate|"
        "Symfonie|Cantate|Menuet|Rondo|Prelude|Fuga|Serenade"
    ),
    "land": (
        "Korenveld|Haver|Gerst|Tarwe|Rogge|Boekweit|Klaver|Luzerne|Vlas|Hennep|Hooi|Stro|Ploeg|Eg|Zeis|Sikkel|Dorsvlegel|"
        "Schuur|Stal|Hoeve|Erf|Gaard|Bongerd|Weide"
    ),
    "sky": (
        "Zon|Maan|Mars|Venus|Jupiter|Saturnus|Neptunus|Orion|Sirius|Poolster|Grote Beer|Kometen|Planeten|"
        "Sterren|Melkweg|"
        "Regenboog|Wolken|Wind|Storm|Bliksem|Dauw|Rijp|Zomer|Winter"
    ),
}
_STREET_ENDS = {
    "centre": ("straat", "steeg", "gang", "plein", "gracht", "singel", "hof"),
    "old": ("straat", "dwarsstraat", "plein", "laan", "hof"),
    "flats": ("dreef", "straat", "hof", "pad", "laan"),
    "suburb": ("straat", "hof", "laan", "erf", "pad", "weg"),
    "villa": ("laan", "weg", "pad", "dreef"),
    "industry": ("weg", "dok", "straat", "ring"),
    "park": ("pad", "laan"),
    "polder": ("weg", "dijk", "pad"),
}
_STREET_START = (
    "",
    "Oude ",
    "Nieuwe ",
    "Lange ",
    "Korte ",
    "Eerste ",
    "Tweede ",
    "Derde ",
    "Kleine ",
    "Grote ",
)


def area_names(rng: np.random.Generator, kinds: list[str], taken: set[str]) -> list[str]:
    """A unique name for each area, that fits its kind (centre, old, flats, ...)."""
    names = []
    stems = list(rng.permutation(_STEMS))
    turn = 0
    for kind in kinds:
        ends = _JOIN[kind]
        name = ""
        for attempt in range(4 * len(stems)):
            stem = stems[turn % len(stems)]
            turn += 1
            end = ends[int(rng.integers(len(ends)))]
            name = stem + end
            if attempt >= 30:
                name = f"{name}-{_PARTS[int(rng.integers(len(_PARTS)))]}"
            if not end.startswith(stem.lower()) and name not in taken:
                break
        base, number = name, 2
        while name in taken:
            name = f"{base} {number}"
            number += 1
        taken.add(name)
        names.append(name)
    return names


class StreetNames:
    """Gives street names; each street of the city gets a name of its own."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        self._themes = sorted(_STREET_STEMS)

    def claim(self, name: str) -> str:
        """The name itself, or with a number where it is taken already."""
        unique, number = name, 2
        while unique in self._taken:
            unique = f"{name} {number}"
            number += 1
        self._taken.add(unique)
        return unique

    def give(self, quarter: int, kind: str) -> str:
        """A name in the theme of the quarter (birds, trees, crafts ...) with an ending that fits the kind."""
        stems = _STREET_STEMS[self._themes[quarter % len(self._themes)]].split("|")
        ends = _STREET_ENDS[kind]
        name = ""
        for start in _STREET_START:
            for _ in range(12):
                stem = stems[int(self._rng.integers(len(stems)))]
                end = ends[int(self._rng.integers(len(ends)))]
                name = start + stem + ("-" if stem.endswith(" ") else "") + end
                if name not in self._taken:
                    self._taken.add(name)
                    return name
        return self.claim(name)
