"""Every sentence that source code hands to the message catalogue, found without running it.

A literal counts where a parameter, a field or a name is annotated as
:data:`~visavi.messages.Sentence` or, said with blanks, :data:`~visavi.messages.Label`; also inside
tuples and mappings, and through a constant or variable of the same module. The members of the
enums named in :data:`SAID` are words that screens say, and the names of the model's fields stand
in the report of what is kept about somebody.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MARKS = ("Sentence", "Label")

SAID = frozenset(
    {
        "Carry",
        "Coverage",
        "Due",
        "EmploymentForm",
        "Modality",
        "Party",
        "PayRoute",
        "Progress",
        "Relation",
        "Responsible",
        "Section",
        "Severity",
        "State",
    }
)


class Found(NamedTuple):
    """A sentence, and where it stands."""

    sentence: str
    place: str


class _Sink(NamedTuple):
    """A parameter or field that takes sentences."""

    position: int
    """-1: by keyword only; behind a star, from this position on."""
    name: str
    annotation: ast.expr
    star: bool = False


Sinks = Mapping[str, list[_Sink]]


class Source(NamedTuple):
    """One module, read."""

    place: str
    tree: ast.Module


def sources(folders: Iterable[Path]) -> list[Source]:
    """All modules below the folders."""
    return [
        Source(path.as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
    ]


def sentences(modules: Iterable[Source]) -> list[Found]:
    """All sentences of these modules, each with every place; what has no word of its own is out."""
    every = list(modules)
    sinks, names = _sinks(every), _attributes(every)
    found = [one for module in every for one in _Reader(module, sinks, names).found()]
    return [one for one in found if has_words(one.sentence)]


def fields(sentence: str) -> set[str]:
    """The names in braces, as :func:`visavi.messages.fill` would fill them."""
    return {part.partition("}")[0] for part in sentence.split("{")[1:] if "}" in part}


def has_words(sentence: str) -> bool:
    """Whether anything is left to translate besides fields and signs."""
    rest = sentence
    for name in fields(sentence):
        rest = rest.replace(f"{{{name}}}", "")
    return any(letter.isalpha() for letter in rest)


def _mark(annotation: ast.expr | None) -> bool:
    return annotation is not None and any(
        isinstance(node, ast.Name) and node.id in MARKS for node in ast.walk(annotation)
    )


def _sinks(modules: Iterable[Source]) -> Sinks:
    """What takes sentences, by the name of function or class."""
    sinks: dict[str, list[_Sink]] = {}
    bases: dict[str, list[str]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if node.name != "__init__":
                    sinks.setdefault(node.name, []).extend(_parameters(node))
            elif isinstance(node, ast.ClassDef):
                bases[node.name] = [_last(base) for base in node.bases]
                sinks.setdefault(node.name, []).extend(_of_class(node))
    for name in bases:
        for base in _ancestors(name, bases):
            if not sinks[name]:
                sinks[name] = list(sinks.get(base, ()))
    return {name: found for name, found in sinks.items() if found}


def _ancestors(name: str, bases: Mapping[str, list[str]]) -> Iterator[str]:
    for base in bases.get(name, ()):
        yield base
        yield from _ancestors(base, bases) if base != name else ()


def _of_class(node: ast.ClassDef) -> list[_Sink]:
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            return _parameters(inner)
    fields = [inner for inner in node.body if isinstance(inner, ast.AnnAssign)]
    fields = [f for f in fields if not _last(f.annotation).startswith("ClassVar")]
    return [
        _Sink(position, _last(inner.target), inner.annotation)
        for position, inner in enumerate(fields)
        if _mark(inner.annotation)
    ]


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[_Sink]:
    given = [*node.args.posonlyargs, *node.args.args]
    if given and given[0].arg in ("self", "cls"):
        given = given[1:]
    found = [_Sink(i, a.arg, a.annotation) for i, a in enumerate(given) if a.annotation]
    found += [_Sink(-1, a.arg, a.annotation) for a in node.args.kwonlyargs if a.annotation]
    star = node.args.vararg
    if star is not None and star.annotation is not None:
        found.append(_Sink(len(given), star.arg, star.annotation, star=True))
    return [sink for sink in found if _mark(sink.annotation)]


def _attributes(modules: Iterable[Source]) -> Mapping[str, ast.expr]:
    """Class attributes and module constants that are annotated so; a subclass may only assign."""
    return {
        _last(inner.target): inner.annotation
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for inner in node.body
        if isinstance(inner, ast.AnnAssign) and _mark(inner.annotation)
    }


def _last(node: ast.expr) -> str:
    """The last name of ``a.b.c`` or ``a[b]``."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


