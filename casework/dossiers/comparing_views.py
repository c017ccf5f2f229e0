"""Two versions of a dossier side by side, for those who work on the case."""

from collections.abc import Sequence

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.dossiers import comparing, composing, services
from casework.dossiers.comparing import Pair, Side
from casework.dossiers.composer_views import bp
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import NotFound
from casework.storage import open_store
from casework.web import commit_download, current_actor, get_session, needs, release_session, render, settings

MOST_SHOWN = 50


@bp.get("/<ref>/compare")
@needs(Permission.DOSSIER_VIEW)
def choose(case_ref: str, ref: str) -> ResponseReturnValue:
    """Choose two versions and an edition; what was chosen leads to the comparison."""
    session = get_session()
    dossier = composing.find_dossier(session, current_actor(), case=g.case, reference=ref)
    versions = composing.versions_of(session, dossier)
    asked = [request.args.get(name, type=int) for name in ("before", "after")]
    language = request.args.get("language", "")
    if all(asked) and language in services.LANGUAGES:
        return redirect(
            url_for("composer.pages", case_ref=case_ref, ref=ref, before=asked[0], after=asked[1], language=language)
        )
    return render("dossiers/compare.html", dossier=dossier, versions=versions, editions=services.LANGUAGES)


@bp.get("/<ref>/compare/<int:before>/<int:after>/<language>")
@needs(Permission.DOSSIER_VIEW)
def pages(case_ref: str, ref: str, before: int, after: int, language: str) -> ResponseReturnValue:
    """The pages that differ."""
    dossier, digests, pairs = _compared(ref, before, after, language)
    start = max(0, request.args.get("from", 0, type=int))
    shown = list(enumerate(pairs))[start : start + MOST_SHOWN]
    return render(
        "dossiers/compare_pages.html", dossier=dossier, before=before, after=after, language=language, total=len(pairs),
        shown=shown, counts=[len(comparing.prints_of(open_store(settings()), one)) for one in digests],
        next_from=start + MOST_SHOWN if len(pairs) > start + MOST_SHOWN else None,
    )  # fmt: skip


@bp.get("/<ref>/compare/<int:before>/<int:after>/<language>/<int:at>")
@needs(Permission.DOSSIER_VIEW)
def pair(case_ref: str, ref: str, before: int, after: int, language: str, at: int) -> ResponseReturnValue:
    """Two pages side by side, with the differences before and after them one step away."""
    dossier, _digests, pairs = _compared(ref, before, after, language)
    if at >= len(pairs):
        return redirect(
            url_for("composer.pages", case_ref=case_ref, ref=ref, before=before, after=after, language=language)
        )
    small = request.args.get("size") == "small"
    return render(
        "dossiers/compare_pair.html", dossier=dossier, before=before, after=after, language=language, at=at,
        pair=pairs[at], total=len(pairs), small=small,
    )  # fmt: skip


@bp.get("/<ref>/compare/<int:number>/<language>/<int:page_number>.jpg")
@needs(Permission.DOSSIER_VIEW, writes=True)
def page_picture(case_ref: str, ref: str, number: int, language: str, page_number: int) -> ResponseReturnValue:
    """The picture of one page of a version; what a page of another has not is underlined. A look, and logged as one."""
    dossier = composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref)
    version = _version(dossier, number)
    shown = Side(_edition(dossier, version, language), page_number)
    beside, page = (request.args.get(name, type=int) for name in ("beside", "page"))
    other = Side(_edition(dossier, _version(dossier, beside), language), page) if beside and page else None
    if not 0 < page_number <= version.bodies[language]["pages"]:
        raise NotFound
    release_session()
    data = comparing.picture(open_store(settings()), shown, other, small=request.args.get("size") == "small")
    comparing.record_look(
        get_session(), current_actor(), dossier=dossier, version=version, language=language, page=page_number
    )
    commit_download()
    response = Response(data, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _edition(dossier: Dossier, version: DossierVersion, language: str) -> str:
    return comparing.edition(
        get_session(), current_actor(), settings(), dossier=dossier, version=version, language=language
    )


def _version(dossier: Dossier, number: int) -> DossierVersion:
    return services.find_version(get_session(), current_actor(), dossier=dossier, number=number)


def _compared(ref: str, before: int, after: int, language: str) -> tuple[Dossier, list[str], Sequence[Pair]]:
    """The dossier, the stored editions and the pages that differ. No transaction is open while files are read."""
    dossier = composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref)
    digests = [_edition(dossier, _version(dossier, number), language) for number in (before, after)]
    release_session()
    store = open_store(settings())
    old, new = (comparing.prints_of(store, digest) for digest in digests)
    return dossier, digests, comparing.aligned(old, new)
