"""The recogniser's windows: planned, done group by group, alone or together with other workers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from app.pipeline.running import Run, decoded, fingerprint
from app.pipeline.sharing import PAUSE
from models.control import raise_if_cancelled
from transcribe.types import EngineInfo, SpeechRegion, Vocabulary, Window, WindowResult
from transcribe.vocabulary import build_vocabulary
from transcribe.windows import group_size, open_windows, plan_windows


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the recogniser is to do."""

    key: str
    """Fingerprint of all that goes into it."""
    windows: tuple[Window, ...]
    vocabulary: Vocabulary

    @property
    def seconds(self) -> float:
        """Seconds of sound in all windows."""
        return _seconds(self.windows)


def plan(run: Run, speech: tuple[SpeechRegion, ...], duration: float) -> Plan:
    """Return the plan for a recording of ``duration`` seconds."""
    job, engines = run.job, run.speech_engines
    vocabulary = build_vocabulary(
        people=tuple(person.name for person in job.roster.people),
        titles=tuple(item.title for item in job.agenda.items),
        terms=job.glossary,
        count_tokens=engines.count_tokens,
        language=job.language,
    )
    windows = plan_windows(speech, duration=duration)
    key = fingerprint(
        "transcribe/2", run.sha256, engines.transcriber.engine, job.language, vocabulary, windows
    )
    return Plan(key=key, windows=windows, vocabulary=vocabulary)


def recognise(run: Run, planned: Plan) -> tuple[WindowResult, ...]:
    """Return the results of all windows in order; those that others do are waited for.

    Raises:
        Cancelled: the run was cancelled; finished groups are kept.
    """
    while _some(run, planned) is not None:
        pass
    kept = run.checkpoints.windows(planned.key)
    return tuple(msgspec.json.decode(kept[window.index], type=WindowResult) for window in planned.windows)


def help_recognise(run: Run, planned: Plan) -> bool:
    """Do one share of the windows, from the end, for the worker that began; False where none is free."""
    return bool(_some(run, planned, helping=True))


def _some(run: Run, planned: Plan, *, helping: bool = False) -> int | None:
    """Do groups of windows that nobody else does; return how many, None where all are finished.

    Whoever helps returns at once where nothing is free; who began waits a little.
    """
    raise_if_cancelled(run.cancel)
    engine = run.speech_engines.transcriber.engine
    missing = open_windows(planned.windows, run.checkpoints.finished(planned.key), engine)
    run.progress.advanced("transcribe", planned.seconds - _seconds(missing), planned.seconds)
    if not missing:
        return None
    units = _take(run, planned.key, missing, engine, helping=helping)
    try:
        # what was finished between the look and the claim is not done again
        still = open_windows(planned.windows, run.checkpoints.finished(planned.key), engine)
        mine = tuple(window for window in still if _unit(planned.key, window, engine) in units)
        if mine:
            _decode(run, planned, mine, done=planned.seconds - _seconds(still))
    finally:
        for unit in units:
            run.claims.release(unit)
    if not units and not helping:
        time.sleep(PAUSE)
    return len(units)


def _take(
    run: Run, key: str, missing: Sequence[Window], engine: EngineInfo, *, helping: bool
) -> tuple[str, ...]:
    """Take as many groups as one may: who began from the front, who helps from the back."""
    groups = list(dict.fromkeys(_unit(key, window, engine) for window in missing))
    most = run.claims.most or len(groups)
    taken: list[str] = []
    for unit in reversed(groups) if helping else groups:
        if len(taken) == most:
            break
        if run.claims.take(unit):
            taken.append(unit)
    return tuple(taken)


def _unit(key: str, window: Window, engine: EngineInfo) -> str:
    return f"{key}/{window.index // group_size(engine)}"


def _decode(run: Run, planned: Plan, windows: tuple[Window, ...], *, done: float) -> None:
    """Recognise windows; each finished group is kept at once."""
    transcriber = run.speech_engines.transcriber
    results = transcriber.transcribe(
        decoded(run),
        windows,
        language=run.job.language,
        vocabulary=planned.vocabulary,
        cancel=run.cancel,
    )
    for group in _in_groups(results, windows, transcriber.engine):
        run.checkpoints.save_windows(
            planned.key, {result.window.index: msgspec.json.encode(result) for result in group}
        )
        done += _seconds(result.window for result in group)
        run.progress.advanced("transcribe", done, planned.seconds)


def _seconds(windows: Iterable[Window]) -> float:
    return sum(window.end - window.start for window in windows)


def _in_groups(
    results: Iterable[WindowResult], windows: Sequence[Window], engine: EngineInfo
) -> Iterator[list[WindowResult]]:
    """Yield results as soon as all windows decoded together are there, so that they are kept together."""
    size = group_size(engine)
    left = Counter(window.index // size for window in windows)
    waiting: dict[int, list[WindowResult]] = {}
    for result in results:
        group = result.window.index // size
        waiting.setdefault(group, []).append(result)
        left[group] -= 1
        if left[group] == 0:
            yield waiting.pop(group)
