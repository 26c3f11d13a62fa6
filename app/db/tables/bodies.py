"""Municipalities, their councils, and the people in them (OParl: Body, Organization, Person, Membership)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.tables.base import Entity


class Body(Entity):
    """A municipality; every row of every other area belongs to exactly one."""

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str | None]
    """Code of the state whose law its minutes follow (:mod:`minutes.profiles`); None: none in particular."""


class Organization(Entity):
    """A council or committee of a municipality."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"))
    name: Mapped[str]

    body: Mapped[Body] = relationship(lazy="raise")


class Person(Entity):
    """Somebody known to a municipality; two people of one name are two rows."""

    __tablename__ = "person"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]


class Membership(Entity):
    """What a person is in a council, as the latest roster says."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organization_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str]
    office: Mapped[str | None]
    party: Mapped[str | None]
    votes: Mapped[bool] = mapped_column(default=True)

    person: Mapped[Person] = relationship(lazy="raise")
