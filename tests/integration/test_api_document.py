"""The OpenAPI document: complete, true, and held against what the service really answers."""

from __future__ import annotations

import asyncio
import json
import re

import hypothesis
import jsonschema
import pytest
import schemathesis
from litestar.testing import TestClient
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_client import BASE, OWN, make_account

from app.access import Role
from app.services import build_services
from app.services.access.identity import Visitor
from app.web import create_web_app
from app.web.openapi import METHODS, READINESS, TAGS, complete
from app.web.openapi_answers import made_up, recorded

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

ENDLESS = "an event stream does not end by itself"
OTHERWISE = "tus 1.0.0 is spoken in headers and offsets, which its own tests hold against real clients"

LEFT_OUT = {
    ("GET", READINESS): "503 is what it says while no worker lives",
    ("GET", "/api/v1/processing/events"): ENDLESS,
    ("GET", "/api/v1/meetings/{meeting_id}/processing/events"): ENDLESS,
    ("POST", "/api/v1/uploads"): OTHERWISE,
    ("POST", "/api/v1/meetings/{meeting_id}/uploads"): OTHERWISE,
    ("PATCH", "/api/v1/uploads/{upload_id}"): OTHERWISE,
    ("DELETE", "/api/v1/uploads/{upload_id}"): OTHERWISE,
}
"""What cannot be asked with made-up values, and why."""


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    services = build_services("postgresql://127.0.0.1/none", tmp_path_factory.mktemp("data"))
    return complete(create_web_app(services).openapi_schema.to_schema())


