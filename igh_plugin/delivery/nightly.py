"""The night's work: sources, cubes, themes, project and briefings, and one report of it.

A step that fails does not hold up the others; the report says what is whole, what is partly done and what failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

from ..briefing.document import make_briefing
from ..core.errors import UserError
from ..core.progress import Part, Progress
from ..pipeline.combine import combine
from ..pipeline.erase import apply_retention
from ..pipeline.quality import night_sentences
from ..pipeline.refresh import needs_credentials, refresh
from ..pipeline.software import software
from ..settings import Settings
from ..themes.building import build_theme
from ..themes.catalogue import find_theme
from ..themes.project import write_project
from ..translation import tr
from ..workspace.address import title_of
from ..workspace.opening import open_workspace

WHOLE, FAILED, PARTLY = 0, 1, 2


@dataclass
class Night:
    """What is to be done: workspace, themes, language, and where project and briefings go (empty: none)."""

    workspace: str
    themes: Sequence[str]
    language: str
    seed: int = 20260101
    project: str = ""
    briefings: str = ""
    level: str = "tactical"
    everything: bool = False


@dataclass
class Report:
    """What was done, step by step."""

    sources: Dict[str, Dict[str, Any]] = field(default_factory=dict)
    themes: Dict[str, Dict[str, Any]] = field(default_factory=dict)
    briefings: List[Dict[str, Any]] = field(default_factory=list)
    project: Dict[str, Any] = field(default_factory=dict)
    cubes: Dict[str, Any] = field(default_factory=dict)
    quality: List[str] = field(default_factory=list)
    retention: Dict[str, Any] = field(default_factory=dict)
    started: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def steps(self) -> List[Dict[str, Any]]:
        listed = [*self.sources.values(), *self.themes.values(), *self.briefings]
        single = [self.project, self.retention, *([] if self.cubes.get("done") else [self.cubes])]
        return [*listed, *filter(None, single)]

    @property
    def exit_code(self) -> int:
        """0 when every step was done, 1 when none was, 2 otherwise."""
        done = [step["done"] for step in self.steps()]
        return WHOLE if all(done) else PARTLY if any(done) else FAILED

    def as_json(self, workspace: str) -> Dict[str, Any]:
        return {
            "report": "igh:nightly",
            "exit_code": self.exit_code,
            "state": {WHOLE: "whole", FAILED: "failed", PARTLY: "partly"}[self.exit_code],
            "workspace": title_of(workspace),
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round((datetime.now(timezone.utc) - self.started).total_seconds(), 1),
            "software": software(),
            "sources": self.sources,
            "cubes": self.cubes,
            "themes": self.themes,
            "project": self.project,
            "briefings": self.briefings,
            "quality": self.quality,
            "retention": self.retention,
        }

    def first_error(self) -> str:
        return next((step["error"] for step in self.steps() if not step["done"]), "")


def run_night(
    night: Night, surroundings_for: Callable, unlock: Callable[[], None], progress: Progress
) -> Report:
    """Do the night's work; return the report of it.

    `surroundings_for` makes the surroundings for a definition, `unlock` opens the store of credentials. Raises
    `UserError` when the workspace cannot be opened, or a source that is due has credentials and the store is locked.
    """
    settings = Settings.load()
    themes = [find_theme(name, Path(settings.user_folder)) for name in night.themes]
    report = Report()
    with open_workspace(night.workspace) as workspace:
        if needs_credentials(workspace, night.everything):
            unlock()
        outcome = refresh(workspace, surroundings_for, Part(progress, 0.0, 0.5), night.everything)
        for source, result in outcome.items():
            report.sources[source] = _of_source(workspace, source, result)
        report.quality += [tr(sentence) for sentence in night_sentences(workspace, outcome)]
        report.cubes = _try(lambda: combine(workspace, progress=Part(progress, 0.5, 0.6)), progress)
        for number, theme in enumerate(themes):
            part = Part(progress, 0.6 + 0.2 * number / len(themes), 0.6 + 0.2 * (number + 1) / len(themes))
            report.themes[theme.id] = _try(
                lambda theme=theme, part=part: build_theme(
                    workspace, theme, night.language, night.seed, part
                ),
                progress,
            )
        areas = _districts(workspace)
    if night.project:
        report.project = {"file": Path(night.project).name}
        report.project.update(
            _try(lambda: write_project(night.project, night.workspace, themes, night.language), progress)
        )
    if night.briefings:
        jobs = [(theme, area) for theme in themes for area in (None, *areas)]
        for number, (theme, area) in enumerate(jobs):
            file = Path(night.briefings) / f"{theme.id}_{area or 'all'}.pdf"
            part = Part(progress, 0.8 + 0.2 * number / len(jobs), 0.8 + 0.2 * (number + 1) / len(jobs))
            done = _try(
                lambda theme=theme, area=area, file=file, part=part: _brief(night, theme, area, file, part),
                progress,
            )
            report.briefings.append({"theme": theme.id, "area": area, "file": file.name, **done})
    report.retention = _keep_no_longer(night, progress)
    progress.step(1.0)
    return report


def _keep_no_longer(night: Night, progress: Progress) -> Dict[str, Any]:
    """Erase what is past its retention; return what the report says of it, nothing where no source has one."""
    found: Dict[str, Any] = {}

    def erase() -> None:
        with open_workspace(night.workspace) as workspace:
            gone = apply_retention(workspace)
        if gone is not None:
            found.update(gone.counts, notes=[tr(note) for note in gone.notes])

    done = _try(erase, progress)
    return {**done, **found} if found or not done["done"] else {}


def _brief(night: Night, theme, area: Optional[str], file: Path, progress: Progress) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    make_briefing(night.workspace, theme, night.level, area, str(file), night.language, progress)


def _try(step: Callable[[], Any], progress: Progress) -> Dict[str, Any]:
    try:
        step()
    except UserError as error:
        progress.report(error.message)
        return {"done": False, "error": tr(error.message)}
    return {"done": True}


def _of_source(workspace, source: str, result: Any) -> Dict[str, Any]:
    if isinstance(result, UserError):
        return {"done": False, "error": tr(result.message)}
    about = workspace.runs(source)[-1]["parameters"] or {}
    return {
        "done": True, "read": result.read, "kept": result.kept, "new": result.new, "changed": result.changed,
        "unchanged": result.unchanged, "withdrawn": result.withdrawn, "rejected": result.rejected,
        "address": about.get("address"), "bytes": about.get("bytes"), "seconds": about.get("seconds"),
        "licence": about.get("licence"), "notes": [tr(note) for note in result.notes],
    }  # fmt: skip


def _districts(workspace) -> List[str]:
    """Return the codes of the areas of the coarsest level, in their order; none when there is one level of one area."""
    levels = workspace.area_levels()
    codes = sorted(map(str, workspace.areas(levels[-1])["code"])) if levels else []
    return codes if len(codes) > 1 else []
