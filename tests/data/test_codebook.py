"""What the codebook says of its codes: in five languages, in the words that sex workers use, and with examples that the
records bear out."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
LANGUAGES = ["en", "fr", "es", "ru", "zh"]

# Stems of words that belong in the titles of laws and in quotations from them, and nowhere else.
WRONG_WORDS = {
    "en": re.compile(r"prostitut|whor|hooker|harlot", re.IGNORECASE),
    "fr": re.compile(r"prostitu|putain|\bputes?\b|péripatéticienne", re.IGNORECASE),
    "es": re.compile(r"prostitu|\bputas?\b|ramera|meretriz", re.IGNORECASE),
    "ru": re.compile(r"проститу|шлюх|путан", re.IGNORECASE),
    "zh": re.compile(r"卖淫|賣淫|嫖|妓|娼"),
}
# How the five communities call their work and themselves.
RIGHT_WORDS = {"en": "sex work", "fr": "travail du sexe", "es": "trabajo sexual", "ru": "секс-работ", "zh": "性工作"}
QUOTATION = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|‘[^’]*’")
TITLE_OF_A_LAW = re.compile(r"\bProstitution (?:[A-Z][a-z]+ )*Act\b")
EXAMPLE = re.compile(r"`([A-Z]{2}(?:-[A-Z0-9]{1,3})?) ([a-z_]+) ([A-Z]{2}(?:-[A-Z]{2,3})?|[a-z-]+)`")


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def texts(value, path=""):
    """Every text in several languages within a document, with where it is."""
    if isinstance(value, dict) and "en" in value and all(isinstance(one, str) for one in value.values()):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, f"{path}/{key}")


def wrong_word(language, text):
    """The first that is neither quoted nor the title of a law; None: none."""
    return WRONG_WORDS[language].search(TITLE_OF_A_LAW.sub("", QUOTATION.sub("", text)))


class LanguageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.documents = [DATA / "codebook.json", DATA / "regions.json", DATA / "names.json",
                         *sorted((ROOT / "src/web/strings").glob("*.json"))]

    def each_text(self):
        for document in self.documents:
            for path, text in texts(read_json(document)):
                yield f"{document.name}{path}", text

    def test_every_text_is_in_every_language(self):
        """no string is missing or empty; the coding rules, as the notes, are English"""
        count = 0
        for path, text in self.each_text():
            languages = ["en"] if "/coding_rules/" in path else LANGUAGES
            with self.subTest(path):
                self.assertEqual([one for one in languages if not text.get(one, "").strip()], [])
                self.assertLessEqual(set(text), set(LANGUAGES))
            count += 1
        self.assertGreater(count, 500)

    def test_every_code_is_labelled_and_defined(self):
        """a code or layer of the codebook says what it is called and what it means"""
        codebook = read_json(DATA / "codebook.json")
        for group in ("acts", "statuses", "measures", "measure_values", "frameworks"):
            for code in codebook[group]:
                with self.subTest(f"{group} {code['id']}"):
                    for field in ("label", "definition"):
                        self.assertEqual(list(code[field]), LANGUAGES)

    def test_words_are_those_of_the_communities(self):
        """the wrong words appear in no language, and the right one in each"""
        said = dict.fromkeys(LANGUAGES, "")
        for path, text in self.each_text():
            for language, words in text.items():
                with self.subTest(f"{path} {language}"):
                    self.assertIsNone(wrong_word(language, words), words)
                said[language] += words
        for language, word in RIGHT_WORDS.items():
            self.assertIn(word, said[language])

    def test_definitions_are_not_left_in_another_language(self):
        """what is long enough to be a sentence differs between languages, and is in its own script"""
        for path, text in self.each_text():
            if not path.startswith("codebook.json") or "/coding_rules/" in path or len(text["en"]) < 30:
                continue
            with self.subTest(path):
                self.assertEqual(len(set(text.values())), len(LANGUAGES))
                self.assertRegex(text["ru"], "[а-я]{3}")
                self.assertRegex(text["zh"], "[\u4e00-\u9fff]{3}")


class RecordWordsTest(unittest.TestCase):
    def test_records_speak_of_sex_work(self):
        """outside names of laws and quotations"""
        for path in sorted((DATA / "jurisdictions").glob("*.json")):
            record = read_json(path)
            said = [("en", record["note"]), *record.get("notes", {}).items()]
            said += [("en", text) for one in record.get("provisions", []) for text in (one["summary"], one["penalty"] or "")]
            for language, text in said:
                with self.subTest(f"{path.name}: {text[:40]}"):
                    self.assertIsNone(wrong_word(language, text))


    def test_doubts_are_told(self):
        """a record of low confidence, and one with an act of which today's law is unknown, says why in its note"""
        for path in sorted((DATA / "jurisdictions").glob("*.json")):
            record = read_json(path)
            latest = record["periods"][-1] if "periods" in record else {}
            if record["confidence"] == "low" or "unknown" in latest.values():
                with self.subTest(path.name):
                    self.assertGreater(len(record["note"]), 40)


class ReadmeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.readme = (DATA / "README.md").read_text(encoding="utf-8")
        cls.codebook = read_json(DATA / "codebook.json")
        cls.records = {path.stem: read_json(path) for path in (DATA / "jurisdictions").glob("*.json")}

    def law_of(self, code):
        record = self.records[code]
        return self.law_of(record["inherits"]) if "inherits" in record else record

    def framework_of(self, period):
        """The first that fits, as the codebook says."""
        return next(one["id"] for one in self.codebook["frameworks"]
                    if any(all(period[act] in fitting for act, fitting in alternative.items()) for alternative in one["when"]))

    def value_of(self, code, field):
        law = self.law_of(code)
        period = [one for one in law["periods"] if not one.get("pending")][-1]
        if field == "framework":
            return self.framework_of(period)
        return {**law["measures"], **period, **self.records[code]}.get(field)

    def test_every_example_is_so(self):
        examples = EXAMPLE.findall(self.readme)
        self.assertGreater(len(examples), 90)
        for code, field, value in examples:
            with self.subTest(f"{code} {field} {value}"):
                self.assertEqual(self.value_of(code, field), value)

    def test_every_code_has_an_example(self):
        """each status of an act, each measure and each framework"""
        examples = EXAMPLE.findall(self.readme)
        self.assertEqual({value for _, field, value in examples if field in ("selling", "buying", "third_parties")},
                         {one["id"] for one in self.codebook["statuses"]})
        self.assertEqual({value for _, field, value in examples if field == "framework"},
                         {one["id"] for one in self.codebook["frameworks"]})
        for measure in self.codebook["measures"]:
            self.assertIn(measure["id"], {field for _, field, _ in examples})

    def test_every_coding_rule_is_told(self):
        """each rule of the codebook stands behind a boundary case, by its number"""
        numbers = {number for case in re.findall(r"^\| \*\*[^|]*\*\* \(([\d, ]+)\)", self.readme, re.MULTILINE)
                   for number in case.split(", ")}
        self.assertEqual(numbers, {str(rule["id"]) for rule in self.codebook["coding_rules"]})


if __name__ == "__main__":
    unittest.main()
