"""Whether sources answer, and still have the columns their definitions name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional

from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.areas import AreasDefinition
from ..sources.connectors import connector_for
from ..sources.definition import Definition, SourceDefinition
from ..sources.network.body import Limits
from ..sources.network.door import Door, Surroundings
from ..sources.network.errors import NetworkError, WrongContent
from ..sources.odata import ODataTable
from ..sources.statistics import StatisticsDefinition
from ..workspace import sql
from .collect import check_columns
from .download import remote_of
from .reference import check_header
from .software import software

FINE, DRIFTED, SILENT = "fine", "drifted", "silent"
ROWS = 50
"""Records that are looked at: a service of JSON may leave a property out of some of them."""
EMPTY = QT_TRANSLATE_NOOP("core", "It answers, but has no records, so its columns cannot be seen.")


@dataclass
class Check:
    """What was found of a source: `fine`, `drifted` or `silent`, its columns, and in words what is wrong."""

    source: str
    state: str = FINE
    columns: List[str] = field(default_factory=list)
    sentences: List[Text] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    """The header of a source, to be compared with its mapping."""

    name: str
    header: tuple


def check_source(
    definition: Definition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    limits: Optional[Limits] = None,
) -> Check:
    """Ask a source for its first records and compare them with what its definition names."""
    found = Check(definition.source)
    progress = progress or Silent()
    try:
        remote = remote_of(definition)
        with Door(definition.source, surroundings, progress, limits, software().get("igh", "")) as door:
            if isinstance(definition, StatisticsDefinition):
                table = ODataTable(door, definition, progress)
                found.columns = table.columns()
                table.check()
                return found
            if isinstance(definition, AreasDefinition):
                for level in definition.levels:
                    wanted = level.wanted(definition.source, definition.crs)
                    batch = connector_for(wanted, door, sql, progress).preview(ROWS)
                    found.columns += [name for name in batch.header if name not in found.columns]
                    check_header(f"{definition.source} ({level.name})", level.columns(), batch.header)
                check_header(definition.source, list(definition.statistics.values()), found.columns)
                return found
            batch = connector_for(definition.wanted(remote), door, sql, progress).preview(ROWS)
        found.columns = list(batch.header)
        if not len(batch) and not batch.header:
            found.sentences.append(Text(EMPTY))
            return found
        if not isinstance(definition, SourceDefinition):
            check_header(definition.source, definition.columns(), batch.header)
            return found
        wanted = [remote.field] if remote.field and remote.field not in batch.header else []
        found.sentences += check_columns(definition, [_Columns(definition.source, batch.header)], wanted)
        found.state = DRIFTED if found.sentences else FINE
    except WrongContent as error:
        found.state = DRIFTED
        found.sentences.append(error.message)
    except NetworkError as error:
        found.state = SILENT
        found.sentences.append(error.message)
    except UserError as error:
        found.state = DRIFTED
        found.sentences.append(error.message)
    return found
