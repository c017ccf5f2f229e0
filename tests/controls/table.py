"""The safeguards of docs/threat-model.md, how each is switched off in a test, and the test that must then fail.

The application has no switch: a safeguard is off because a child of the tests put another function in its place.
"""

import contextlib
import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Control:
    """One row. `off`: what stands in for which function; `proof`: a test's id; `because`: how it must fail (regex)."""

    name: str
    proof: str
    because: str
    off: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    # Where the safeguard lives in a process that the test starts: the line that such a process runs first.
    off_in_children: str = ""


def _nothing(*_args: Any, **_more: Any) -> None:
    return None


def _empty(*_args: Any, **_more: Any) -> list[Any]:
    return []


def _yes(*_args: Any, **_more: Any) -> bool:
    return True


def _no(*_args: Any, **_more: Any) -> bool:
    return False


def _first(value: Any, *_args: Any, **_more: Any) -> Any:
    return value


def _believed(*_args: Any, **_more: Any) -> Any:
    from casework.sandbox import Produced

    return Produced()


def _clean(*_args: Any, **_more: Any) -> Any:
    from casework.evidence.clamav import Verdict
    from casework.evidence.viewing_models import ScanOutcome

    return Verdict(ScanOutcome.CLEAN)


def _not_encrypted(plain: Any, *_args: Any) -> tuple[Any, int]:
    data = plain.read()
    return io.BytesIO(data), len(data)


def _in_clear(_key: bytes, plain: bytes, _where: bytes) -> tuple[bytes, bytes]:
    return bytes(12), plain


def _allowed(*_args: Any, **_more: Any) -> Any:
    from casework.witnesses.consent import Answer, Reason

    return Answer(True, Reason.ALLOWED)


def _no_hidden(*_args: Any, **_more: Any) -> Any:
    from casework.access.compartments import NOTHING

    return NOTHING


def _altered_when_unread(_engine: Any, store: Any, held: Any, **_more: Any) -> Any:
    """A check that takes a file it could not read for one that was lost."""
    from casework.evidence.fixity import MISSING, Measured

    try:
        with store.open_stream(held.sha256) as stream:
            return Measured(held, sha256(stream.read()).hexdigest())
    except Exception:
        return Measured(held, MISSING)


def _words_of_the_origin(origin: Any) -> Any:
    from casework.evidence.details import ExhibitDetails

    return ExhibitDetails(title=origin.title, kind=origin.kind, claimed_content=origin.claimed_content)


def _child_that_copies(module: str, argument: str) -> list[str]:
    """A child whose pages stay what they were: what is drawn over a text does not remove it."""
    instead = "lambda source, options, out: (out.write(source.read()), {'pages': 2})[1]"
    lines = (
        f"import sys; sys.path[:] = {sys.path!r}",
        f"from casework.sandbox.tasks import redact_pages; redact_pages.produce = {instead}",
        f"from casework.sandbox.{module} import main; main()",
    )
    return [sys.executable, "-I", "-S", "-B", "-c", "; ".join(lines), argument]


def _answered_or_not(session: Any, actor: Any, exhibit: Any, number: int) -> Any:
    from casework.evidence.handovers import get_handover

    return get_handover(session, actor, exhibit=exhibit, number=number)


def _export_believed(report: Any, name: str, holds: bool | None, detail: str = "") -> None:
    report.checks.append((name, True if name == "export" else holds, detail))


def _still_open(session: Any, _settings: Any, token: str) -> Any:
    """A session that nothing ends."""
    from sqlmodel import col, select

    from casework.accounts import sessions
    from casework.accounts.models import Account, LoginSession

    joined = select(Account, LoginSession).join(LoginSession, col(LoginSession.account_id) == col(Account.id))
    return session.exec(joined.where(LoginSession.token_hash == sessions._hash(token))).first()


_SAYS_CONFINED = dict.fromkeys(("no_new_rights", "no_files", "other_user", "no_programs"), True)

