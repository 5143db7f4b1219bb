"""What a service answered to addresses, remembered so that none is asked twice: also that it found nothing."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Optional

import numpy as np

from ..core.cleaning.addresses import Answer
from . import sql, values
from .database import Database

TABLE = "geocodes"
_ANSWER = ("x", "y", "score", "type", "found")
_BATCH = 20_000


def known(
    database: Database, service: str, scope: str, addresses: Iterable[str], since: np.datetime64
) -> Dict[str, Optional[Answer]]:
    """Return what was answered since a moment (UTC) to those of the addresses that were asked; None: not found."""
    found: Dict[str, Optional[Answer]] = {}
    wanted = list(addresses)
    for start in range(0, len(wanted), _BATCH):
        asked = sql.equal(service=service, scope=scope)
        young = ("asked_at >= ?", values.times_to_sql([since]))
        condition = sql.all_of([asked, sql.in_list("address", wanted[start : start + _BATCH]), young])
        statement = sql.select(("address", *_ANSWER), TABLE, condition[0])
        for address, x, *rest in database.execute(statement, condition[1]):
            found[address] = None if x is None else Answer(x, *rest)
    return found


def store(
    database: Database,
    service: str,
    scope: str,
    answers: Mapping[str, Optional[Answer]],
    crs: str,
    asked_at: np.datetime64,
) -> None:
    """Keep answers in the place of earlier ones to the same addresses; `crs` is that of their coordinates."""
    database.open(TABLE)
    earlier = sql.all_of([sql.equal(service=service, scope=scope), sql.in_list("address", answers)])
    database.execute(sql.delete(TABLE, earlier[0]), earlier[1])
    (moment,) = values.times_to_sql([asked_at])
    rows: List[tuple] = []
    for address, one in answers.items():
        told = (None,) * len(_ANSWER) if one is None else (one.x, one.y, one.score, one.type, one.name)
        rows.append((service, scope, address, *told, None if one is None else crs, moment))
    columns = ("service", "scope", "address", *_ANSWER, "crs", "asked_at")
    database.insert_all(TABLE, columns, rows)


def forget_addresses(database: Database, addresses: Iterable[str]) -> int:
    """Delete what was answered to addresses, whichever service did; return how many answers that were."""
    wanted = list(addresses)
    gone = 0
    for start in range(0, len(wanted), _BATCH):
        condition = sql.in_list("address", wanted[start : start + _BATCH])
        count = database.execute(sql.select_raw(["count(*)"], TABLE, condition[0]), condition[1]).fetchone()[
            0
        ]
        if count:
            database.open(TABLE)
            database.execute(sql.delete(TABLE, condition[0]), condition[1])
            gone += count
    return gone


def forget(database: Database, before: np.datetime64) -> int:
    """Delete what was asked before a moment (UTC); return how many addresses that were."""
    old = ("asked_at < ?", values.times_to_sql([before]))
    count = database.execute(sql.select_raw(["count(*)"], TABLE, old[0]), old[1]).fetchone()[0]
    if count:
        database.open(TABLE)
        database.execute(sql.delete(TABLE, old[0]), old[1])
    return count
