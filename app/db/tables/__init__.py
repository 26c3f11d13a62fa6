"""The tables, by area; imported as ``from app.db import tables as t``."""

from app.db.tables.access import Account, MeetingLink, RoleGrant, RolePermission
from app.db.tables.base import Entity, Row, metadata, now
from app.db.tables.bodies import Body, Membership, Organization, Person
from app.db.tables.confirmations import ClaimAnswer
from app.db.tables.corrections import DeskPresence, TranscriptEdit, TranscriptWork
from app.db.tables.editions import (
    EditionDocument,
    EditionSignature,
    EditionStanding,
    MinutesEdition,
    MinutesLife,
    MinutesStep,
)
from app.db.tables.glossary import GlossaryTerm
from app.db.tables.meetings import AgendaItem, Meeting, Participant
from app.db.tables.minutes import MinutesChange, MinutesWork, WordExport
from app.db.tables.notifications import MailWish, Webhook, WebhookDelivery
from app.db.tables.oparl import OParlObject
from app.db.tables.processing import (
    Checkpoint,
    PeriodicRun,
    Processing,
    StageProgressRow,
    WindowCheckpoint,
    WorkerRow,
)
from app.db.tables.recordings import Blob, MeetingFile, Recording
from app.db.tables.records import AuditEntry, DeletionRecord, LegalHold, RetentionRule
from app.db.tables.results import ResultDocument
from app.db.tables.search import (
    MeaningPending,
    PassageMeaning,
    PassageRow,
    SearchPending,
    SearchWord,
)
from app.db.tables.signin import ApiToken, OneTimeLink, SecondFactor, SignInSession, SignInThrottle
from app.db.tables.templates import BodyTemplate
from app.db.tables.uploads import InboxFile, Upload

__all__ = (
    "Account",
    "AgendaItem",
    "ApiToken",
    "AuditEntry",
    "Blob",
    "Body",
    "BodyTemplate",
    "Checkpoint",
    "ClaimAnswer",
    "DeletionRecord",
    "DeskPresence",
    "EditionDocument",
    "EditionSignature",
    "EditionStanding",
    "Entity",
    "GlossaryTerm",
    "InboxFile",
    "LegalHold",
    "MailWish",
    "MeaningPending",
    "Meeting",
    "MeetingFile",
    "MeetingLink",
    "Membership",
    "MinutesChange",
    "MinutesEdition",
    "MinutesLife",
    "MinutesStep",
    "MinutesWork",
    "OParlObject",
    "OneTimeLink",
    "Organization",
    "Participant",
    "PassageMeaning",
    "PassageRow",
    "PeriodicRun",
    "Person",
    "Processing",
    "Recording",
    "ResultDocument",
    "RetentionRule",
    "RoleGrant",
    "RolePermission",
    "Row",
    "SearchPending",
    "SearchWord",
    "SecondFactor",
    "SignInSession",
    "SignInThrottle",
    "StageProgressRow",
    "TranscriptEdit",
    "TranscriptWork",
    "Upload",
    "Webhook",
    "WebhookDelivery",
    "WindowCheckpoint",
    "WordExport",
    "WorkerRow",
    "metadata",
    "now",
)
