"""Pages and interface of the service: the only place that knows Litestar."""

from app.web.application import create_web_app

__all__ = ("create_web_app",)
