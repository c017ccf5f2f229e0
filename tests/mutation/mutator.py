"""Small wrong versions of a module, one change each. Pure: source text in, code objects out.

Changed are comparisons, logic, numbers, words, branches, results, calls (an argument dropped), members of tables and
enumerations, and statements (dropped). Left alone: docstrings, type annotations, imports, decorators.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_OTHER_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_OTHER_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd}
_NOT_CODE = {"annotation", "returns", "decorator_list", "type_params", "bases"}
_LISTS = (ast.Tuple, ast.List, ast.Set)


@dataclass(frozen=True)
class Mutant:
    """One wrong version: the line that was changed, what it says now, and the compiled module."""

    line: str
    change: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.line}  →  {self.change}"


def mutants(source: str, filename: str) -> Iterator[Mutant]:
    """Every wrong version of the module, in the order of its syntax tree."""
    tree, lines = ast.parse(source), source.splitlines()
    siblings = _members(tree)
    for holder, key, node in list(_places(tree)):
        for wrong in _changes(node, siblings):
            _put(holder, key, wrong)
            ast.fix_missing_locations(ast.copy_location(wrong, node))
            change = ast.unparse(wrong).splitlines()[0]
            code = compile(tree, filename, "exec")
            _put(holder, key, node)
            yield Mutant(lines[node.lineno - 1].strip(), f"{ast.unparse(node).splitlines()[0]} ⇒ {change}", code)


def _put(holder: object, key: str | int, node: ast.AST) -> None:
    if isinstance(holder, list) and isinstance(key, int):
        holder[key] = node
    else:
        setattr(holder, str(key), node)


def _places(parent: ast.AST) -> Iterator[tuple[object, str | int, ast.AST]]:
    """Every place in the tree that holds a node, but for what is no code."""
    for name, value in ast.iter_fields(parent):
        if name in _NOT_CODE:
            continue
        for key, child in enumerate(value) if isinstance(value, list) else ((name, value),):
            if not isinstance(child, ast.AST) or _is_no_code(child):
                continue
            if hasattr(child, "lineno"):
                yield (value if isinstance(value, list) else parent), key, child
            yield from _places(child)


def _is_no_code(node: ast.AST) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Import | ast.ImportFrom)


def _members(tree: ast.AST) -> dict[str, list[str]]:
    """For each name, the constants of it that the module uses: Scope → CASE, GLOBAL, …"""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper():
            known = found.setdefault(node.value.id, [])
            known.extend({node.attr} - set(known))
    return found


def _changes(node: ast.AST, siblings: dict[str, list[str]]) -> Iterator[ast.AST]:
    yield from _values(node, siblings)
    yield from _logic(node)
    yield from _parts(node)
    yield from _statements(node)


def _values(node: ast.AST, siblings: dict[str, list[str]]) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield ast.Constant(node.value + "X")
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        members = siblings.get(node.value.id, []) if node.attr.isupper() else []
        if len(members) > 1:
            other = members[(members.index(node.attr) + 1) % len(members)]
            yield ast.Attribute(node.value, other, node.ctx)


def _logic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for operator in _OTHER_COMPARE[type(node.ops[0])]:
            yield ast.Compare(node.left, [operator()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for left_out in range(len(node.values)):
            kept = node.values[:left_out] + node.values[left_out + 1 :]
            yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _OTHER_ARITHMETIC:
        yield ast.BinOp(node.left, _OTHER_ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for place in range(len(node.args)):
            yield ast.Call(node.func, node.args[:place] + node.args[place + 1 :], node.keywords)
        for place in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, node.keywords[:place] + node.keywords[place + 1 :])
    elif isinstance(node, ast.Dict):
        for place in range(len(node.keys)):
            keys, values = node.keys[:place] + node.keys[place + 1 :], node.values[:place] + node.values[place + 1 :]
            yield ast.Dict(keys, values)
    elif isinstance(node, _LISTS) and not isinstance(getattr(node, "ctx", None), ast.Store):
        for place in range(len(node.elts) if len(node.elts) > 1 or not isinstance(node, ast.Set) else 0):
            yield type(node)(**{**dict(ast.iter_fields(node)), "elts": node.elts[:place] + node.elts[place + 1 :]})
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp) and node.generators[0].ifs:
        bare = ast.comprehension(node.generators[0].target, node.generators[0].iter, [], 0)
        yield type(node)(node.elt, [bare, *node.generators[1:]])


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If | ast.While):
        for answer in (True, False):
            if not (isinstance(node.test, ast.Constant) and node.test.value is answer):
                yield type(node)(ast.Constant(answer), node.body, node.orelse)
    elif isinstance(node, ast.Return) and not (node.value is None or isinstance(node.value, ast.Constant)):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr | ast.Raise | ast.AugAssign):
        yield ast.Pass()
