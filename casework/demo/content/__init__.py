"""The words of the demonstration, read from the TOML files beside this one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """One content file (`read("people")`), parsed."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def testimonies() -> dict[str, Table]:
    """Every testimony by its reference (`T-0001`), in order."""
    files = sorted((FOLDER / "testimonies").glob("T-*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def paragraphs(testimony: Table, version: int) -> list[tuple[str, str]]:
    """Aligned (Arabic, English) paragraphs; version 1 of a corrected testimony has the earlier wording."""
    texts = [(p["ar"], p["en"]) for p in testimony["p"]]
    if version == 1:
        for earlier in testimony.get("earlier", []):
            texts[earlier["number"] - 1] = (earlier["ar"], earlier["en"])
    return texts


def vault_names() -> set[str]:
    """Every name that may exist in the vault and nowhere else, in both scripts."""
    kinds = [("people", "witness"), ("victims", "victim"), ("units", "individual")]
    identities = [row["identity"] for file, kind in kinds for row in read(file)[kind] if "identity" in row]
    keys = ("name", "name_ar", "next_of_kin")
    listed = {line[1] for line in read("list")["lines"]}
    return listed | {identity[key] for identity in identities for key in keys if identity.get(key)}
