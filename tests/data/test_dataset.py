"""What the loader does not look at: the schemas, the data package and the generated names say what the data say."""
import json
import pathlib
import subprocess
import sys
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
ISO_CODES = pathlib.Path("/usr/share/iso-codes/json/iso_3166-2.json")


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def data_files():
    """The files that the data package should list: all but itself and the schemas."""
    return sorted(path for path in DATA.rglob("*.json") if path.parent.name != "schema" and path.name != "datapackage.json")


class SchemaTest(unittest.TestCase):
    def setUp(self):
        codebook = read_json(DATA / "codebook.json")
        self.codes = {group: [code["id"] for code in codebook[group]]
                      for group in ("acts", "statuses", "measures", "measure_values")}
        self.meanings = {group: [code["definition"]["en"] for code in codebook[group]] for group in self.codes}

    def test_schema_of_a_jurisdiction_has_the_codes_of_the_codebook(self):
        schema = read_json(DATA / "schema" / "jurisdiction.json")
        definitions = schema["definitions"]
        for definition, group in (("status", "statuses"), ("measure_value", "measure_values")):
            with self.subTest(definition=definition):
                self.assertEqual(definitions[definition]["enum"], self.codes[group])
                self.assertEqual(definitions[definition]["enumDescriptions"], self.meanings[group])
        measures = schema["properties"]["measures"]
        self.assertEqual(list(measures["properties"]), self.codes["measures"])
        self.assertEqual([one["description"] for one in measures["properties"].values()], self.meanings["measures"])
        self.assertEqual(definitions["period"]["required"], ["from", "instrument", *self.codes["acts"]])
        self.assertEqual(definitions["provision"]["properties"]["act"]["enum"], [*self.codes["acts"], "measures"])

    def test_schema_of_the_codebook_has_its_own_codes(self):
        schema = read_json(DATA / "schema" / "codebook.json")
        when = schema["properties"]["frameworks"]["items"]["properties"]["when"]["items"]["properties"]
        self.assertEqual(list(when), self.codes["acts"])
        for act in when.values():
            self.assertEqual(act["items"]["enum"], self.codes["statuses"])

    def test_every_file_names_a_schema_that_exists(self):
        for path in data_files():
            with self.subTest(file=path.name):
                self.assertTrue((path.parent / read_json(path)["$schema"]).is_file())

    @unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
    def test_every_file_fits_its_schema(self):
        validators = {}
        for path in data_files():
            document = read_json(path)
            schema = (path.parent / document["$schema"]).resolve()
            if schema not in validators:
                jsonschema.Draft7Validator.check_schema(read_json(schema))
                validators[schema] = jsonschema.Draft7Validator(read_json(schema))
            with self.subTest(file=path.name):
                self.assertEqual([error.message for error in validators[schema].iter_errors(document)], [])


class DataPackageTest(unittest.TestCase):
    def test_lists_every_file_once(self):
        listed = [resource["path"] for resource in read_json(DATA / "datapackage.json")["resources"]]
        self.assertEqual(sorted(listed), sorted(path.relative_to(DATA).as_posix() for path in data_files()))


class NamesTest(unittest.TestCase):
    @unittest.skipUnless(ISO_CODES.exists(), "iso-codes is not installed")
    def test_names_are_what_the_tool_makes(self):
        result = subprocess.run([sys.executable, ROOT / "tools" / "make-names", "--check"],
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()
