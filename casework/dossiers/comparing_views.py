"""Two versions of a dossier side by side, for those who work on the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.dossiers import comparing, comparing_jobs, composing, services
from casework.dossiers.comparing import Pages
from casework.dossiers.composer_views import bp
from casework.dossiers.flowing import Compared, Kind, Pair, Span
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import NotFound
from casework.i18n import _
from casework.storage import open_store
from casework.web import commit_download, current_actor, get_session, needs, release_session, render, saved, settings
from casework.web.progress import asks_for_inner

assert comparing_jobs  # noqa: S101 - importing it registers the job
MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """Pages one behind the other that differ in the same way: the number of the first difference, and the pages."""

    at: int
    kind: Kind
    pairs: list[Pair]


@dataclass(frozen=True)
class _Asked:
    """Two versions of a dossier in one language, and where they lie."""

    dossier: Dossier
    versions: tuple[DossierVersion, DossierVersion]
    language: str

    @property
    def values(self) -> dict[str, object]:
        """For the templates."""
        before, after = self.versions
        return {"dossier": self.dossier, "before": before.number, "after": after.number, "language": self.language}

    @property
    def address(self) -> str:
        """Of the list of their differences."""
        before, after = self.versions
        at = {"case_ref": g.case.reference, "ref": self.dossier.reference, "language": self.language}
        return url_for("composer.pages", before=before.number, after=after.number, **at)


@bp.get("/<ref>/compare")
@needs(Permission.DOSSIER_VIEW)
def choose(case_ref: str, ref: str) -> ResponseReturnValue:
    """Choose two versions and an edition."""
    return _choice(composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref))


def _choice(dossier: Dossier, chosen: Mapping[str, object] = MappingProxyType({}), problem: str = "") -> str:
    versions = composing.versions_of(get_session(), dossier)
    return render(
        "dossiers/compare.html", dossier=dossier, versions=versions, editions=services.LANGUAGES, chosen=chosen,
        problem=problem,
    )  # fmt: skip


@bp.post("/<ref>/compare")
@needs(Permission.DOSSIER_VIEW)
def start(case_ref: str, ref: str) -> ResponseReturnValue:
    """What was chosen: its pages are read, if nobody had them read before, and then compared."""
    language = request.form.get("language", "")
    before, after = (request.form.get(name, 0, type=int) for name in ("before", "after"))
    asked = _found(ref, before, after, language)
    for version in asked.versions:
        if language not in version.bodies:
            text = _("Version %(number)s has no edition in this language.", number=version.number)
            return _choice(asked.dossier, {"before": before, "after": after, "language": language}, text), 422
    _require(asked)
    comparing.start_reading(get_session(), current_actor(), versions=asked.versions, language=asked.language)
    return saved(asked.address)


@bp.get("/<ref>/compare/<int:before>/<int:after>/<language>")
@needs(Permission.DOSSIER_VIEW)
def pages(case_ref: str, ref: str, before: int, after: int, language: str) -> ResponseReturnValue:
    """The pages that differ; or how far their reading is."""
    asked = _asked(ref, before, after, language)
    if not comparing.are_read(asked.versions, language):
        return _reading(asked)
    if asks_for_inner():
        return Response(headers={"HX-Refresh": "true"})
    found, texts = _compared(asked)
    rows, first = _rows(found.pairs), max(0, request.args.get("from", 0, type=int))
    return render(
        "dossiers/compare_pages.html", **asked.values, total=len(found.pairs), rows=rows[first : first + MOST_SHOWN],
        counts=[len(one.words) for one in texts], old=texts[0], new=texts[1], kinds=Kind,
        next_from=first + MOST_SHOWN if len(rows) > first + MOST_SHOWN else None,
    )  # fmt: skip


def _rows(pairs: Sequence[Pair]) -> list[Row]:
    """A row for each page that changed; one for all that were added, removed or counted anew one behind the other."""
    rows = []
    for kind, group in groupby(enumerate(pairs), key=lambda one: one[1].kind):
        ones = list(group)
        for some in [[one] for one in ones] if kind is Kind.CHANGED else [ones]:
            rows.append(Row(some[0][0], kind, [pair for _at, pair in some]))
    return rows


def _reading(asked: _Asked) -> ResponseReturnValue:
    job = comparing.reading_of(get_session(), asked.versions, asked.language)
    inner = asks_for_inner()
    return render(
        "dossiers/_reading_pages.html" if inner else "dossiers/reading_pages.html", **asked.values, job=job,
        working=job is not None and job.state.is_under_way,
    )  # fmt: skip


@bp.get("/<ref>/compare/<int:before>/<int:after>/<language>/<int:at>")
@needs(Permission.DOSSIER_VIEW)
def pair(case_ref: str, ref: str, before: int, after: int, language: str, at: int) -> ResponseReturnValue:
    """Two pages side by side, with the differences before and after them one step away."""
    asked = _asked(ref, before, after, language)
    if not comparing.are_read(asked.versions, language):
        return redirect(asked.address)
    found, texts = _compared(asked)
    if at >= len(found.pairs):
        return redirect(asked.address)
    return render(
        "dossiers/compare_pair.html", **asked.values, at=at, pair=found.pairs[at], total=len(found.pairs),
        small=request.args.get("size") == "small", old=texts[0], new=texts[1], kinds=Kind,
    )  # fmt: skip


@bp.get("/<ref>/compare/<int:before>/<int:after>/<language>/v<int:number>/<int:page_number>.jpg")
@needs(Permission.DOSSIER_VIEW, writes=True)
def page_picture(
    case_ref: str, ref: str, before: int, after: int, language: str, number: int, page_number: int
) -> ResponseReturnValue:
    """The picture of one page; what the other version has not is underlined. A look, and logged as one."""
    asked = _asked(ref, before, after, language)
    version = asked.versions[number == after]
    if number not in (before, after) or not 0 < page_number <= version.bodies[language]["pages"]:
        raise NotFound
    words, spans = _differing(asked, page_number, is_later=number == after)
    store, digest = open_store(settings()), str(version.bodies[language]["sha256"])
    data = comparing.picture(store, digest, page_number, words, spans, small=request.args.get("size") == "small")
    comparing.record_look(
        get_session(), current_actor(), dossier=asked.dossier, version=version, language=language, page=page_number
    )
    commit_download()
    response = Response(data, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _differing(asked: _Asked, page: int, *, is_later: bool) -> tuple[list[str], list[Span]]:
    """The words of a page, and the runs of them that the other version has not; none while nobody had them read."""
    if not comparing.are_read(asked.versions, asked.language):
        release_session()
        return [], []
    found, texts = _compared(asked)
    return texts[is_later].words[page - 1], (found.new if is_later else found.gone).get(page, [])


def _asked(ref: str, before: int, after: int, language: str) -> _Asked:
    """What is asked for, when who asks may open both."""
    asked = _found(ref, before, after, language)
    _require(asked)
    return asked


def _found(ref: str, before: int, after: int, language: str) -> _Asked:
    session, actor = get_session(), current_actor()
    dossier = composing.find_dossier(session, actor, case=g.case, reference=ref)
    old, new = (services.find_version(session, actor, dossier=dossier, number=number) for number in (before, after))
    return _Asked(dossier, (old, new), language)


def _require(asked: _Asked) -> None:
    session, actor, where = get_session(), current_actor(), settings()
    for version in asked.versions:
        comparing.require_edition(
            session, actor, where, dossier=asked.dossier, version=version, language=asked.language
        )


def _compared(asked: _Asked) -> tuple[Compared, tuple[Pages, Pages]]:
    """What differs, and both texts. No transaction is open while files are read."""
    release_session()
    store = open_store(settings())
    old, new = (comparing.pages_of(store, version, asked.language) for version in asked.versions)
    return comparing.compared(old, new), (old, new)
