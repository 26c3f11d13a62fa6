"""Checks objects and lists of OParl 1.1: which attributes a type has, of what kind, which it must have.

Written from the specification (1.1, chapter 3): names and kinds of attributes. What bears a vendor's prefix
is not looked at; an attribute without one that the type does not have is a mistake.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

SCHEMA = "https://schema.oparl.org/1.1/"

EVERY = "id:url type:str created:time modified:time deleted:bool license:str keyword:str* web:url"

MUST = {
    "System": "oparlVersion body",
    "Body": "name organization person meeting paper legislativeTerm",
    "AgendaItem": "order",
    "File": "accessUrl",
}

ATTRIBUTES = {
    "System": "oparlVersion:str otherOparlVersions:url* body:url name:str contactEmail:str contactName:str "
    "website:url vendor:url product:url",
    "Body": "system:url shortName:str name:str website:url licenseValidSince:time oparlSince:time ags:str "
    "rgs:str equivalent:url* contactEmail:str contactName:str organization:url person:url meeting:url "
    "paper:url legislativeTerm:LegislativeTerm* agendaItem:url consultation:url file:url locationList:url "
    "legislativeTermList:url membership:url classification:str location:Location mainOrganization:url",
    "LegislativeTerm": "body:url name:str startDate:date endDate:date",
    "Organization": "body:url name:str membership:url* meeting:url consultation:url shortName:str post:str* "
    "subOrganizationOf:url organizationType:str classification:str startDate:date endDate:date website:url "
    "location:Location externalBody:url memberCount:int votingMemberCount:int",
    "Person": "body:url name:str familyName:str givenName:str formOfAddress:str affix:str title:str* "
    "gender:str phone:str* email:str* location:url locationObject:Location status:str* "
    "membership:Membership* image:File life:str lifeSource:str",
    "Membership": "person:url organization:url role:str votingRight:bool startDate:date endDate:date "
    "onBehalfOf:url",
    "Meeting": "name:str meetingState:str cancelled:bool start:time end:time location:Location "
    "organization:url* participant:url* invitation:File resultsProtocol:File verbatimProtocol:File "
    "auxiliaryFile:File* agendaItem:AgendaItem*",
    "AgendaItem": "meeting:url number:str order:int name:str public:bool consultation:url result:str "
    "resolutionText:str resolutionFile:File auxiliaryFile:File* start:time end:time",
    "Paper": "body:url name:str reference:str date:date paperType:str relatedPaper:url* "
    "superordinatedPaper:url* subordinatedPaper:url* mainFile:File auxiliaryFile:File* location:Location* "
    "originatorPerson:url* underDirectionOf:url* originatorOrganization:url* consultation:Consultation*",
    "Consultation": "paper:url agendaItem:url meeting:url organization:url* authoritative:bool role:str",
    "File": "name:str fileName:str mimeType:str date:date size:int sha1Checksum:str sha512Checksum:str "
    "text:str accessUrl:url downloadUrl:url externalServiceUrl:url masterFile:url derivativeFile:url* "
    "fileLicense:url meeting:url* agendaItem:url* person:url paper:url*",
    "Location": "description:str geojson:any streetAddress:str room:str postalCode:str subLocality:str "
    "locality:str bodies:url* organizations:url* persons:url* meetings:url* papers:url*",
}

TYPES = tuple(ATTRIBUTES)


def problems_of(thing, expected=None):
    """Return what is wrong with an object, and with those inside it, in words."""
    kind = str(thing.get("type", "")).removeprefix(SCHEMA)
    if kind not in ATTRIBUTES or (expected is not None and kind != expected):
        return [f"type {thing.get('type')!r} where {expected or 'one of the twelve'} belongs"]
    known = dict(one.split(":") for one in f"{EVERY} {ATTRIBUTES[kind]}".split())
    gone = thing.get("deleted") is True
    must = ["id", "type", "created", "modified", *([] if gone else MUST.get(kind, "").split())]
    found = [f"{kind}: {name} is missing" for name in must if name not in thing]
    if gone:
        found += [f"{kind}: {name} of what is gone" for name in set(thing) - {*must, "deleted"}]
    for name, value in thing.items():
        if ":" in name:
            continue
        if name not in known:
            found.append(f"{kind}: no attribute {name}")
        else:
            found += [f"{kind}.{name}: {one}" for one in _wrong(value, known[name])]
    return found


def problems_of_page(answer):
    """Return what is wrong with a page of a list and the objects on it."""
    found = [f"list without {name}" for name in ("data", "pagination", "links") if name not in answer]
    found += [one for thing in answer.get("data", ()) for one in problems_of(thing)]
    return found + [
        f"link {name}: {one}" for name, link in answer["links"].items() for one in _wrong(link, "url")
    ]


def _wrong(value, kind):
    if kind.endswith("*"):
        if not isinstance(value, list):
            return [f"{value!r} is no list"]
        return [wrong for one in value for wrong in _wrong(one, kind[:-1])]
    if kind in ATTRIBUTES:
        return problems_of(value, kind) if isinstance(value, dict) else [f"{value!r} is no object"]
    return [] if _CHECKS[kind](value) else [f"{value!r} is no {kind}"]


def _is_url(value):
    return (
        isinstance(value, str)
        and urlsplit(value).scheme in {"http", "https"}
        and bool(urlsplit(value).netloc)
    )


def _is_time(value):
    try:
        return dt.datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _is_date(value):
    try:
        return bool(dt.date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


_CHECKS = {
    "url": _is_url,
    "time": _is_time,
    "date": _is_date,
    "str": lambda value: isinstance(value, str) and value != "",
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "any": lambda _: True,
}
