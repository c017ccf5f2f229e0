"""What is the same for every application and every engine of a run is made once; tests make thousands of them.

Nothing here changes what a test sees: compiled templates, compiled addresses and compiled statements are the same for
all, and each engine still has connections of its own.
"""

import gc
from typing import Any, ClassVar, Self

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Compiling the templates took a third of the time."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


class OneDialect:
    """All engines of one kind share SQLAlchemy's dialect, and with it the statements that were compiled for it."""

    _made: ClassVar[dict[Any, Any]] = {}
    _statements: ClassVar[dict[Any, Any]] = {}

    def __new__(cls, **options: Any) -> Self:
        key = (cls, *sorted((name, repr(value)) for name, value in options.items()))
        if key not in cls._made:
            cls._made[key] = super().__new__(cls)
        found: Self = cls._made[key]
        return found

    def __init__(self, **options: Any) -> None:
        if "dbapi" not in vars(self):
            super().__init__(**options)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls._statements)


class OneSQLite(OneDialect, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class OnePostgres(OneDialect, PGDialect_psycopg):
    supports_statement_cache = True


def _compile_addresses_once() -> None:
    """Werkzeug takes each of some four hundred rules of each application apart and makes two functions of it."""
    compiled: dict[Any, Rule] = {}
    compile_rule = Rule.compile

    def once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, rule.map.host_matching, rule.merge_slashes, repr(rule.defaults))
        first = compiled.setdefault(key, rule)
        if first is rule:
            compile_rule(rule)
            return
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments |= first.arguments
        rule._build = first._build.__func__.__get__(rule)
        rule._build_unknown = first._build_unknown.__func__.__get__(rule)

    Rule.compile = once


def share() -> None:
    """Called before the first application is made."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}
    registry.register("sqlite", __name__, "OneSQLite")
    registry.register("postgresql.psycopg", __name__, "OnePostgres")
    _compile_addresses_once()


def settle() -> None:
    """What is there before the first test stays to the end: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
