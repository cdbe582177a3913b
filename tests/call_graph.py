"""Which functions of a package reach a write, read from their source: by calls, tables of functions, closures.

Whoever only names a function may call it: a table of functions, a `partial` and a closure are the same here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Node = tuple[str, str]  # module and name
# What opens a transaction: `station.write()`, `self._station.write()`, `store.write()`, `station.acting_as(…).write()`.
OWNER = re.compile(r"(^|[._])(station|store)$|\.acting_as\(.*\)$", re.DOTALL)


@dataclass
class _Scope:
    """What one module-level definition names, and whether it opens a transaction itself."""

    names: set[Node] = field(default_factory=set)
    writes: bool = False


def parsed(sources: dict[str, str]) -> dict[str, ast.Module]:
    return {module: ast.parse(source) for module, source in sources.items()}


def reaching(sources: dict[str, str]) -> set[Node]:
    """Every module-level name from which a write can be reached within these modules."""
    trees = parsed(sources)
    defined = {(module, name) for module, tree in trees.items() for name, _ in _definitions(tree)}
    scopes = {
        (module, name): _scope(module, body, _imports(trees, module, defined), defined)
        for module, tree in trees.items()
        for name, body in _definitions(tree)
    }
    found = {node for node, scope in scopes.items() if scope.writes}
    while more := {node for node, scope in scopes.items() if node not in found and scope.names & found}:
        found |= more
    return found


def public_first(sources: dict[str, str], annotation: str) -> set[Node]:
    """Public module-level functions whose first parameter is annotated so."""
    found = set()
    for module, tree in parsed(sources).items():
        for name, body in _definitions(tree):
            if isinstance(body, ast.FunctionDef | ast.AsyncFunctionDef) and not name.startswith("_"):
                first = [*body.args.posonlyargs, *body.args.args][:1]
                if first and first[0].annotation is not None and _text(first[0].annotation) == annotation:
                    found.add((module, name))
    return found


def _text(annotation: ast.expr) -> str:
    return str(annotation.value) if isinstance(annotation, ast.Constant) else ast.unparse(annotation)


def _definitions(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    """Functions, classes and assignments of a module, also those under an `if` or a `try`."""
    found: list[tuple[str, ast.stmt]] = []
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append((one.name, one))
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            found += [(name.id, one) for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        else:
            waiting += [child for child in ast.iter_child_nodes(one) if isinstance(child, ast.stmt)]
    return found


def _imports(trees: dict[str, ast.Module], module: str, defined: set[Node]) -> dict[str, Node | str]:
    """What the names of a module mean: a definition here or elsewhere, or a whole module."""
    meaning: dict[str, Node | str] = {}
    for one in ast.walk(trees[module]):
        if isinstance(one, ast.ImportFrom):
            for alias in one.names:
                if f"{one.module}.{alias.name}" in trees:
                    meaning[alias.asname or alias.name] = f"{one.module}.{alias.name}"
                elif (one.module or "", alias.name) in defined:
                    meaning[alias.asname or alias.name] = (one.module or "", alias.name)
        elif isinstance(one, ast.Import):
            meaning.update({alias.asname: alias.name for alias in one.names if alias.asname and alias.name in trees})
    return {**meaning, **{name: (of, name) for of, name in defined if of == module}}


def _scope(module: str, body: ast.stmt, meaning: dict[str, Node | str], defined: set[Node]) -> _Scope:
    """Everything that a definition names; its own parameters and variables mean nothing outside."""
    own = _bound(body) if isinstance(body, ast.FunctionDef | ast.AsyncFunctionDef) else set()
    scope = _Scope()
    for one in _said(body):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id not in own:
            named = meaning.get(one.id)
            if isinstance(named, tuple):
                scope.names.add(named)
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            of = meaning.get(one.value.id)
            if isinstance(of, str) and one.value.id not in own:
                scope.names.add((of, one.attr))
        scope.writes = scope.writes or _opens(one)
    return scope


def _said(body: ast.AST) -> Iterator[ast.AST]:
    """Everything in it but the annotations: whoever names a type calls nothing."""
    yield body
    for name, value in ast.iter_fields(body):
        if name not in ("annotation", "returns"):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, ast.AST):
                    yield from _said(one)


def _bound(body: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    inner = list(ast.walk(body))
    names = {one.id for one in inner if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return names | {one.arg for one in inner if isinstance(one, ast.arg)}


def _opens(one: ast.AST) -> bool:
    """Whether this is `.write` of a station or a store, or any `.write(…)` that is entered: no file is."""
    if isinstance(one, ast.withitem):
        called = one.context_expr
        return isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) and called.func.attr == "write"
    return isinstance(one, ast.Attribute) and one.attr == "write" and bool(OWNER.search(ast.unparse(one.value)))
