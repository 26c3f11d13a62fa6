"""The check of a municipality's own template of Word, before it is used."""

from minutes.render.checking.check import check_template
from minutes.render.checking.fields import FieldRow, field_rows, field_table
from minutes.render.checking.findings import KindFit, Place, TemplateFinding, TemplateReport
from minutes.render.checking.safety import LARGEST
from minutes.render.checking.sample import sample_minutes
from minutes.render.checking.standard import standard_template

__all__ = (
    "LARGEST",
    "FieldRow",
    "KindFit",
    "Place",
    "TemplateFinding",
    "TemplateReport",
    "check_template",
    "field_rows",
    "field_table",
    "sample_minutes",
    "standard_template",
)