CONTROLS = (
    Control(
        "identities are ciphertext wherever they lie",
        "tests/vault/test_keystore.py::test_no_file_holds_a_sealed_name_after_commit_or_rollback[sqlite]",
        "assert .* not in found",
        {"casework.vault.crypto.seal": _in_clear},
    ),
    Control(
        "what is typed and not saved is ciphertext",
        "tests/web/test_drafts.py::test_it_lies_sealed_and_comes_back_to_its_writer_alone[sqlite]",
        "Salma",
        {"casework.vault.crypto.seal": _in_clear},
    ),
    Control(
        "files are ciphertext wherever they lie",
        "tests/vault/test_bytes.py::test_no_byte_of_a_stored_file_is_plain[sqlite-exhibit]",
        "assert \\[.*== \\[\\]",
        {
            "casework.storage.frames.Sealer.seal": lambda _self, _number, plain: bytes(12) + bytes(plain) + bytes(16),
            "casework.storage.frames.Sealer.open": lambda _self, _number, stored: bytes(stored)[12:-16],
        },
    ),
    Control(
        "a destroyed key is gone from every file",
        "tests/vault/test_keystore.py::test_no_file_holds_a_shredded_key[sqlite]",
        "not in every_byte",
        {"casework.vault.keystore.Keystore.shred": _yes},
    ),
    Control(
        "an identity is shown after a fresh proof alone",
        "tests/app/test_fresh_factor.py::test_a_proof_of_four_minutes_ago_is_enough_and_one_of_six_is_not",
        "Location",
        {"casework.accounts.sessions.is_fresh": _yes},
    ),
    Control(
        "a session ends by age and by idleness",
        "tests/accounts/test_sessions.py::test_a_session_ends_by_age_and_by_idleness[sqlite-last_seen_at]",
        "is None",
        {"casework.accounts.sessions.resume": _still_open},
    ),
    Control(
        "the browser keeps no page",
        "tests/app/test_guard.py::test_every_answer_forbids_other_sites_inline_code_and_caching",
        "no-store",
        {"casework.web.headers._cache_control": lambda _response: "private"},
    ),
    Control(
        "offline custodians: the server cannot read what it wrote",
        "tests/vault/test_custodians.py::test_with_every_key_of_the_server_in_hand_the_name_is_not_readable[sqlite]",
        "age-encryption|startswith",
        {"casework.vault.custodians.seal_to": lambda _recipients, _where, value: value.encode()},
    ),
    Control(
        "a password alone opens nothing",
        "tests/accounts/test_factor_views.py::test_a_password_alone_opens_nothing",
        "Location",
        {"casework.app.guard.LoggedIn.next_step": _nothing},
    ),
    Control(
        "guessing is slowed down",
        "tests/accounts/test_sessions.py::"
        "test_too_many_failures_lock_the_account_for_a_while_even_for_the_right_password[sqlite]",
        "DID NOT RAISE",
        {"casework.accounts.throttle.check": _nothing},
    ),
    Control(
        "the database refuses to change the log",
        "tests/audit/test_log.py::test_the_database_refuses_to_change_or_remove_entries"
        "[sqlite-DELETE FROM audit_entry WHERE seq = 2]",
        "DID NOT RAISE",
        {"casework.db.triggers.append_only": _nothing},
    ),
    Control(
        "a changed entry no longer fits its leaf",
        "tests/audit/test_log.py::test_every_change_behind_its_back_is_found_and_named[sqlite-altered]",
        "assert not True",
        {"casework.audit.verify._check_leaves": _nothing, "casework.audit.verify._check_end": _nothing},
    ),
    Control(
        "a log rewritten to fit itself does not fit a head that left the house",
        "tests/audit/test_heads.py::test_a_log_rewritten_to_fit_itself_never_fits_an_older_head[sqlite-somebody else blamed]",
        "is not None",
        {"casework.audit.heads.problem": _nothing},
    ),
    Control(
        "nobody approves what they wrote",
        "tests/review/test_services.py::test_who_wrote_a_part_cannot_claim_it_though_another_is_its_author_now[sqlite]",
        "DID NOT RAISE",
        {"casework.review.services.had_a_hand_in": _no},
    ),
    Control(
        "unusual numbers of reveals are marked",
        "tests/witnesses/test_reveals.py::test_unusually_many_are_marked_with_their_cases[sqlite]",
        "not enough values to unpack",
        {"casework.witnesses.unusual._is_much": _no},
    ),
    Control(
        "unusual numbers of files taken out are marked",
        "tests/witnesses/test_reveals.py::"
        "test_unusually_many_files_taken_out_are_marked_and_a_bag_counts_as_its_exhibits[sqlite]",
        "not enough values to unpack",
        {"casework.witnesses.unusual._is_much": _no},
    ),
    Control(
        "rights are changed and dossiers issued after a fresh proof alone",
        "tests/app/test_fresh_factor.py::test_what_the_rule_names_is_asked_for_anew_and_nothing_is_done[cases.members-POST]",
        "Location|startswith|KeyError|assert",
        {"casework.access.anew.asks_anew": _no},
    ),
    Control(
        "names are looked for in every finished file",
        "tests/dossiers/test_leak.py::test_a_hit_says_whose_name_and_where_but_not_the_name",
        "AssertionError|assert",
        {"casework.dossiers.leak.scan": _empty},
    ),
    Control(
        "with custodians, who issues vouches for the names",
        "tests/dossiers/test_unsearchable.py::test_nobody_issues_without_vouching_by_whatever_door[sqlite]",
        "DID NOT RAISE",
        {"casework.dossiers.unsearchable.require_vouched": _nothing},
    ),
    Control(
        "what was done to a signed copy is found without our program",
        "tests/signing/test_attacks.py::test_pyhanko_calls_it_valid_and_every_change_is_forbidden",
        "ENTIRE_FILE|certified with NO_CHANGES|embedded_signatures|unpack",
        {"casework.dossiers.signed_copy.certify": _first},
    ),
    Control(
        "a certificate whose key was lost is not believed",
        "tests/signing/test_certificates.py::test_a_revoked_certificate_is_said",
        "KeyError: 'certificate'",
        {"casework.dossiers.signature_check.revoked_before_it_signed": _no},
    ),
    Control(
        "every reader's copy is their own",
        "tests/dossiers/test_issuing.py::test_each_reader_gets_their_own_number_and_a_receipt[sqlite]",
        "sha256|copy-1|UNIQUE|assert",
        {"casework.dossiers.copies.next_number": lambda *_args: 1},
    ),
    Control(
        "what is sent to a body opens with its keys alone",
        "tests/dossiers/test_encrypting.py::"
        "test_inside_is_the_signed_copy_byte_for_byte_for_each_key_of_the_body_and_for_no_other[sqlite]",
        "not in data",
        {"casework.dossiers.encrypting.encrypt": _not_encrypted},
    ),
    Control(
        "another key for a body is told to its members",
        "tests/accounts/test_body_keys.py::test_its_members_are_told_when_they_log_in_next[sqlite]",
        "assert",
        {"casework.accounts.news._of_their_body": _empty},
    ),
    Control(
        "an encrypted copy asks again when it is ready",
        "tests/dossiers/test_encrypting.py::"
        "test_consent_withdrawn_while_it_is_encrypted_stops_it_and_leaves_no_receipt[sqlite]",
        "DID NOT RAISE",
        {"casework.dossiers.delivery.refuse_withdrawn": _nothing},
    ),
    Control(
        "a copy that turned up names its reader",
        "tests/dossiers/test_identifying.py::"
        "test_a_copy_is_known_by_its_bytes_else_by_its_metadata_else_by_the_number_on_its_pages[sqlite-en]",
        "assert",
        {"casework.dossiers.mark_reading.numbers_in": _empty},
    ),
    Control(
        "a protection plan marks what went out, and says whom to tell",
        "tests/dossiers/test_marking.py::"
        "test_a_protection_plan_marks_dossier_and_volume_once_and_says_whom_to_tell[sqlite-embargo]",
        "assert",
        {"casework.dossiers.sent_versions.SentVersion.mark": _nothing},
    ),
    Control(
        "a destroyed identity marks and stops the sealed volume",
        "tests/dossiers/test_marking.py::test_a_destroyed_identity_marks_the_volume_alone_once_and_stops_it[sqlite]",
        "assert",
        {"casework.dossiers.volume_recalls.SentVolume.mark": _nothing},
    ),
    Control(
        "a sealed volume that turns up names who fetched it",
        "tests/dossiers/test_volume_copies.py::"
        "test_a_copy_is_known_by_its_bytes_its_metadata_its_mark_and_the_number_on_its_pages[sqlite-en]",
        "assert",
        {"casework.dossiers.volume_identifying.by_codes": _empty},
    ),
    Control(
        "nobody is named by lines that fit by chance",
        "tests/dossiers/test_page_finding.py::test_the_chance_that_an_innocent_copy_fits_is_counted_out",
        "assert",
        {"casework.dossiers.layout.by_chance": _no},
    ),
    Control(
        "a body learns nothing of what its dossier does not print",
        "tests/enquiries/test_services.py::"
        "test_what_the_dossier_does_not_print_is_answered_alike_whether_the_case_has_it_or_not[sqlite-W-0009]",
        "DID NOT RAISE",
        {"casework.enquiries.citing._reference": _first},
    ),
    Control(
        "a written answer leaves by two people, and with no name in it",
        "tests/enquiries/test_services.py::"
        "test_a_name_in_an_answer_refuses_at_the_last_moment_and_names_its_owner_by_code[sqlite]",
        "DID NOT RAISE",
        {"casework.enquiries.checking.find": _empty},
    ),
    Control(
        "an answer that was sent is not shown after consent ended",
        "tests/enquiries/test_services.py::test_an_answer_that_was_sent_is_not_shown_after_consent_ended[sqlite]",
        "assert",
        {"casework.enquiries.asking.no_longer_allowed": _empty},
    ),
    Control(
        "a bundle of exhibits asks again at each download",
        "tests/exchange/test_bundles.py::test_a_withdrawn_consent_stops_the_bundle_without_saying_whose",
        "assert 200 == 409",
        {"casework.exchange.services.refuse_changed": _nothing},
    ),
    Control(
        "a bundle holds redacted copies and never what is behind them",
        "tests/exchange/test_bundles.py::"
        "test_it_holds_what_the_dossier_prints_and_copies_in_the_place_of_originals[sqlite]",
        "assert",
        {"casework.exchange.choosing.objections": _empty},
    ),
    Control(
        "what is read on the screen is the reader's numbered copy, and is counted",
        "tests/dossiers/test_screen_reading.py::"
        "test_the_browser_shows_the_readers_own_copy_and_turning_pages_is_one_reading",
        "assert",
        {"casework.dossiers.delivery.add_receipt": _nothing},
    ),
    Control(
        "a file is read in a process that can do nothing else",
        "tests/sandbox/test_confine.py::test_the_child_may_not[no_files-open('/etc/passwd')]",
        "Error|DONE",
        off_in_children=f"confine.before_reading = lambda: {_SAYS_CONFINED!r}",
    ),
    Control(
        "an original is never shown by a browser",
        "tests/evidence/test_views.py::test_an_original_is_a_download_under_an_opaque_name_that_no_browser_runs",
        "sandbox",
        {"casework.evidence.file_views.guarded": _first},
    ),
    Control(
        "what is shown is made by the confined child, at a bounded price, whole or not at all",
        "tests/sandbox/test_production.py::test_a_child_that_misbehaves_is_ended_and_not_believed[send(b'D', b'half')-limits]",
        "assert None is",
        {"casework.sandbox.production._result": _believed},
    ),
    Control(
        "a file is called clean only when a scanner saw all of it and said so",
        "tests/evidence/test_clamav.py::test_only_the_word_ok_is_clean[<lambda>-refused0]",
        "assert",
        {"casework.evidence.clamav.scan": _clean},
    ),
    Control(
        "a locked or absent store alters nothing",
        "tests/evidence/test_scheduled.py::test_what_cannot_be_read_is_not_checked_and_never_altered"
        "[sqlite-trouble0-storage_locked-waiting]",
        "assert .*storage_locked",
        {"casework.evidence.scheduled.measure": _altered_when_unread},
    ),
    Control(
        "a handover is answered by its receiver",
        "tests/evidence/test_handovers.py::test_only_the_receiver_answers_and_only_once[sqlite]",
        "DID NOT RAISE",
        {"casework.evidence.handovers.may_answer": _yes},
    ),
    Control(
        "a handover has one answer",
        "tests/evidence/test_handovers.py::test_two_answers_at_once_make_one[sqlite]",
        "more item: 'refused'",
        {"casework.evidence.handovers._open_handover": _answered_or_not},
    ),
    Control(
        "what is redacted is gone from the copy",
        "tests/sandbox/test_redacting.py::test_no_text_of_a_document_survives_anywhere_and_the_box_is_black",
        "SECRET-NAME.* == \\[''",
        {"casework.sandbox.process.command": _child_that_copies},
    ),
    Control(
        "a redacted copy tells nothing of its origin",
        "tests/redactions/test_making.py::test_a_copy_is_made_registered_once_and_tells_nothing_of_its_origin",
        "'secret name' not in",
        {"casework.redactions.services._details": _words_of_the_origin},
    ),
    Control(
        "a bag holds what consent allows",
        "tests/exchange/test_choosing.py::"
        "test_what_a_witness_gave_goes_while_they_consent_and_says_on_which_record_it_rests[sqlite]",
        "assert {}",
        {"casework.dossiers.selection.unusable": _nothing},
    ),
    Control(
        "records as data hold what consent allows",
        "tests/exchange/records/test_choosing.py::"
        "test_a_withdrawn_consent_takes_everything_that_rests_on_it_alone[sqlite]",
        "assert set\\(\\) >=",
        {"casework.dossiers.selection.why_not": _nothing},
    ),
    Control(
        "names are looked for in every byte of exported records",
        "tests/exchange/records/test_choosing.py::"
        "test_names_are_replaced_in_every_text_and_one_that_is_left_refuses[sqlite]",
        "DID NOT RAISE",
        {"casework.exchange.records.cleaning.Searcher._look": _nothing},
    ),
    Control(
        "names are looked for in every word of a figure that leaves",
        "tests/analysis/test_leaving.py::"
        "test_no_figure_leaves_with_a_protected_name_even_where_its_label_is_cut[timeline.svg]",
        "\\(200, False\\) == \\(409, True\\)",
        {"casework.analysis.leaving.refuse_names": _nothing},
    ),
    Control(
        "names are looked for in every text of a bag",
        "tests/exchange/test_writing.py::test_names_are_replaced_in_sheets_and_a_name_that_is_left_refuses[sqlite]",
        "DID NOT RAISE",
        {"casework.dossiers.leak.find": _empty},
    ),
    Control(
        "files and descriptions of a bag are those that the log says were exported",
        "tests/exchange/test_proving.py::test_a_bag_whose_description_was_rewritten_with_its_hashes_is_not_the_exported_one[sqlite]",
        "== \\['export'\\]",
        {"casework.verifier.verify.Report.add": _export_believed},
    ),
    Control(
        "nothing is taken in of a bag that does not hold",
        "tests/exchange/test_importing.py::test_nothing_is_taken_in_of_a_bag_with[a file too many-sqlite]",
        "DID NOT RAISE",
        {"casework.exchange.sources.refuse": _nothing},
    ),
    Control(
        "what is typed outlives the session",
        "tests/app/test_guard.py::test_text_sent_with_an_expired_session_is_there_after_logging_in",
        "/cases/new",
        {"casework.web.drafts.keep_typed": _nothing},
    ),
    Control(
        "two clicks make one record",
        "tests/app/test_guard.py::test_a_double_submit_makes_one_record_and_leads_to_it",
        "Location|== 1",
        {"casework.web.submits.spend": _nothing},
    ),
    Control(
        "a narrative does not retell what is withheld",
        "tests/dossiers/test_withheld_words.py::"
        "test_a_paragraph_that_tells_of_a_withdrawn_statement_goes_with_it[sqlite]",
        "who opened the gate",
        {"casework.dossiers.freezing.kept_out": _empty},
    ),
    Control(
        "a text cites nothing that consent keeps out",
        "tests/dossiers/test_citing.py::test_a_reference_that_dangles_later_refuses_the_build_and_says_where[sqlite]",
        "dossiers.edit|DID NOT RAISE",
        {"casework.dossiers.deciding.dangling": _empty},
    ),
    Control(
        "a reference to what is restricted answers as one to nothing",
        "tests/dossiers/test_citing.py::test_what_is_restricted_from_the_writer_does_not_exist[sqlite]",
        "There is nothing with this reference|DID NOT RAISE",
        {"casework.dossiers.citing.is_hidden": _no},
    ),
    Control(
        "a narrative does not retell what is restricted",
        "tests/dossiers/test_withheld_words.py::"
        "test_a_paragraph_that_tells_of_something_restricted_goes_with_it[sqlite]",
        "who opened the gate",
        {"casework.dossiers.freezing.kept_out": _empty},
    ),
    Control(
        "a consent that runs out marks what went out",
        "tests/dossiers/test_recalls.py::"
        "test_a_consent_that_runs_out_after_issue_marks_once_names_whom_to_tell_and_what_is_out[sqlite]",
        "assert",
        {"casework.dossiers.marking._mark_run_out": lambda *_args: 0},
    ),
    Control(
        "what arrived before the line broke is kept",
        "tests/uploads/test_protocol.py::test_a_connection_that_is_cut_keeps_what_arrived",
        "== 300",
        {"casework.uploads.receiving._write_all": lambda _incoming, _read, length: length},
    ),
    Control(
        "two requests never write into one upload",
        "tests/uploads/test_uploads.py::test_an_upload_in_hand_elsewhere_is_locked",
        "== 423",
        {"casework.uploads.services.Means.hold": lambda *_args, **_more: contextlib.nullcontext()},
    ),
    Control(
        "a file that arrived otherwise than it left is refused",
        "tests/uploads/test_uploads.py::test_hashes_that_differ_refuse_the_file_in_words_and_keep_nothing",
        "== 422",
        {"casework.uploads.finishing._refuse": _nothing},
    ),
    Control(
        "a formula in a list is a mistake, and its result is not believed",
        "tests/lists/test_checking.py::test_a_formula_is_never_worked_out",
        "assert|KeyError",
        {"casework.lists.checking._check_shape": _nothing},
    ),
    Control(
        "a list that waits to be imported is ciphertext, and its key goes with it",
        "tests/lists/test_services.py::"
        "test_the_lines_are_gone_with_their_key_after_the_import_or_when_thrown_away_or_left[sqlite]",
        "assert",
        {"casework.lists.services.destroy_lines": _nothing},
    ),
    Control(
        "a sealed volume asks consent to identity each time",
        "tests/dossiers/test_sealed_volume.py::test_consent_to_identity_is_asked_each_time[sqlite-before it is delivered]",
        "DID NOT RAISE",
        {"casework.dossiers.volumes.objections": _empty},
    ),
    Control(
        "a withdrawal of being named marks the sealed volume",
        "tests/dossiers/test_sealed_volume.py::"
        "test_a_withdrawal_of_being_named_alone_marks_the_volume_and_says_whom_to_tell[sqlite]",
        "not enough values",
        {"casework.dossiers.volume_recalls.SentVolume.mark": _nothing},
    ),
    Control(
        "a sealed volume holds no other name than those that may be told",
        "tests/dossiers/test_sealed_volume.py::"
        "test_another_name_in_it_or_one_too_few_refuses_the_file[written0-W-0002]",
        "DID NOT RAISE",
        {"casework.dossiers.building.refuse_leaks": _nothing},
    ),
    Control(
        "names are taken out of every text before anything is typeset",
        "tests/dossiers/test_planted_names.py::test_none_of_500_names_is_in_anything_that_goes_out[sqlite]",
        "== set\\(\\)",
        {"casework.dossiers.redaction.redact_text": lambda text, _forms: (text, [])},
    ),
    Control(
        "a text is passed over only when it was searched for these very names",
        "tests/dossiers/test_searching.py::"
        "test_a_name_that_comes_into_the_vault_later_is_found_in_what_was_searched_before",
        "DID NOT RAISE",
        {"casework.dossiers.searching._digest_of": lambda _names: ""},
    ),
    Control(
        "whatever spelling a name has in a finished file, it is found",
        "tests/dossiers/test_planted_names.py::"
        "test_the_search_of_a_finished_file_finds_each_of_500_names_in_whichever_spelling",
        "DID NOT RAISE",
        {"casework.dossiers.leak.scan": _empty},
    ),
    Control(
        "a name that a printed photograph carries is found",
        "tests/dossiers/test_planted_names.py::test_what_a_photograph_tells_of_itself_is_found_however_it_is_written",
        "assert set\\(\\) ==",
        {"casework.dossiers.leak.picture_words": _empty},
    ),
    Control(
        "an own profile without individuals prints none of their codes",
        "tests/dossiers/test_profiles.py::test_nothing_of_what_an_own_profile_leaves_out_is_in_what_is_frozen[sqlite]",
        "P-7",
        {"casework.dossiers.profiling.without_individuals": _first},
    ),
    Control(
        "a photograph of a piece of a page names its copy",
        "tests/dossiers/test_copy_marks.py::test_a_piece_of_a_page_gives_the_code_back[part0-en-100]",
        "assert",
        {
            "casework.dossiers.copy_marks.symbol": lambda _code: (
                b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
            )
        },
    ),
    Control(
        "pages without any mark are told by where their lines stand",
        "tests/dossiers/test_copy_marks.py::test_two_pages_without_marks_are_told_by_where_their_lines_stand[en]",
        "assert",
        {"casework.dossiers.layout.moved": _first},
    ),
    Control(
        "access ends on its day, or when it is taken away, in every way of fetching",
        "tests/dossiers/test_holding.py::"
        "test_access_taken_from_one_copy_or_from_the_body_says_why_and_comes_back[sqlite]",
        "DID NOT RAISE",
        {"casework.dossiers.holding.ended": _nothing},
    ),
    Control(
        "what was typeset is kept as ciphertext for some days, and its key goes with it",
        "tests/dossiers/test_typesetting.py::test_what_is_kept_cannot_be_read_nor_guessed_at_nor_moved",
        "assert",
        {
            "casework.vault.crypto.seal": lambda _key, plain, _where: (b"0" * 12, plain),
            "casework.vault.crypto.unseal": lambda _key, _nonce, ciphertext, _where: ciphertext,
        },
    ),
    Control(
        "a number in a summary gives nobody away",
        "tests/dossiers/test_small_cells.py::test_a_table_that_gives_back_a_small_number_beside_another_is_not_printed",
        "is None",
        {"casework.dossiers.small_cells.Publication._is_protected": _yes},
    ),
    Control(
        "what is written for a summary tells no place, day or person",
        "tests/dossiers/test_public_summary.py::"
        "test_what_is_written_for_it_may_not_tell_a_place_a_day_or_a_person[sqlite-W-0001 said so.-W-0001]",
        "DID NOT RAISE",
        {"casework.dossiers.plain_writing.refuse_what_tells": _nothing},
    ),
    Control(
        "a summary rests on those alone who consent to publication",
        "tests/dossiers/test_public_summary.py::test_it_rests_on_those_alone_who_consent_to_publication[sqlite]",
        "A-0002",
        {"casework.dossiers.selection.objection": _nothing},
    ),
    Control(
        "a withdrawn consent stops every way out",
        "tests/dossiers/test_issuing.py::test_consent_withdrawn_after_issuing_stops_downloads_and_names_whom_to_tell[sqlite]",
        "DID NOT RAISE",
        {"casework.witnesses.consent.may_be_used": _allowed},
    ),
    Control(
        "what declares no permission is not served",
        "tests/app/test_guard.py::test_an_endpoint_that_declares_nothing_is_not_served",
        "404",
        {"casework.app.guard.check": _nothing},
    ),
    Control(
        "other cases do not exist",
        "tests/access/test_policy.py::test_a_stranger_to_the_case_is_refused[sqlite]",
        "DID NOT RAISE",
        {"casework.access.grants.is_member": _yes},
    ),
    Control(
        "what is restricted exists for the named alone",
        "tests/cases/test_compartments.py::test_only_the_named_see_the_witness_and_what_hangs_on_it[sqlite]",
        "assert",
        {"casework.access.compartments.hidden_from": _no_hidden},
    ),
    Control(
        "no page runs what is not ours",
        "tests/app/test_headers.py::test_what_is_missing_or_broken_carries_them_too",
        "assert|KeyError",
        {"casework.web.headers._policy": lambda: "default-src *"},
    ),
)
BY_NAME = {control.name: control for control in CONTROLS}
