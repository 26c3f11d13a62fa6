"""What each route takes, for :mod:`test_access_routes`; a route that comes new needs a line here."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """What a route takes."""

    need: str
    """``open``: nothing; ``signed``: to be signed in, and it shows one's own; ``account``: the same with an
    account; ``known``, ``read``, ``watch``, ``edit``: that of the meeting in the address; ``operate``,
    ``run``, ``manage``, ``accounts``, ``audit``: of the installation or the town."""
    run: bool = True
    """Whether those who may do it do it here; what deletes, starts or never ends they do elsewhere."""
    body: dict[str, object] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    query: str = ""


OPEN = Rule("open")
SIGNED = Rule("signed")
ACCOUNT = Rule("account", run=False)
KNOWN, READ, WATCH = Rule("known"), Rule("read"), Rule("watch")
EDIT, CHANGE = Rule("edit"), Rule("edit", run=False)
STREAM = Rule("watch", run=False)
MANAGE, ACCOUNTS = Rule("manage", run=False), Rule("accounts", run=False)

API = "/api/v1/meetings/{meeting_id:str}"
ONCE = {"client_id": "0199f0c2-7d31-7c55-9c1e-3b2f6a1d8e44"}
CHAIR = ONCE | {"change": {"op": "set", "path": ["chair"], "value": "Eva Eins"}}
PAGE = "/meetings/{meeting_id:str}"
GLOSSARY = "/api/v1/bodies/{body_id:str}/glossary"

RULES: dict[tuple[str, str], Rule] = {
    ("GET", "/"): SIGNED,
    ("GET", "/health"): OPEN,
    ("GET", "/health/live"): OPEN,
    ("GET", "/health/ready"): OPEN,
    ("GET", "/metrics"): OPEN,
    ("GET", "/static/{file_path:path}"): OPEN,
    ("HEAD", "/static/{file_path:path}"): OPEN,
    ("GET", "/login"): OPEN,
    ("POST", "/login"): OPEN,
    ("POST", "/login/code"): OPEN,
    ("GET", "/login/oidc"): OPEN,
    ("GET", "/login/oidc/back"): OPEN,
    ("POST", "/logout"): Rule("signed", run=False),
    ("GET", "/enter/{token:str}"): OPEN,
    ("GET", "/links/{token:str}"): OPEN,
    ("GET", "/setup/{token:str}"): OPEN,
    ("POST", "/setup/{token:str}"): OPEN,
    ("GET", "/welcome/{token:str}"): OPEN,
    ("POST", "/welcome/{token:str}"): OPEN,
    ("GET", "/search"): Rule("signed", query="?q=Haushalt+oder+Grundst%C3%BCck"),
    ("GET", "/api/v1/search"): Rule("signed", query="?q=Haushalt+oder+Grundst%C3%BCck"),
    ("GET", "/meetings"): SIGNED,
    ("GET", "/meetings/new"): SIGNED,
    ("POST", "/meetings/new"): SIGNED,
    ("POST", "/meetings/new/agenda"): SIGNED,
    ("GET", PAGE): KNOWN,
    ("GET", f"{PAGE}/audio"): READ,
    ("HEAD", f"{PAGE}/audio"): READ,
    ("GET", f"{PAGE}/documents/{{name:str}}"): READ,
    ("GET", f"{PAGE}/progress/events"): STREAM,
    ("POST", f"{PAGE}/again/{{stage:str}}"): CHANGE,
    ("POST", f"{PAGE}/cancel"): EDIT,
    ("POST", f"{PAGE}/delete"): CHANGE,
    ("GET", f"{PAGE}/minutes"): EDIT,
    ("GET", f"{PAGE}/transcript"): EDIT,
    ("POST", f"{PAGE}/minutes/place"): Rule("edit", run=False, form={"path": '["chair"]'}),
    ("POST", f"{PAGE}/minutes/add"): Rule(
        "edit", run=False, form={"path": '["moves"]', "person": "Eva Eins"}
    ),
    ("POST", f"{PAGE}/minutes/remove"): Rule("edit", run=False, form={"path": '["moves", "1"]'}),
    ("POST", f"{PAGE}/minutes/undo/{{seq:str}}"): CHANGE,
    ("POST", f"{PAGE}/minutes/settle"): Rule("edit", run=False, form={"path": '["chair"]'}),
    ("POST", f"{PAGE}/minutes/print"): CHANGE,
    ("GET", f"{PAGE}/edit"): EDIT,
    ("POST", f"{PAGE}/edit"): Rule("edit", run=False, form={"date": "2026-05-21"}),
    ("POST", f"{PAGE}/recordings"): Rule("signed"),
    ("POST", f"{PAGE}/recordings/{{recording_id:str}}/begin"): Rule(
        "edit", run=False, form={"begins": "18:00"}
    ),
    ("POST", f"{PAGE}/recordings/{{recording_id:str}}/move"): Rule("edit", run=False, form={"position": "0"}),
    ("POST", f"{PAGE}/recordings/{{recording_id:str}}/remove"): CHANGE,
    ("POST", f"{PAGE}/retry"): CHANGE,
    ("POST", f"{PAGE}/start"): CHANGE,
    ("GET", f"{PAGE}/minutes-life"): READ,
    ("POST", f"{PAGE}/minutes-life/moves/{{move:str}}"): Rule("signed", form={"reason": ""}),
    ("POST", f"{PAGE}/minutes-life/signatures/{{slot:str}}"): Rule("signed", form={"name": "Kim"}),
    ("POST", f"{PAGE}/minutes-life/signatures/{{slot:str}}/file"): Rule("signed", form={"name": "Kim"}),
    ("GET", "/protocols/{edition_id:str}"): SIGNED,
    ("GET", "/protocols/{edition_id:str}/{stage:str}/{part:str}/{name:str}"): SIGNED,
    ("GET", "/deadlines"): SIGNED,
    ("GET", "/oparl/v1.1"): OPEN,
    ("GET", "/oparl/v1.1/system"): OPEN,
    ("GET", "/oparl/v1.1/bodies"): OPEN,
    ("GET", "/oparl/v1.1/{kind:str}/{key:str}"): OPEN,
    ("GET", "/oparl/v1.1/{kind:str}/{key:str}/{name:str}"): OPEN,
    ("GET", "/oparl/v1.1/contents/{key:str}/{way:str}/{name:str}"): OPEN,
    ("GET", f"{PAGE}/sharing"): EDIT,
    ("POST", f"{PAGE}/sharing/links"): CHANGE,
    ("POST", f"{PAGE}/sharing/links/{{link_id:str}}/revoke"): CHANGE,
    ("POST", f"{PAGE}/sharing/release"): CHANGE,
    ("POST", f"{PAGE}/sharing/take-back"): CHANGE,
    ("GET", "/processing"): SIGNED,
    ("GET", "/processing/events"): Rule("signed", run=False),
    ("POST", "/processing/{meeting_id:str}/cancel"): EDIT,
    ("POST", "/processing/{meeting_id:str}/forward"): EDIT,
    ("POST", "/processing/{meeting_id:str}/retry"): CHANGE,
    ("GET", "/api/v1"): SIGNED,
    ("GET", "/api/v1/{path:str}"): SIGNED,
    ("GET", "/api/v1/openapi.json"): SIGNED,
    ("POST", "/api/v1/agendas/recognition"): Rule("signed", query="?filename=a.txt"),
    ("GET", "/api/v1/problems/{code:str}"): OPEN,
    ("GET", "/api/v1/meetings"): SIGNED,
    ("POST", "/api/v1/meetings"): SIGNED,
    ("GET", API): KNOWN,
    ("DELETE", API): CHANGE,
    ("PATCH", API): Rule("edit", run=False, body={"language": "en"}),
    ("GET", f"{API}/documents"): READ,
    ("GET", f"{API}/documents/{{name:str}}"): READ,
    ("GET", f"{API}/minutes/life"): READ,
    ("POST", f"{API}/minutes/life/moves"): Rule("edit", run=False, body={"move": "send"}),
    ("POST", f"{API}/minutes/life/signatures"): Rule(
        "signed", body={"slot": 0, "name": "Kim", "password": "falsch"}
    ),
    ("POST", f"{API}/minutes/life/signatures/files"): Rule(
        "signed", query="?slot=0&name=Kim&kind=pdf&filename=a.pdf"
    ),
    ("GET", "/api/v1/protocols/{edition_id:str}"): SIGNED,
    ("GET", "/api/v1/protocols/{edition_id:str}/{stage:str}/{part:str}/{name:str}"): SIGNED,
    ("GET", "/api/v1/deadlines"): SIGNED,
    ("GET", f"{API}/transcript"): READ,
    ("GET", f"{API}/outcomes"): READ,
    ("GET", f"{API}/minutes"): READ,
    ("GET", f"{API}/risks"): EDIT,
    ("GET", f"{API}/minutes/confirmed"): EDIT,
    ("GET", f"{API}/review-share"): EDIT,
    ("POST", f"{API}/confirmations"): Rule(
        "edit", run=False, body=ONCE | {"claim": "vote-0", "answer": "right"}
    ),
    ("GET", f"{API}/transcript/work"): EDIT,
    ("GET", f"{API}/transcript/work/changes"): Rule("edit", query="?since=0"),
    ("POST", f"{API}/transcript/work/edits"): Rule("edit", run=False, query="?since=0", body={"edits": []}),
    ("POST", f"{API}/transcript/work/edits/{{seq:str}}/undo"): Rule(
        "edit", run=False, query="?since=0", body=ONCE
    ),
    ("GET", f"{API}/transcript/work/edits"): EDIT,
    ("GET", f"{API}/minutes/work"): EDIT,
    ("GET", f"{API}/minutes/work/changes"): EDIT,
    ("POST", f"{API}/minutes/work/changes"): Rule("edit", run=False, body=CHAIR),
    ("POST", f"{API}/minutes/work/changes/{{seq:str}}/undo"): Rule("edit", run=False, body=ONCE),
    ("POST", f"{API}/minutes/work/differences"): Rule(
        "edit", run=False, body=ONCE | {"path": ["chair"], "take": False}
    ),
    ("GET", f"{API}/recordings"): KNOWN,
    ("POST", f"{API}/recordings"): Rule("edit", run=False, query="?filename=a.wav"),
    ("DELETE", f"{API}/recordings/{{recording_id:str}}"): CHANGE,
    ("PATCH", f"{API}/recordings/{{recording_id:str}}"): Rule("edit", run=False, body={"position": 0}),
    ("GET", f"{API}/uploads"): EDIT,
    ("POST", f"{API}/uploads"): Rule("signed"),
    ("GET", f"{API}/processing"): WATCH,
    ("GET", f"{API}/processing/events"): STREAM,
    ("POST", f"{API}/processing/start"): CHANGE,
    ("POST", f"{API}/processing/cancel"): EDIT,
    ("POST", f"{API}/processing/retry"): CHANGE,
    ("POST", f"{API}/processing/forward"): EDIT,
    ("POST", f"{API}/processing/again/{{stage:str}}"): CHANGE,
    ("POST", f"{API}/release"): CHANGE,
    ("DELETE", f"{API}/release"): CHANGE,
    ("GET", f"{API}/links"): EDIT,
    ("POST", f"{API}/links"): Rule("edit", run=False, body={"days": 3}),
    ("DELETE", f"{API}/links/{{link_id:str}}"): CHANGE,
    ("GET", "/api/v1/processing"): SIGNED,
    ("GET", "/api/v1/processing/events"): Rule("signed", run=False),
    ("POST", "/api/v1/uploads"): SIGNED,
    ("OPTIONS", "/api/v1/uploads"): SIGNED,
    ("OPTIONS", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("OPTIONS", f"{API}/uploads"): SIGNED,
    ("GET", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("HEAD", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("PATCH", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("POST", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("DELETE", "/api/v1/uploads/{upload_id:str}"): SIGNED,
    ("POST", "/api/v1/uploads/{upload_id:str}/decision"): SIGNED,
    ("GET", "/account"): Rule("account"),
    ("POST", "/account"): ACCOUNT,
    ("POST", "/account/password"): ACCOUNT,
    ("GET", "/account/second-factor"): ACCOUNT,
    ("POST", "/account/second-factor"): ACCOUNT,
    ("POST", "/account/second-factor/begin"): ACCOUNT,
    ("POST", "/account/second-factor/codes"): ACCOUNT,
    ("POST", "/account/second-factor/end"): ACCOUNT,
    ("POST", "/account/sessions/{session_id:str}/end"): ACCOUNT,
    ("POST", "/account/tokens"): ACCOUNT,
    ("POST", "/account/tokens/{token_id:str}/revoke"): ACCOUNT,
    ("GET", "/api/v1/me"): SIGNED,
    ("PATCH", "/api/v1/me"): ACCOUNT,
    ("PUT", "/api/v1/me/password"): ACCOUNT,
    ("POST", "/api/v1/me/second-factor"): ACCOUNT,
    ("PUT", "/api/v1/me/second-factor"): ACCOUNT,
    ("POST", "/api/v1/me/second-factor/codes"): ACCOUNT,
    ("POST", "/api/v1/me/second-factor/end"): ACCOUNT,
    ("GET", "/api/v1/me/sessions"): Rule("account"),
    ("DELETE", "/api/v1/me/sessions/{session_id:str}"): ACCOUNT,
    ("GET", "/api/v1/me/tokens"): Rule("account"),
    ("POST", "/api/v1/me/tokens"): ACCOUNT,
    ("DELETE", "/api/v1/me/tokens/{token_id:str}"): ACCOUNT,
    ("GET", "/users"): Rule("accounts"),
    ("POST", "/users"): Rule("signed"),
    ("GET", "/users/{account_id:str}"): Rule("accounts"),
    ("POST", "/users/{account_id:str}/link"): ACCOUNTS,
    ("POST", "/users/{account_id:str}/lock"): ACCOUNTS,
    ("POST", "/users/{account_id:str}/unlock"): ACCOUNTS,
    ("POST", "/users/{account_id:str}/grants"): Rule("signed", run=False),
    ("POST", "/users/{account_id:str}/grants/{grant_id:str}/take"): ACCOUNTS,
    ("GET", "/bodies"): SIGNED,
    ("POST", "/bodies"): Rule("signed"),
    ("POST", "/bodies/{body_id:str}/organizations"): Rule("signed"),
    ("POST", "/bodies/{body_id:str}/state"): Rule("run", form={"state": ""}),
    ("GET", "/api/v1/accounts"): Rule("accounts"),
    ("POST", "/api/v1/accounts"): Rule(
        "accounts",
        run=False,
        body={"email": "a@b.example", "name": "A", "role": "administrator", "body": "TOWN"},
    ),
    ("GET", "/api/v1/accounts/{account_id:str}"): Rule("accounts"),
    ("POST", "/api/v1/accounts/{account_id:str}/grants"): Rule(
        "accounts", run=False, body={"role": "administrator", "body": "TOWN"}
    ),
    ("POST", "/api/v1/accounts/{account_id:str}/lock"): ACCOUNTS,
    ("POST", "/api/v1/accounts/{account_id:str}/unlock"): ACCOUNTS,
    ("POST", "/api/v1/accounts/{account_id:str}/password-link"): ACCOUNTS,
    ("DELETE", "/api/v1/grants/{grant_id:str}"): ACCOUNTS,
    ("GET", "/api/v1/bodies"): SIGNED,
    ("POST", "/api/v1/bodies"): Rule("operate", run=False, body={"name": "Neustadt"}),
    ("GET", "/api/v1/bodies/{body_id:str}"): SIGNED,
    ("PATCH", "/api/v1/bodies/{body_id:str}"): Rule("run", body={"name": "Aheim"}),
    ("GET", "/api/v1/bodies/{body_id:str}/organizations"): SIGNED,
    ("POST", "/api/v1/bodies/{body_id:str}/organizations"): Rule("signed"),
    ("GET", "/api/v1/bodies/{body_id:str}/organizations/{organization_id:str}"): SIGNED,
    ("PATCH", "/api/v1/bodies/{body_id:str}/organizations/{organization_id:str}"): Rule(
        "run", body={"name": "Rat"}
    ),
    ("GET", "/api/v1/states"): SIGNED,
    ("GET", "/audit"): Rule("audit"),
    ("GET", "/audit/export.csv"): Rule("audit"),
    ("GET", "/audit/export.jsonl"): Rule("audit"),
    ("GET", "/api/v1/audit"): Rule("audit"),
    ("GET", "/api/v1/audit/export"): Rule("audit"),
    ("GET", "/retention"): SIGNED,
    ("POST", "/retention/{body_id:str}/rules"): Rule("signed"),
    ("POST", "/retention/{body_id:str}/holds"): Rule("signed"),
    ("POST", "/retention/{body_id:str}/holds/{hold_id:str}/lift"): MANAGE,
    ("GET", "/api/v1/bodies/{body_id:str}/retention"): Rule("manage"),
    ("GET", "/api/v1/bodies/{body_id:str}/retention/rules/{kind:str}"): Rule("manage"),
    ("PUT", "/api/v1/bodies/{body_id:str}/retention/rules/{kind:str}"): Rule("signed"),
    ("POST", "/api/v1/bodies/{body_id:str}/retention/holds"): Rule("signed"),
    ("DELETE", "/api/v1/bodies/{body_id:str}/retention/holds/{hold_id:str}"): MANAGE,
    ("GET", "/glossary"): SIGNED,
    ("POST", "/glossary/{body_id:str}/corrections"): Rule("glossary", run=False, form={"written": "Bauhof"}),
    ("POST", "/glossary/{body_id:str}/terms/{term_id:str}"): Rule("glossary", run=False),
    ("POST", "/glossary/{body_id:str}/terms/{term_id:str}/remove"): Rule("glossary", run=False),
    ("GET", GLOSSARY): Rule("glossary"),
    ("POST", GLOSSARY): Rule("glossary", run=False, body={"term": "Bauhof"}),
    ("POST", f"{GLOSSARY}/corrections"): Rule(
        "glossary", run=False, body={"heard": "Bau hoff", "written": "Bauhof"}
    ),
    ("GET", f"{GLOSSARY}/{{term_id:str}}"): Rule("glossary", run=False),
    ("PATCH", f"{GLOSSARY}/{{term_id:str}}"): Rule("glossary", run=False, body={"confirmed": True}),
    ("DELETE", f"{GLOSSARY}/{{term_id:str}}"): Rule("glossary", run=False),
    ("GET", "/api/v1/inbox"): SIGNED,
    ("POST", "/api/v1/inbox/{file_id:str}/assign"): SIGNED,
    ("DELETE", "/api/v1/inbox/{file_id:str}"): SIGNED,
    ("GET", "/inbox"): SIGNED,
    ("POST", "/inbox/{file_id:str}/assign"): SIGNED,
    ("POST", "/inbox/{file_id:str}/dismiss"): SIGNED,
    ("GET", "/notifications"): SIGNED,
    ("POST", "/notifications/mail"): SIGNED,
    ("POST", "/notifications/webhooks"): SIGNED,
    ("POST", "/notifications/webhooks/{webhook_id:str}/enable"): SIGNED,
    ("POST", "/notifications/webhooks/{webhook_id:str}/remove"): SIGNED,
    ("GET", "/api/v1/notifications"): SIGNED,
    ("GET", "/api/v1/notifications/mail"): SIGNED,
    ("PUT", "/api/v1/notifications/mail"): SIGNED,
    ("POST", "/api/v1/notifications/webhooks"): SIGNED,
    ("POST", "/api/v1/notifications/webhooks/{webhook_id:str}/enable"): SIGNED,
    ("DELETE", "/api/v1/notifications/webhooks/{webhook_id:str}"): SIGNED,
}
