"""``protokollant bench``: speed and memory side by side, in one run."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import click

from models.errors import InputError
from models.profiles import DEFAULT_PROFILE, load_profile, profile_names


class BenchRecordingMissingError(InputError):
    """Neither a recording was given nor is the demo's there."""

    code = "bench-recording"
    de = "Es gibt keine Aufnahme unter {path}; bitte --recording DATEI angeben."
    en = "There is no recording at {path}; give --recording FILE."


class BenchHoursError(InputError):
    """``--hours`` is no list of lengths."""

    code = "bench-hours"
    de = "„{hours}“ ist keine Liste von Stunden; bitte zum Beispiel --hours 1,2,4,6 angeben."
    en = "'{hours}' is no list of hours; give for example --hours 1,2,4,6."


class BenchProfileError(InputError):
    """The plain script has no counterpart of this profile's diarization."""

    code = "bench-profile"
    de = (
        "Mit dem Profil „{profile}“ kann das einfache Skript nicht laufen; bitte eines von {known} angeben "
        "oder mit --memory nur Protokollant messen."
    )
    en = (
        "The plain script cannot run with the profile '{profile}'; give one of {known}, or measure "
        "Protokollant alone with --memory."
    )


@click.command()
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="Models for both sides.")
@click.option(
    "--recording",
    "recordings",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Sound; the demo's by default. Several are measured one after the other.",
)
@click.option(
    "--reference",
    "references",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Truth, for WER and DER, in the order of the recordings; without it what lies beside a recording. "
    "Agenda and roster beside the truth are used.",
)
@click.option("--language", default="de", show_default=True, help="Language spoken.")
@click.option(
    "--threads", type=click.IntRange(min=1), default=2, show_default=True, help="Cores for each side."
)
@click.option("--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True)
@click.option(
    "--against",
    type=click.Choice(["plain"]),
    default="plain",
    show_default=True,
    help="What to compare with.",
)
@click.option("--memory", is_flag=True, help="Measure peak memory at several lengths instead.")
@click.option("--hours", default="1,2,4,6", show_default=True, help="Lengths for --memory.")
@click.option("--keep/--no-keep", default=True, show_default=True, help="Update docs/measurements.md.")
def command(
    *,
    profile: str,
    recordings: tuple[Path, ...],
    references: tuple[Path, ...],
    language: str,
    threads: int,
    device: str,
    against: str,
    memory: bool,
    hours: str,
    keep: bool,
) -> None:
    """Measure the pipeline against the script a user would write, with the same models."""
    from app.measure import bench, bench_memory  # noqa: PLC0415  # heavy
    from app.measure.machine import describe  # noqa: PLC0415  # with them

    del against
    chosen = load_profile(profile)
    if chosen.diarization_pipeline is not None and not memory:
        raise BenchProfileError(profile=profile, known=", ".join(_comparable()))
    is_demo = not recordings
    recordings = recordings or (bench.DEMO / "recording.opus",)
    if len(references) > len(recordings):
        raise click.UsageError("more --reference than --recording")
    asked = [
        bench.BenchOptions(
            recording=_existing(sound),
            reference=truth or _beside(sound),
            profile=profile,
            language=language,
            threads=threads,
            device=device,
        )
        for sound, truth in itertools.zip_longest(recordings, references)
    ]
    if memory:
        before = describe(threads)
        lengths = bench_memory.run_memory(asked[0], _hours(hours))
        print(bench_memory.report(lengths))
        if keep:
            bench_memory.keep(asked[0], lengths, before)
        print(json.dumps(bench_memory.figures(lengths)))
        return
    results = {}
    for options in asked:
        result = results[options.name] = bench.run_bench(options)
        print(f"{options.name}\n\n{bench.report(result)}\n", flush=True)
        if keep:
            bench.keep(options, result, is_demo=is_demo)
    print(json.dumps(bench.joined_figures(results)))


def _existing(sound: Path) -> Path:
    if not sound.is_file():
        raise BenchRecordingMissingError(path=sound)
    return sound


def _beside(sound: Path) -> Path | None:
    """Return the truth beside a recording: of its folder, or of its stem; None where there is none."""
    if (sound.parent / "reference.json").is_file():
        return sound.parent
    turns = sound.with_suffix(".rttm")
    return turns if turns.is_file() else None


def _comparable() -> list[str]:
    """Return the profiles whose networks the plain script can run one by one."""
    return [name for name in profile_names() if load_profile(name).diarization_pipeline is None]


def _hours(text: str) -> list[float]:
    try:
        found = sorted(float(part) for part in text.split(","))
    except ValueError as error:
        raise BenchHoursError(hours=text) from error
    if not found or found[0] <= 0:
        raise BenchHoursError(hours=text)
    return found
