"""The pages: one controller per resource."""

from app.web.controllers.account import AccountController
from app.web.controllers.ai import AiController
from app.web.controllers.audit import AuditController
from app.web.controllers.bodies import BodyController
from app.web.controllers.checking import CheckingController
from app.web.controllers.correcting import CorrectingController
from app.web.controllers.documents import DocumentController
from app.web.controllers.editing import EditController
from app.web.controllers.editions import DeadlineController, EditionController, LifeController
from app.web.controllers.glossary import GlossaryController
from app.web.controllers.health import HealthController
from app.web.controllers.inbox import InboxController
from app.web.controllers.login import LoginController
from app.web.controllers.meetings import MeetingController
from app.web.controllers.new import NewMeetingController
from app.web.controllers.notifications import NotificationController
from app.web.controllers.oparl import OParlController
from app.web.controllers.portal import PortalController
from app.web.controllers.processing import ProcessingController
from app.web.controllers.queue import QueueController
from app.web.controllers.recordings import RecordingController
from app.web.controllers.retention import RetentionController
from app.web.controllers.search import SearchController
from app.web.controllers.setup import SetupController
from app.web.controllers.sharing import SharingController
from app.web.controllers.templates import TemplateController
from app.web.controllers.users import UserController
from app.web.controllers.word import WordController
from app.web.controllers.writing import WritingController

__all__ = (
    "AccountController",
    "AiController",
    "AuditController",
    "BodyController",
    "CheckingController",
    "CorrectingController",
    "DeadlineController",
    "DocumentController",
    "EditController",
    "EditionController",
    "GlossaryController",
    "HealthController",
    "InboxController",
    "LifeController",
    "LoginController",
    "MeetingController",
    "NewMeetingController",
    "NotificationController",
    "OParlController",
    "PortalController",
    "ProcessingController",
    "QueueController",
    "RecordingController",
    "RetentionController",
    "SearchController",
    "SetupController",
    "SharingController",
    "TemplateController",
    "UserController",
    "WordController",
    "WritingController",
)
