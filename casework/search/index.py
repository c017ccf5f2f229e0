"""The two indexes behind one interface. Words arrive folded and split by us, so both hold exactly the same.

Access is a word of the index (`xcase12`), never a subquery: `MATCH … AND rowid IN (SELECT …)` took minutes where
this takes milliseconds. Other filters (kind, status) are words too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

_SQLITE_FIND = """
SELECT d.id FROM search_fts JOIN search_doc d ON d.id = search_fts.rowid
WHERE search_fts MATCH :query AND (:before IS NULL OR search_fts.rowid < :before)
  AND (:since IS NULL OR d.on_date >= :since) AND (:until IS NULL OR d.on_date <= :until)
ORDER BY search_fts.rowid DESC LIMIT :limit
"""
# A frequent word is answered from the newest stretches alone; only where these hold too little is every hit fetched
# (which costs what the word is frequent). Materialised, because the planner would else walk the primary key backwards
# for a rare word. The dates are looked up only when they are asked for.
_KEPT = """(CAST(:before AS integer) IS NULL OR doc_id < :before)
  AND (CAST(:since AS date) IS NULL AND CAST(:until AS date) IS NULL OR EXISTS (SELECT 1 FROM search_doc d
    WHERE d.id = doc_id AND (CAST(:since AS date) IS NULL OR d.on_date >= CAST(:since AS date))
      AND (CAST(:until AS date) IS NULL OR d.on_date <= CAST(:until AS date))))"""
_POSTGRES_FIND = f"""
WITH top AS (SELECT coalesce(CAST(:before AS integer), max(doc_id), 0) / :stretch AS last FROM search_fts),
stretches AS (SELECT CAST('''=n' || last || ''' | ''=n' || greatest(last - 1, 0) || '''' AS tsquery) AS query FROM top),
newest AS MATERIALIZED (
  SELECT doc_id FROM search_fts
  WHERE words @@ (CAST(:query AS tsquery) && (SELECT query FROM stretches)) AND {_KEPT}),
hits AS MATERIALIZED (
  SELECT doc_id FROM search_fts
  WHERE (SELECT count(*) FROM newest) < :limit AND words @@ CAST(:query AS tsquery) AND {_KEPT})
SELECT doc_id FROM newest UNION SELECT doc_id FROM hits ORDER BY doc_id DESC LIMIT :limit
"""  # noqa: S608 - made of literals of ours
# Ids of one stretch: what stands in one document of ten, or more, is found within two of them.
_STRETCH = 2048


@dataclass(frozen=True)
class Word:
    """One word of a query in all its forms; `prefix`: whatever follows is welcome."""

    forms: frozenset[str]
    prefix: bool = False


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def write(session: Session, doc_id: int, words: Sequence[str], filters: Sequence[str]) -> None:
    """Put a document's words into the index, in place of those it had."""
    erase(session, doc_id)
    write_new(session, [(doc_id, words, filters)])


def write_new(session: Session, documents: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Put documents into the index (number, words, filters) that were never in it, in one statement."""
    if not documents:
        return
    if _is_postgres(session):
        statement = "INSERT INTO search_fts (doc_id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
        rows: list[dict[str, object]] = [
            {"id": key, "words": sorted({*words, *map(_mark, [*filters, f"n{key // _STRETCH}"])})}
            for key, words, filters in documents
        ]
    else:
        statement = "INSERT INTO search_fts (rowid, words, filters) VALUES (:id, :words, :filters)"
        rows = [
            {"id": key, "words": " ".join(words), "filters": " ".join(filters)} for key, words, filters in documents
        ]
    session.connection().execute(text(statement), rows)


def _mark(token: str) -> str:
    """A filter beside the words in one tsvector: no folded word holds this sign, so no query can ask for it."""
    return f"={token}"


def erase(session: Session, doc_id: int) -> None:
    """Take a document out of the index."""
    key = "doc_id" if _is_postgres(session) else "rowid"
    session.execute(text(f"DELETE FROM search_fts WHERE {key} = :id"), {"id": doc_id})  # noqa: S608 - a literal of ours


def clear(session: Session) -> None:
    """Empty the index, to build it anew."""
    session.execute(text("DELETE FROM search_fts"))


def matching(
    session: Session,
    words: Sequence[Word],
    filters: Sequence[Sequence[str]],
    *,
    since: str | None,
    until: str | None,
    before: int | None,
    limit: int,
) -> list[int]:
    """Ids of documents that have every word and one of each group of filters, newest first."""
    postgres = _is_postgres(session)
    query = _tsquery(words, filters) if postgres else _match(words, filters)
    values = {"query": query, "since": since, "until": until, "before": before, "limit": limit}
    if postgres:
        values["stretch"] = _STRETCH
    rows = session.execute(text(_POSTGRES_FIND if postgres else _SQLITE_FIND), values)
    return [int(row[0]) for row in rows]


def _match(words: Sequence[Word], filters: Sequence[Sequence[str]]) -> str:
    """FTS5's query language; words are letters and digits only, so quotes cannot be broken out of."""
    parts = ["filters : (" + " OR ".join(f'"{token}"' for token in group) + ")" for group in filters]
    for word in words:
        star = "*" if word.prefix else ""
        parts.append("words : (" + " OR ".join(f'"{form}"{star}' for form in sorted(word.forms)) + ")")
    return " AND ".join(parts)


def _tsquery(words: Sequence[Word], filters: Sequence[Sequence[str]]) -> str:
    """PostgreSQL's query language."""
    parts = ["(" + " | ".join(f"'{_mark(token)}'" for token in group) + ")" for group in filters]
    for word in words:
        star = ":*" if word.prefix else ""
        parts.append("(" + " | ".join(f"'{form}'{star}" for form in sorted(word.forms)) + ")")
    return " & ".join(parts)
