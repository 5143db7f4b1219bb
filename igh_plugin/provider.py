"""The plain list of algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.clean.erase import Erase
from .algorithms.clean.link_duplicates import LinkDuplicates
from .algorithms.clean.quality_report import QualityReport
from .algorithms.collect.check_sources import CheckSources
from .algorithms.collect.collect import Collect
from .algorithms.collect.collect_file import CollectFile
from .algorithms.collect.known_at import KnownAt
from .algorithms.collect.refresh import Refresh
from .algorithms.collect.sample_city import SampleCity
from .algorithms.combine.combine import Combine
from .algorithms.combine.correspondence import CorrespondenceTable
from .algorithms.combine.enrich import Enrich
from .algorithms.combine.join_sources import JoinSources
from .algorithms.deliver.briefing import Briefing
from .algorithms.deliver.build_theme import BuildTheme
from .algorithms.deliver.grant_access import GrantAccess
from .algorithms.deliver.list_themes import ListThemes
from .algorithms.deliver.move_workspace import MoveWorkspace
from .algorithms.deliver.nightly import Nightly
from .algorithms.deliver.publish import Publish
from .algorithms.hotspots.emerging_hot_spots import EmergingHotSpots
from .algorithms.hotspots.event_clusters import EventClusters
from .algorithms.hotspots.getis_ord import GetisOrd
from .algorithms.hotspots.grid import Grid
from .algorithms.hotspots.hot_segments import HotSegments
from .algorithms.hotspots.hot_times import HotTimes
from .algorithms.hotspots.kernel_density import KernelDensity
from .algorithms.hotspots.live_clusters import LiveClusters
from .algorithms.hotspots.local_moran import LocalMoran
from .algorithms.hotspots.near_repeat import NearRepeats
from .algorithms.hotspots.pareto import Pareto
from .algorithms.hotspots.percent_change import PercentChange
from .algorithms.hotspots.risk import Risk
from .algorithms.hotspots.weekly import WeeklyHotSpots
from .algorithms.indicators.indicators import Indicators

ALGORITHMS = (
    SampleCity, CollectFile, Collect, Refresh, CheckSources, KnownAt, LinkDuplicates, QualityReport, Erase, Combine,
    JoinSources, Enrich, CorrespondenceTable, Grid, GetisOrd, KernelDensity, HotTimes, NearRepeats, LocalMoran, EmergingHotSpots, EventClusters, PercentChange, Pareto,
    LiveClusters, HotSegments, Risk, WeeklyHotSpots, Indicators, ListThemes, BuildTheme, Briefing, Publish,
    Nightly, MoveWorkspace, GrantAccess,
)  # fmt: skip


class IghProvider(QgsProcessingProvider):
    """The provider `igh`."""

    def id(self) -> str:
        return "igh"

    def name(self) -> str:
        return "IGH"

    def longName(self) -> str:  # noqa: N802
        return self.name()

    def icon(self) -> QIcon:
        return QIcon(str(Path(__file__).resolve().parent / "resources" / "icons" / "igh.svg"))

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