class _Reader:
    """Reads one module."""

    def __init__(self, module: Source, sinks: Sinks, attributes: Mapping[str, ast.expr]) -> None:
        self._module = module
        self._sinks = sinks
        self._attributes = attributes
        self._values: dict[str, list[ast.expr]] = {}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._values.setdefault(_last(target), []).append(node.value)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                self._values.setdefault(_last(node.target), []).append(node.value)

    def found(self) -> Iterator[Found]:
        for node in ast.walk(self._module.tree):
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                if _mark(node.annotation):
                    yield from self._match(node.annotation, node.value)
            elif isinstance(node, ast.ClassDef):
                yield from self._class(node)
            elif isinstance(node, ast.FunctionDef) and _mark(node.returns):
                assert node.returns is not None
                yield from self._answers(node, node.returns)

    def _answers(self, node: ast.FunctionDef, annotation: ast.expr) -> Iterator[Found]:
        """What a function returns, or yields one by one."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield from self._match(annotation, inner.value)
            elif isinstance(inner, ast.Yield) and inner.value is not None:
                assert isinstance(annotation, ast.Subscript), "a generator says what it yields"
                yield from self._match(annotation.slice, inner.value)

    def _class(self, node: ast.ClassDef) -> Iterator[Found]:
        if "/visavi/model/" in self._module.place:
            for field in node.body:
                if isinstance(field, ast.AnnAssign):
                    name = _last(field.target).replace("_", " ")
                    yield Found(name, f"{self._module.place}:{field.lineno}")
        said = node.name in SAID and any("Enum" in _last(base) for base in node.bases)
        for inner in node.body:
            if isinstance(inner, ast.Assign):
                for target in inner.targets:
                    if said:
                        yield from self._literal(inner.value)
                    elif _last(target) in self._attributes:
                        yield from self._match(self._attributes[_last(target)], inner.value)

    def _call(self, node: ast.Call) -> Iterator[Found]:
        name = _last(node.func)
        if name == "__init__":
            for class_ in ast.walk(self._module.tree):
                if isinstance(class_, ast.ClassDef) and node in ast.walk(class_):
                    for base in class_.bases:
                        yield from self._arguments(node, self._sinks.get(_last(base), []))
            return
        if name == "get" or name not in self._sinks:
            return
        yield from self._arguments(node, self._sinks[name])

    def _arguments(self, node: ast.Call, sinks: Iterable[_Sink]) -> Iterator[Found]:
        for sink in sinks:
            if sink.star:
                for given in node.args[sink.position :]:
                    yield from self._match(sink.annotation, given)
            elif sink.position >= 0:
                yield from self._match(sink.annotation, self._at(node.args, sink.position))
            for keyword in node.keywords:
                if keyword.arg == sink.name:
                    yield from self._match(sink.annotation, keyword.value)

    def _at(self, given: list[ast.expr], position: int) -> ast.expr:
        """The argument of that position; behind a star, the first literal that follows."""
        stars = [i for i, one in enumerate(given[: position + 1]) if isinstance(one, ast.Starred)]
        if stars:
            rest = given[stars[0] + 1 :]
            return next((one for one in rest if isinstance(one, ast.Constant)), ast.Constant(None))
        return given[position] if position < len(given) else ast.Constant(None)

    def _match(self, annotation: ast.expr, value: ast.expr) -> Iterator[Found]:
        """The literals of the value at the places where the annotation has a mark."""
        if isinstance(value, ast.Name):
            for known in self._values.get(value.id, ()):
                if not isinstance(known, ast.Name):
                    yield from self._match(annotation, known)
            return
        if isinstance(annotation, ast.Name):
            if annotation.id in MARKS:
                yield from self._literal(value, blanks=annotation.id == "Label")
        elif isinstance(annotation, ast.BinOp):
            for side in (annotation.left, annotation.right):
                yield from self._match(side, value) if _mark(side) else ()
        elif isinstance(annotation, ast.Subscript) and _mark(annotation):
            yield from self._inside(annotation, value)

    def _inside(self, annotation: ast.Subscript, value: ast.expr) -> Iterator[Found]:
        parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else []
        single = parts[0] if parts else annotation.slice
        if isinstance(value, ast.IfExp):
            for branch in (value.body, value.orelse):
                yield from self._inside(annotation, branch)
        elif isinstance(value, ast.BinOp):
            for side in (value.left, value.right):
                yield from self._match(annotation, side)
        elif isinstance(value, ast.Starred):
            yield from self._match(annotation, value.value)
        elif isinstance(value, ast.Call) and _last(value.func) in ("frozenset", "set", "tuple"):
            for given in value.args:
                yield from self._match(annotation, given)
        elif isinstance(value, ast.Dict) and len(parts) == 2:
            for key, item in zip(value.keys, value.values, strict=True):
                yield from self._match(parts[0], key) if key and _mark(parts[0]) else ()
                yield from self._match(parts[1], item) if _mark(parts[1]) else ()
        elif isinstance(value, ast.Tuple | ast.List | ast.Set):
            each = len(parts) > 1 and not isinstance(parts[-1], ast.Constant)
            for i, item in enumerate(value.elts):
                shape = parts[i] if each and i < len(parts) else single
                whole = isinstance(item, ast.Starred)
                yield from self._match(annotation if whole else shape, item)
        elif _last(annotation) == "ClassVar":
            yield from self._match(annotation.slice, value)

    def _literal(
        self, value: ast.expr, *, blanks: bool = False, follow: bool = True
    ) -> Iterator[Found]:
        """The literals that an expression may turn out to be; names are followed once."""
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            text = value.value.replace("_", " ").replace("-", " ") if blanks else value.value
            yield Found(text, f"{self._module.place}:{value.lineno}")
            return
        inner: list[ast.expr] = []
        if isinstance(value, ast.IfExp):
            inner = [value.body, value.orelse]
        elif isinstance(value, ast.BoolOp):
            inner = value.values
        elif follow and isinstance(value, ast.Name):
            inner, follow = self._values.get(value.id, []), False
        elif follow and isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            tables = self._values.get(value.value.id, [])
            inner = [item for one in tables if isinstance(one, ast.Dict) for item in one.values]
            follow = False
        for one in inner:
            yield from self._literal(one, blanks=blanks, follow=follow)
