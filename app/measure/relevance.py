"""Whether the search finds the known passage: ``python -m app.measure.relevance EVAL``.

The real meetings under ``EVAL/text`` are entered into an archive; the questions of ``relevance.csv`` are
asked of PostgreSQL's own full text, of embeddings alone, of our search by words, and of our search by words
and meaning. Each answers with agenda items and at most three passages of each. A question counts as answered
where, among the first five items, there is the item that it asks for (``item``), or a shown passage that
overlaps the utterances ``first`` to ``last``. Whoever wrote the questions noted whether they use the words of
the text (``same``) or others; none was changed after an engine had answered it.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import datetime as dt
import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, text

from app.db import BlockingDatabase, Database
from app.db import tables as t
from app.db.embedded import EmbeddedPostgres
from app.db.migrate import upgrade
from app.jobs.indexing import index_all_pending
from app.jobs.keeping import add_revision
from app.jobs.meanings import mean_all_pending
from app.measure.document import DOCUMENT, table, write_section
from app.measure.machine import describe
from app.pipeline.text import write_up
from app.search.meaning import NAME, Meaning
from app.services.search import SearchService, Wish
from minutes.inputs import read_agenda, read_roster
from minutes.types import Transcript
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from uuid import UUID

QUESTIONS = Path(__file__).with_name("relevance.csv")

FIRST = 5
"""Agenda items that are looked at."""

SHOWN = 3
"""Passages of each."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question and where its answer stands."""

    meeting: str
    item: str
    first: str
    last: str
    words: str
    """``same`` as in the text, or ``other``."""
    question: str


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An agenda item of an answer."""

    meeting: str
    item: str | None
    keys: tuple[str, ...]
    """Of the passages shown."""


def read_questions() -> tuple[Asked, ...]:
    """Return the questions."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        return tuple(msgspec.convert(row, Asked) for row in csv.DictReader(file))


