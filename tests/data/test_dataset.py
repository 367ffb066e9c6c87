"""What the loader does not look at: the schemas, the data package, the citation and the generated names say what the
data say."""
import datetime
import json
import pathlib
import subprocess
import sys
import unittest
import urllib.parse

import yaml

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

    def test_an_editor_can_explain_every_field(self):
        """each field says what it is for, and each code in a list what it means"""
        def unexplained(node, path):
            if isinstance(node, list):
                node = dict(enumerate(node))
            if not isinstance(node, dict):
                return
            is_schema = path.rpartition("/")[2] not in ("if", "then", "else", "properties", "definitions")
            for name, field in node.get("properties", {}).items() if is_schema else ():
                if isinstance(field, dict) and "description" not in field:
                    yield f"{path}: {name}"
            if path.startswith("jurisdiction.json") and "enum" in node \
                    and len(node.get("enumDescriptions", [])) != len(node["enum"]):
                yield f"{path}: enum"
            for name, inner in node.items():
                yield from unexplained(inner, f"{path}/{name}")

        for path in self.schemas():
            with self.subTest(path.name):
                self.assertEqual(list(unexplained(read_json(path), path.name)), [])

    @staticmethod
    def schemas():
        return [path for path in sorted((DATA / "schema").glob("*.json")) if not path.name.startswith("table-")]

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
    """https://specs.frictionlessdata.io/data-package/ and /data-resource/"""

    def setUp(self):
        self.package = read_json(DATA / "datapackage.json")

    def test_lists_every_file_once(self):
        listed = [resource["path"] for resource in self.package["resources"]]
        self.assertEqual(sorted(listed), sorted(path.relative_to(DATA).as_posix() for path in data_files()))

    def test_describes_itself(self):
        """what the specification asks of a package's own properties"""
        self.assertEqual(self.package["profile"], "data-package")
        self.assertRegex(self.package["name"], r"^[-a-z0-9._/]+$")
        datetime.datetime.strptime(self.package["created"], "%Y-%m-%dT%H:%M:%SZ")
        self.assertRegex(self.package["version"], r"^\d+\.\d+\.\d+$")
        for licence in self.package["licenses"]:
            self.assertRegex(licence["name"], r"^[-a-zA-Z0-9._]+$")
            self.assertEqual(urllib.parse.urlparse(licence["path"]).scheme, "https")
        for contributor in self.package["contributors"]:
            self.assertTrue(contributor["title"])
            self.assertIn(contributor["role"], ("author", "publisher", "maintainer", "wrangler", "contributor"))
        self.assertTrue(all(isinstance(word, str) for word in self.package["keywords"]))

    def test_describes_each_resource(self):
        """a resource has a name of its own, a path within the package and says what it is"""
        names = [resource["name"] for resource in self.package["resources"]]
        self.assertEqual(len(set(names)), len(names))
        for resource in self.package["resources"]:
            with self.subTest(resource["name"]):
                self.assertRegex(resource["name"], r"^[-a-z0-9._/]+$")
                self.assertNotRegex(resource["path"], r"^/|^\.|\.\./|\\")
                self.assertEqual({key: resource[key] for key in ("profile", "format", "mediatype", "encoding")},
                                 {"profile": "data-resource", "format": "json", "mediatype": "application/json",
                                  "encoding": "utf-8"})
                document = read_json(DATA / resource["path"])
                self.assertEqual(resource["title"], document.get("name", resource["title"]))


class CitationTest(unittest.TestCase):
    """https://github.com/citation-file-format/citation-file-format, schema 1.2.0"""
    KEYS = {"abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
            "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
            "repository-code", "title", "type", "url", "version"}

    def setUp(self):
        self.citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    def test_fits_its_schema(self):
        self.assertLessEqual({"authors", "cff-version", "message", "title"}, set(self.citation))
        self.assertLessEqual(set(self.citation), self.KEYS)
        self.assertEqual(self.citation["cff-version"], "1.2.0")
        self.assertIn(self.citation["type"], ("dataset", "software"))
        self.assertIsInstance(self.citation["date-released"], datetime.date)
        for key in ("title", "message", "abstract", "license"):
            self.assertTrue(isinstance(self.citation[key], str) and self.citation[key])
        for author in self.citation["authors"]:
            self.assertTrue(author["name"])
        self.assertEqual(len(set(self.citation["keywords"])), len(self.citation["keywords"]))

    def test_agrees_with_the_package(self):
        """what is cited is what the program says of its data"""
        package = read_json(DATA / "datapackage.json")
        self.assertEqual(self.citation["title"], package["title"])
        self.assertEqual([author["name"] for author in self.citation["authors"]],
                         [contributor["title"] for contributor in package["contributors"]])
        self.assertEqual(str(self.citation["version"]), package["version"])
        self.assertEqual(self.citation["license"], package["licenses"][0]["name"])
        self.assertEqual(self.citation["date-released"].isoformat(), package["created"][:10])


class NamesTest(unittest.TestCase):
    @unittest.skipUnless(ISO_CODES.exists(), "iso-codes is not installed")
    def test_names_are_what_the_tool_makes(self):
        result = subprocess.run([sys.executable, ROOT / "tools" / "make-names", "--check"],
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()
