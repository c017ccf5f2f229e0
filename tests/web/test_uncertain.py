"""A date field: read back in the reader's words, with a picker that sends nothing of its own."""

from flask.testing import FlaskClient
from sqlmodel import Session

from tests.factories import login, make_account


def test_a_date_is_read_back_in_words_and_in_the_readers_language(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)

    def read(text: str) -> str:
        return client.get("/dates/read", query_string={"text": text}).text.strip()

    assert read("../2025-03-08") == "read as: not after 8 March 2025"
    assert read("٢٠٢٥-٠٣~") == "read as: about March 2025"
    assert read("soon") == "Write a date as 2025-03-08, a month as 2025-03 or a year as 2025."
    assert read("<b>") == read("soon")
    assert read(" ") == ""
    client.get("/language/ar")
    assert read("/2025-03-08") == "يُقرأ: في موعد لا يتجاوز 8 آذار 2025"


def test_a_form_reads_a_date_back_without_a_script_and_its_picker_has_no_names(
    client: FlaskClient, db: Session
) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    page = client.get("/units/new").text
    picker = page.split("data-date-picker hidden>")[1].split("</details>")[0]
    assert " name=" not in picker
    assert page.count("data-date-read") >= 2