def answered(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Tell whether the first items hold what was asked for."""
    mine = [hit for hit in hits[:FIRST] if hit.meeting == asked.meeting]
    if not asked.first:
        return any(hit.item == asked.item for hit in mine)
    wanted = range(_number(asked.first), _number(asked.last) + 1)
    spans = [re.findall(r"\bu(\d+)", key) for hit in mine for key in hit.keys[:SHOWN]]
    return any(span and int(span[0]) <= wanted[-1] and int(span[-1]) >= wanted[0] for span in spans)


def _number(utterance: str) -> int:
    return int(utterance.lstrip("u").split(".")[0])


def enter(url: str, cases: Iterable[Path]) -> None:
    """Enter the meetings with what the pipeline makes of them, words and meanings."""
    database = BlockingDatabase(url)
    with database.session() as session:
        body = t.Body(name="Messstadt")
        session.add(body)
        session.flush()
        council = t.Organization(body_id=body.id, name="Rat")
        session.add(council)
        session.flush()
        for case in cases:
            said = msgspec.json.decode((case / "transcript.json").read_bytes(), type=Transcript)
            agenda, roster = read_agenda(case / "agenda.json"), read_roster(case / "roster.json")
            transcript, _outcomes, minutes = write_up(said, agenda, roster)
            meeting = t.Meeting(
                body_id=body.id,
                organization_id=council.id,
                number=_name(case),
                date=dt.date(2026, 1, 1),
                language="de",
                profile="open-base",
                glossary=[],
            )
            session.add(meeting)
            session.flush()
            add_revision(session, meeting.id, "transcript", transcript)
            add_revision(session, meeting.id, "minutes", minutes)
    index_all_pending(database)
    mean_all_pending(database, Meaning(threads=2))
    database.close()


def _name(case: Path) -> str:
    return case.name.removesuffix("-clean")


class Engines:
    """Four ways to answer."""

    def __init__(self, url: str) -> None:
        self._database = Database(url).as_system()
        self._model = Meaning(threads=2)
        self._words = SearchService(self._database)
        self._both = SearchService(self._database, self._model)
        self._titles: dict[UUID, str] = {}

    def all(self) -> dict[str, Callable[[str], Awaitable[list[Hit]]]]:
        """Return them by their names in the table."""
        return {
            "PostgreSQL full text, all words": lambda asked: self._plain(asked, " & "),
            "PostgreSQL full text, any word": lambda asked: self._plain(asked, " | "),
            "embeddings alone": self._near,
            "our words": lambda asked: self._ours(self._words, asked),
            "our words and meanings": lambda asked: self._ours(self._both, asked),
        }

    async def close(self) -> None:
        """Give the connections back."""
        await self._database.close()

    async def _plain(self, asked: str, joined: str) -> list[Hit]:
        words = func.to_tsvector("german", t.PassageRow.text)
        query = func.to_tsquery("german", joined.join(re.findall(r"\w+", asked)))
        return await self._rows(
            select(t.PassageRow.meeting_id, t.PassageRow.item, t.PassageRow.key)
            .where(words.bool_op("@@")(query))
            .order_by(func.ts_rank(words, query).desc(), t.PassageRow.key)
            .limit(200)
        )

    async def _near(self, asked: str) -> list[Hit]:
        passage, row = t.PassageRow, t.PassageMeaning
        vector = await asyncio.to_thread(self._model.question, asked)
        same = (row.meeting_id == passage.meeting_id) & (row.text_key == passage.text_key)
        return await self._rows(
            select(passage.meeting_id, passage.item, passage.key)
            .join(row, same)
            .order_by(row.meaning.cosine_distance(vector))
            .limit(200),
            text("SET LOCAL enable_indexscan = off"),
        )

    async def _rows(self, statement: object, *before: object) -> list[Hit]:
        async with self._database.session() as session:
            for each in before:
                await session.execute(each)  # type: ignore[call-overload]
            rows = (await session.execute(statement)).all()  # type: ignore[call-overload]
            names = await self._names(session)
        groups: dict[tuple[UUID, str | None], list[str]] = defaultdict(list)
        for row in rows:
            groups[row.meeting_id, row.item].append(row.key)
        return [
            Hit(meeting=names[meeting], item=item, keys=tuple(keys))
            for (meeting, item), keys in groups.items()
        ]

    async def _ours(self, service: SearchService, asked: str) -> list[Hit]:
        found = await service.search(Wish(text=asked))
        async with self._database.session() as session:
            names = await self._names(session)
            ids = [passage.id for one in found.found for passage in one.passages]
            rows = await session.execute(
                select(t.PassageRow.id, t.PassageRow.key).where(t.PassageRow.id.in_(ids))
            )
            keys = {str(row.id): row.key for row in rows}
        titles = {str(key): name for key, name in names.items()}
        return [
            Hit(
                meeting=titles[one.meeting],
                item=one.number,
                keys=tuple(keys[passage.id] for passage in one.passages),
            )
            for one in found.found
        ]

    async def _names(self, session: object) -> dict[UUID, str]:
        if not self._titles:
            rows = await session.execute(select(t.Meeting.id, t.Meeting.number))  # type: ignore[attr-defined]
            self._titles = {row.id: row.number for row in rows}
        return self._titles


async def ask_all(
    url: str, questions: Sequence[Asked], *, verbose: bool = False
) -> tuple[dict[str, list[bool]], dict[str, float]]:
    """Return of each engine which questions it answered, and its seconds for all of them."""
    engines = Engines(url)
    found: dict[str, list[bool]] = {}
    seconds: dict[str, float] = {}
    for name, ask in engines.all().items():
        begin = time.perf_counter()
        hits = [await ask(one.question) for one in questions]
        seconds[name] = time.perf_counter() - begin
        found[name] = [answered(one, hit) for one, hit in zip(questions, hits, strict=True)]
        if verbose:
            for one, right in zip(questions, found[name], strict=True):
                if not right:
                    print(f"{name}: {one.words} {one.meeting} {one.item or one.first}: {one.question}")  # noqa: T201
    await engines.close()
    return found, seconds


def report(questions: Sequence[Asked], found: dict[str, list[bool]], seconds: dict[str, float]) -> str:
    """Return the table: share of questions answered within the first five, in percent."""

    def share(right: Sequence[bool], words: str | None) -> float:
        chosen = [yes for yes, one in zip(right, questions, strict=True) if words in {None, one.words}]
        return round(100 * sum(chosen) / len(chosen), 1)

    rows = [
        [
            name,
            share(right, None),
            share(right, "same"),
            share(right, "other"),
            round(1000 * seconds[name] / len(right)),
        ]
        for name, right in found.items()
    ]
    return table(["", "all %", "same words %", "other words %", "ms a question"], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table and the JSON object, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("eval", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of the archive, used again if it is there")
    parser.add_argument("--verbose", action="store_true", help="print what was not found")
    chosen = parser.parse_args(arguments)
    cases = [case for case in sorted((chosen.eval / "text").iterdir()) if not case.name.endswith("-noisy")]
    questions = read_questions()
    machine = describe(2)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        fresh = not (folder / "postgres").exists()
        postgres = EmbeddedPostgres(folder / "postgres")
        url = postgres.start()
        try:
            if fresh:
                upgrade(url)
                enter(url, cases)
            found, seconds = asyncio.run(ask_all(url, questions, verbose=chosen.verbose))
        except ProtokollantError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
        finally:
            postgres.stop()
    shown = report(questions, found, seconds)
    other = sum(one.words == "other" for one in questions)
    write_section(
        "relevance",
        "Relevance of the search",
        f"`make bench-relevance`: {len(questions)} questions, {other} of them in other words than the text, "
        f"over {len(cases)} real meetings; {machine}. Share answered within the first {FIRST} agenda items; "
        f"meanings by {NAME}.\n\n{shown}",
    )
    print(shown, f"\nwritten to {DOCUMENT}")  # noqa: T201
    print(json.dumps({name: sum(right) / len(right) for name, right in found.items()}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
