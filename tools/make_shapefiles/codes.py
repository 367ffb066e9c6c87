"""ISO 3166 codes of the provinces and names of the leaves, from iso-codes."""
import json
import os
import unicodedata

from .rules import CONTESTED, CORRECTED, LEAF_NAMES, PROVINCE_NAMES, SUBDIVIDED, WITHOUT_POLYGON
from .source import fail

ISO_CODES = "/usr/share/iso-codes/json"


def iso_entries(standard):
    with open(os.path.join(ISO_CODES, f"iso_{standard}.json"), encoding="utf-8") as file:
        return json.load(file)[standard]


def first_level_subdivisions():
    """Code -> name, for the countries in SUBDIVIDED."""
    names = {}
    for entry in iso_entries("3166-2"):
        country = entry["code"][:2]
        if country in SUBDIVIDED:
            types = SUBDIVIDED[country]
            if (entry["type"] in types) if types else ("parent" not in entry):
                names[entry["code"]] = entry["name"]
    return names


def comparable(name):
    """Letters and digits only, without accents or case."""
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalnum())


def spellings(name):
    """What a name in ISO 3166-2 may be called: "Murcia, Región de", "Catalunya [Cataluña]"."""
    plain = name.replace("*", "").replace("]", "").split(" [")
    for variant in plain:
        yield comparable(variant)
        if ", " in variant:
            noun, article = variant.split(", ", 1)
            yield comparable(noun)
            yield comparable(f"{article} {noun}")


def province_codes():
    codes = {}
    for code, name in first_level_subdivisions().items():
        for spelling in spellings(name):
            codes[code[:2], spelling] = code
    return codes


def province_code(part, codes):
    country, name = part.attributes["iso_a2"], part.attributes["name"]
    if (country, name) in PROVINCE_NAMES:
        return PROVINCE_NAMES[country, name]
    for field in ("name", "woe_name"):
        code = codes.get((country, comparable(part.attributes[field] or "")))
        if code:
            return code
    return fail(f"province {part.attributes} has no ISO 3166-2 code: add it to PROVINCE_NAMES")


def assign_codes(parts):
    """Sets every part's code; returns rule -> the parts it decided."""
    countries = {entry["alpha_2"] for entry in iso_entries("3166-1")}
    codes = province_codes()
    decided = {rule: [] for rule in map(id, CONTESTED + CORRECTED)}
    for part in parts:
        rule = next((r for r in CONTESTED + CORRECTED if part.matches(r.where, r.box)), None)
        if rule:
            part.code = rule.code
            decided[id(rule)].append(part)
        elif part.attributes["iso_a2"] in SUBDIVIDED:
            part.code = province_code(part, codes)
        elif part.attributes["iso_a2"] in countries:
            part.code = part.attributes["iso_a2"]
        else:
            fail(f"{part.attributes} has no ISO 3166-1 code: add a rule")
    for rule in CONTESTED + CORRECTED:
        if not decided[id(rule)]:
            fail(f"the source has nothing for the rule {rule.code} {rule.where}")
    return decided


def leaf_names():
    """Code -> name of every leaf there must be."""
    names = {e["alpha_2"]: e.get("common_name", e["name"]) for e in iso_entries("3166-1")}
    names = {code: name for code, name in names.items() if code not in SUBDIVIDED}
    for code, name in first_level_subdivisions().items():
        noun, _, article = name.replace("*", "").split(" [")[0].partition(", ")
        names[code] = f"{article} {noun}".strip()
    names.update(LEAF_NAMES)
    return {code: name for code, name in names.items() if code not in WITHOUT_POLYGON}
