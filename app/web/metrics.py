"""Figures for Prometheus: what this process answered, and counts of the installation at each visit.

Labels are routes, states and queues; no path, name or id ever becomes one.
"""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric, SummaryMetricFamily

from app.logs import REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from app.services.health import Figures

import logging

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; the aim for a page is 0.5."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

logger = logging.getLogger("app.requests")


class Metrics:
    """Counts of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "protokollant_requests",
            "Answers by route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "protokollant_request_seconds",
            "Seconds to the first byte of the answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.open = Gauge("protokollant_requests_open", "Requests being answered.", registry=self.registry)

    async def observe(self, message: Message, scope: Scope) -> None:
        """Count an answer when its head is sent, errors too; a hook before sending."""
        if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
            return
        state = scope["state"]
        method, route, status = str(scope["method"]), route_of(scope), str(message["status"])
        self.requests.labels(method, route, status).inc()
        begun = state.get("begun")
        seconds = time.perf_counter() - begun if isinstance(begun, float) else 0.0
        if isinstance(begun, float):
            self.seconds.labels(method, route).observe(seconds)
        if isinstance(state.get("request_id"), str):
            MutableScopeHeaders.from_message(message)["x-request-id"] = state["request_id"]
        logger.info(
            "answered",
            extra={"route": route, "method": method, "status": int(status), "seconds": round(seconds, 4)},
        )

    def text(self, figures: Figures) -> bytes:
        """Return everything in Prometheus' text format."""
        visited = CollectorRegistry()
        visited.register(_Installation(figures))
        return generate_latest(self.registry) + generate_latest(visited)


class Observation(ASGIMiddleware):
    """Gives each request an id and a beginning; outermost."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Hand the request on."""
        request = uuid.uuid4().hex[:16]
        scope["state"]["request_id"], scope["state"]["begun"] = request, time.perf_counter()
        REQUEST.set(
            request
        )  # stays for the handler of errors, which runs outside; the task is the request's own
        with self._metrics.open.track_inprogress():
            await next_app(scope, receive, send)


def route_of(scope: Scope) -> str:
    """Return the route as it is written in the program, never the path that was asked for."""
    template = scope.get("path_template")
    if not isinstance(template, str):
        return "none"
    return "/static" if template.startswith("/static") else template


class _Installation:
    """The figures of the installation as a collector."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        found = self._figures
        jobs = GaugeMetricFamily("protokollant_jobs", "Jobs by queue and state.", labels=("queue", "state"))
        for queue, state, count in found.jobs:
            jobs.add_metric([queue, state], count)
        yield jobs
        uploads = GaugeMetricFamily("protokollant_uploads", "Uploads by state.", labels=("state",))
        for state, count in found.uploads:
            uploads.add_metric([state], count)
        yield uploads
        stages = SummaryMetricFamily(
            "protokollant_stage_seconds",
            "Seconds of the stages of processings that are kept.",
            labels=("stage",),
        )
        for name, count, seconds in found.stages:
            stages.add_metric([name], count, seconds)
        yield stages
        for name, about, value in (
            ("contents", "Contents in the storage.", found.contents),
            ("stored_bytes", "Bytes of them.", found.stored_bytes),
            ("workers", "Workers alive.", found.workers),
            ("audit_head", "Number of the last entry of the audit log.", found.audit_head),
            ("accounts", "Accounts.", found.accounts),
            ("meetings", "Meetings.", found.meetings),
        ):
            yield GaugeMetricFamily(f"protokollant_{name}", about, value=value)
