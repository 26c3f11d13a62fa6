"""``protokollant bench``: speed and memory side by side, in one run."""

from __future__ import annotations

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
    "--recording", type=click.Path(path_type=Path, dir_okay=False), help="Sound; the demo's by default."
)
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True),
    help="Its truth, for WER and DER; agenda and roster beside it are used.",
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
    recording: Path | None,
    reference: Path | None,
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
    is_demo = recording is None
    sound = recording or bench.DEMO / "recording.opus"
    if not sound.is_file():
        raise BenchRecordingMissingError(path=sound)
    if is_demo and reference is None and (bench.DEMO / "reference.json").is_file():
        reference = bench.DEMO
    options = bench.BenchOptions(
        recording=sound,
        reference=reference,
        profile=profile,
        language=language,
        threads=threads,
        device=device,
    )
    if memory:
        before = describe(threads)
        lengths = bench_memory.run_memory(options, _hours(hours))
        print(bench_memory.report(lengths))
        if keep:
            bench_memory.keep(options, lengths, before)
        print(json.dumps(bench_memory.figures(lengths)))
        return
    result = bench.run_bench(options)
    print(bench.report(result))
    if keep:
        bench.keep(options, result, is_demo=is_demo)
    print(json.dumps(bench.figures(result)))


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
