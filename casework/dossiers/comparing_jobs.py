"""Reading the pages of two editions before they are compared: seconds that no request should take."""

from typing import Any

from casework.dossiers import comparing
from casework.dossiers.models import DossierVersion
from casework.i18n import _
from casework.jobs import JobContext, handler
from casework.storage import open_store


@handler(comparing.READ)
def read(job: JobContext) -> dict[str, Any]:
    """Keep the text of each edition's pages beside it, where that was not done yet. A second run finds it done."""
    language, keys = str(job.payload["language"]), [int(one) for one in job.payload["versions"]]
    store = open_store(job.settings)
    for at, key in enumerate(keys):
        job.progress(at, len(keys), _("Reading the pages"))
        with job.reading() as session:
            body = dict(session.get_one(DossierVersion, key).bodies[language])
        if not body.get("texts"):
            texts = comparing.read_pages(store, str(body["sha256"]))
            with job.session() as session:
                version = session.get_one(DossierVersion, key, with_for_update=True)
                if version.bodies[language]["sha256"] == body["sha256"]:  # else it was built again meanwhile
                    version.bodies = {**version.bodies, language: {**version.bodies[language], "texts": texts}}
                    session.commit()
    return {}