def operations(document):
    """Yield address, method and operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def test_the_document_is_whole(document):
    """Version, licence, ways to sign in; each operation has a name, a known tag, a summary, problems."""
    assert document["openapi"].startswith("3.1")
    assert document["info"]["license"] == {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    assert set(document["components"]["securitySchemes"]) == {"bearer", "cookie"}
    names, used = [], set()
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        names.append(operation["operationId"])
        used |= set(operation["tags"])
        assert operation["summary"], where
        assert {"4XX", "5XX"} <= set(operation["responses"]), where
        single = {status for status in operation["responses"] if re.fullmatch("[45][0-9]+", status)}
        assert single == ({"503"} if path == READINESS else set()), where
    assert len(names) == len(set(names))
    assert used == set(TAGS)


def test_every_body_has_an_example_that_fits(document):
    """Each schema that is sent as JSON carries an example, and it is valid."""
    seen = []
    for path, method, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"]["$ref"].rpartition("/")[2]
            examples = document["components"]["schemas"][name].get("examples")
            assert examples, f"{method} {path}: {name}"
            for example in examples:
                schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
                jsonschema.Draft202012Validator(schema).validate(example)
            seen.append(name)
    assert len(seen) > 20


def answers(document):
    """Yield operation, status, media type and described content of every successful answer that has one."""
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                if status.startswith("2"):
                    yield f"{method.upper()} {path}", status, kind, content


def test_every_answer_has_an_example_that_fits(document):
    """Each success has one, and it is valid; an answer without an example is one without content."""
    with_content = set()
    for name, _, kind, content in answers(document):
        with_content.add(name)
        examples = content.get("examples")
        assert examples, name
        for example in examples.values():
            assert example["summary"], name
            assert example["value"] is not None, name
            if kind == "application/json":
                schema = content["schema"] | {"components": document["components"]}
                jsonschema.Draft202012Validator(schema).validate(example["value"])
            else:
                assert isinstance(example["value"], str), name
    for path, method, operation in operations(document):
        name = f"{method.upper()} {path}"
        successes = {status for status in operation["responses"] if status.startswith("2")}
        assert successes, name
        empty = successes == {"204"} or (name.endswith("/uploads") and method == "post")
        assert (name in with_content) != empty, name


def test_examples_are_what_was_really_answered(document):
    """Nothing is recorded of what is not there; what is made up is the exception, and says so."""
    names = {name for name, *_ in answers(document)}
    assert set(recorded()) <= names
    assert names - set(recorded()) == {
        name for name, _, _, content in answers(document) if "made-up" in content["examples"]
    }
    assert len(recorded()) > 0.8 * len(names)


def test_recorded_answers_tell_no_secret():
    """No token, no secret of a second factor, no hash of a password, no path of this machine."""
    text = json.dumps(recorded(), ensure_ascii=False)
    assert not re.search(r"pk_[A-Za-z0-9]{8}|argon2|/(?:tmp|home|root|var)/|127\.0\.0\.1:\d", text)
    assert not re.search(r'"secret": "(?!pk-0000)', text)


def test_an_example_can_be_made_up(document):
    """From any schema of ours comes a value that fits, so that a new operation is never without one."""
    components = document["components"]
    for name in components["schemas"]:
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        if name != "Problem":
            jsonschema.Draft202012Validator(schema).validate(made_up(schema, components))


def test_the_example_of_a_problem_fits(document):
    """The example of a refusal is one."""
    answer = document["components"]["responses"]["Problem"]["content"]["application/problem+json"]
    jsonschema.Draft202012Validator(document["components"]["schemas"]["Problem"]).validate(answer["example"])


@pytest.fixture
def asker(database_url, data_root):
    """A function that opens a client for somebody: a role, ``operator`` or nobody."""

    async def enter(who):
        services = build_services(database_url, data_root)
        await services.open()
        try:
            roles = (Role.SECRETARY, Role.ADMINISTRATOR) if who == "secretary" else ()
            account, _ = await make_account(services, roles=roles, operator=who == "operator")
            opened = await services.entrance.sign_in.sign_in_account(account, Visitor(), method="link")
            return opened.token
        finally:
            await services.close()

    def open_client(who):
        token = None if who == "nobody" else asyncio.run(enter(who))
        client = TestClient(create_web_app(build_services(database_url, data_root)), base_url=BASE)
        if token:
            client.cookies.set("session", token)
            client.headers.update(OWN)
        return client

    return open_client


def test_a_problem_leads_to_its_explanation(asker):
    """The type of a refusal can be fetched by anybody and says the same; its id is that of the header."""
    with asker("nobody") as client:
        refused = client.get("/api/v1/meetings")
        assert refused.status_code == 401
        problem = refused.json()
        assert problem["request_id"] == refused.headers["x-request-id"] != ""
        told = client.get(problem["type"]).json()
        assert told["code"] == problem["code"] == "not-signed-in"
        assert (told["status"], told["de"]) == (401, problem["detail_de"])
        assert client.get("/api/v1/problems/no-such-code").status_code == 404


def ask(client, document, examples):
    """Ask every operation with made-up values, and return what was not as described."""
    wrong, asked = [], 0
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        if (operation.method.upper(), operation.path) in LEFT_OUT:
            continue
        asked += 1

        @hypothesis.seed(20261123)
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy())
        def once(case):
            given = case.as_transport_kwargs(base_url=BASE)
            given.pop("cookies", None)
            case.validate_response(client.request(**given), checks=CHECKS)

        try:
            once()
        except (Exception, FailureGroup) as failure:  # noqa: BLE001 - all of them are reported together
            text = "\n".join([str(failure), *(str(one) for one in getattr(failure, "exceptions", ()))])
            wrong.append(f"{operation.method.upper()} {operation.path}: {text[:1500]}")
    return asked, wrong


@pytest.mark.parametrize("who", ["nobody", "secretary", "operator"])
def test_the_service_answers_as_described(asker, document, who):
    """No 5xx, no answer outside the description, whoever asks whatever."""
    with asker(who) as client:
        asked, wrong = ask(client, document, examples=3)
    assert wrong == []
    assert asked > 50


@pytest.mark.slow
@pytest.mark.parametrize("who", ["secretary", "operator"])
def test_the_service_answers_as_described_for_long(asker, document, who):
    """The same with many more values."""
    with asker(who) as client:
        _, wrong = ask(client, document, examples=100)
    assert wrong == []
