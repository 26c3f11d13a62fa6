"""What a placeholder may say: fields, loops over lists, conditions; nothing else of Jinja.

Every name is followed to what it stands for, so that an unknown field is found wherever it stands, in a
branch never taken too. A loop within a loop goes over what belongs to the loop around it: the document
grows with the minutes and not with a power of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from minutes.render.checking.fields import LOOP, VIEW, Kind, Many, Record, Text, nearest
from minutes.render.checking.findings import TemplateFinding
from minutes.render.environment import FILTERS, TESTS, environment

if TYPE_CHECKING:
    from jinja2 import nodes

    from minutes.render.checking.tags import Tag

DEEPEST = 6
"""Loops within loops."""


def check_tags(tags: Sequence[Tag]) -> list[TemplateFinding]:
    """Return what is wrong with the placeholders of one story, each with its paragraph."""
    import jinja2  # noqa: PLC0415  # only where a template is checked

    source = "\n".join(" ".join(tag.source.split()) for tag in tags)

    def at(line: int) -> Tag | None:
        return tags[min(max(line, 1), len(tags)) - 1] if tags else None

    try:
        tree = environment().parse(source)
    except jinja2.TemplateSyntaxError as error:
        tag = at(error.lineno)
        told = f"{tag.text if tag else ''} – {error.message}"
        place = tag.paragraph.place if tag else None
        return [TemplateFinding(code="syntax", level="error", place=place, name=told)]
    found = []
    for line, code, name, suggestion in _Reader().read(tree):
        tag = at(line)
        found.append(
            TemplateFinding(
                code=code,
                level="error",
                place=tag.paragraph.place if tag else None,
                name=name,
                suggestion=suggestion,
            )
        )
    return list(dict.fromkeys(found))


def check_source(source: str) -> list[TemplateFinding]:
    """Return what is wrong with the text that is really filled; places are not known any more."""
    import jinja2  # noqa: PLC0415  # as above

    try:
        tree = environment().parse(source)
    except jinja2.TemplateSyntaxError as error:
        return [TemplateFinding(code="syntax", level="error", name=str(error.message))]
    return [
        TemplateFinding(code=code, level="error", name=name, suggestion=suggestion)
        for _, code, name, suggestion in _Reader().read(tree)
    ]


_Wrong = tuple[int, str, str, str]
"""Line, code, what, suggestion."""


class _Reader:
    """Walks a parsed template with the names that are known at each place."""

    def __init__(self) -> None:
        self._wrong: list[_Wrong] = []
        self._loops: list[str] = []

    def read(self, tree: nodes.Template) -> list[_Wrong]:
        """Return what is wrong."""
        self._block(tree.body, {"view": VIEW})
        return self._wrong

    def _block(self, block: Sequence[nodes.Node], scope: dict[str, Kind]) -> None:
        from jinja2 import nodes as n  # noqa: PLC0415  # as above

        for node in block:
            if isinstance(node, n.Output):
                for shown in node.nodes:
                    self._output(shown, scope)
            elif isinstance(node, n.For):
                self._for(node, scope)
            elif isinstance(node, n.If):
                for one in (node, *node.elif_):
                    self._kind(one.test, scope)
                    self._block(one.body, scope)
                self._block(node.else_, scope)
            else:
                self._say(node, "not-allowed", type(node).__name__.lower())

    def _output(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        from jinja2 import nodes as n  # noqa: PLC0415  # as above

        if isinstance(node, n.TemplateData):
            return
        kind = self._kind(node, scope)
        if kind is not None and not isinstance(kind, Text):
            self._say(node, "no-text", _written(node))

    def _for(self, node: nodes.For, scope: dict[str, Kind]) -> None:
        from jinja2 import nodes as n  # noqa: PLC0415  # as above

        if not isinstance(node.target, n.Name) or node.recursive or len(self._loops) >= DEEPEST:
            self._say(node, "not-allowed", "for")
            return
        over = self._kind(node.iter, scope)
        if over is not None and not isinstance(over, Many):
            self._say(node, "no-list", _written(node.iter))
        if self._loops and _root(node.iter) != self._loops[-1]:
            self._say(node, "loop-in-loop", _written(node.iter))
        entry = over.entry if isinstance(over, Many) else None
        inner = {name: kind for name, kind in scope.items() if name != node.target.name} | {"loop": LOOP}
        if entry is not None:
            inner[node.target.name] = entry
        else:
            inner[node.target.name] = _UNKNOWN
        if node.test is not None:
            self._kind(node.test, inner)
        self._loops.append(node.target.name)
        self._block(node.body, inner)
        self._loops.pop()
        self._block(node.else_, scope)

    def _kind(self, node: nodes.Node, scope: dict[str, Kind]) -> Kind | None:  # noqa: PLR0911 - one of each
        """Return what an expression stands for; None where that is told as wrong already."""
        from jinja2 import nodes as n  # noqa: PLC0415  # as above

        if isinstance(node, n.Const) and isinstance(node.value, str | int | float | bool | None):
            return Text()
        if isinstance(node, n.Name):
            return self._name(node, scope)
        if isinstance(node, n.Getattr):
            return self._member(node, self._kind(node.node, scope), node.attr)
        if isinstance(node, n.Getitem):
            return self._item(node, scope)
        if isinstance(node, n.Filter) and node.name in FILTERS and node.node is not None:
            return self._filter(node, scope)
        if (
            isinstance(node, n.Test)
            and node.name in TESTS
            and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        ):
            self._kind(node.node, scope)
            for one in node.args:
                self._kind(one, scope)
            return Text()
        if isinstance(node, n.Concat | n.And | n.Or | n.Not | n.Compare | n.CondExpr):
            kinds = [self._kind(one, scope) for one in _operands(node)]
            return kinds[1] if isinstance(node, n.CondExpr) else Text()  # test, value, else
        self._say(node, "not-allowed", _written(node))
        return None

    def _name(self, node: nodes.Name, scope: dict[str, Kind]) -> Kind | None:
        kind = scope.get(node.name)
        if kind is None:
            self._say(node, "unknown-field", node.name, nearest(node.name, VIEW))
        return None if kind is _UNKNOWN else kind

    def _member(self, node: nodes.Node, kind: Kind | None, name: str) -> Kind | None:
        if kind is None:
            return None
        if isinstance(kind, Many):
            self._say(node, "list-member", _written(node).rpartition(".")[0])
            return None
        if isinstance(kind, Text):
            self._say(node, "unknown-field", _written(node), nearest(name, VIEW))
            return None
        found = kind.members.get(name)
        if found is None:
            self._say(node, "unknown-field", _written(node), nearest(name, kind))
        return found

    def _item(self, node: nodes.Getitem, scope: dict[str, Kind]) -> Kind | None:
        from jinja2 import nodes as n  # noqa: PLC0415  # as above

        kind, key = self._kind(node.node, scope), node.arg
        if kind is None:
            return None
        if isinstance(key, n.Const) and isinstance(key.value, int) and isinstance(kind, Many):
            return kind.entry
        if isinstance(key, n.Const) and isinstance(key.value, str) and isinstance(kind, Record):
            return self._member(node, kind, key.value)
        self._say(node, "not-allowed", "[…]")
        return None

    def _filter(self, node: nodes.Filter, scope: dict[str, Kind]) -> Kind | None:
        kind = self._kind(node.node, scope) if node.node is not None else None
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._say(node, "not-allowed", f"|{node.name}(…)")
        for one in node.args:
            self._kind(one, scope)
        if node.name in {"first", "last"}:
            return kind.entry if isinstance(kind, Many) else kind
        return kind if node.name == "default" else Text()

    def _say(self, node: nodes.Node, code: str, name: str, suggestion: str = "") -> None:
        self._wrong.append((node.lineno, code, name, suggestion))


_UNKNOWN = Record("?", {})
"""Entries of what is no list: told once, at the loop."""


def _operands(node: nodes.Node) -> Iterator[nodes.Node]:
    from jinja2 import nodes as n  # noqa: PLC0415  # as above

    for child in node.iter_child_nodes():
        yield child.expr if isinstance(child, n.Operand) else child


def _root(node: nodes.Node) -> str:
    """Return the name that an expression begins with."""
    from jinja2 import nodes as n  # noqa: PLC0415  # as above

    while isinstance(node, n.Getattr | n.Getitem | n.Filter) and node.node is not None:
        node = node.node
    return node.name if isinstance(node, n.Name) else ""


def _written(node: nodes.Node) -> str:
    """Return an expression about as it was written."""
    from jinja2 import nodes as n  # noqa: PLC0415  # as above

    if isinstance(node, n.Name):
        return str(node.name)
    if isinstance(node, n.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, n.Getitem):
        return f"{_written(node.node)}[…]"
    if isinstance(node, n.Filter):
        return f"{_written(node.node) if node.node is not None else ''}|{node.name}"
    if isinstance(node, n.Call):
        return f"{_written(node.node)}(…)"
    return type(node).__name__.lower()
