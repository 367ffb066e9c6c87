"""What readers see is in src/web/strings, in every language, and nowhere else."""
import json
import os
import pathlib
import re
import unittest
from xml.etree import ElementTree

WEB = pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'src' / 'web'
LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh']
XSL = '{http://www.w3.org/1999/XSL/Transform}'
SEEN_ATTRIBUTES = ('alt', 'aria-label', 'label', 'placeholder', 'title')


def tables():
    return {path.stem: json.loads(path.read_text('utf-8'), object_pairs_hook=lambda pairs: pairs)
            for path in sorted((WEB / 'strings').glob('*.json'))}


def keys_used(paths, pattern):
    return {key for path in paths for key in re.findall(pattern, path.read_text('utf-8'))}


class StringsTest(unittest.TestCase):
    def test_every_string_is_in_every_language(self):
        """keys are in order and stand once; each has the five languages, in order, none empty, with the same placeholders"""
        for name, table in tables().items():
            keys = [key for key, _ in table]
            self.assertEqual(keys, sorted(set(keys)), name)
            for key, texts in table:
                with self.subTest(key):
                    self.assertRegex(key, r'^[a-z0-9_]+([.-][a-z0-9_]+)*$')
                    self.assertEqual([language for language, _ in texts], LANGUAGES)
                    placeholders = {tuple(sorted(re.findall(r'\{[^}]*\}', text))) for _, text in texts}
                    self.assertEqual(len(placeholders), 1)
                    for language, text in texts:
                        self.assertEqual(text, text.strip(), language)
                        self.assertNotEqual(text, '')
                        self.assertNotRegex(re.sub(r'\{[a-z-]+\}', '', text), r'[{}<>]')

    def test_no_key_is_in_two_tables(self):
        keys = [key for table in tables().values() for key, _ in table]
        self.assertEqual(len(keys), len(set(keys)))

    def test_every_key_used_is_known_and_every_key_is_used(self):
        """pages use key('text', …), scripts text(…), all of map.json, C page_string(…); one that is put together ends in a dot"""
        known = {name: {key for key, _ in table} for name, table in tables().items()}
        in_pages = keys_used((WEB / 'pages').glob('*.xsl'), r"key\('text', (?:concat\()?'([^']+)'")
        in_scripts = keys_used(WEB.glob('*.js'), r"['`](map\.[^'`$]+)")
        in_c = keys_used((WEB.parent / 'http').rglob('page*.c'), r'page_string\([^"]*"([^"]+)"')
        self.assertGreater(len(in_pages), 20)
        used = {'map': in_pages | in_scripts, 'pages': in_pages | in_c}
        everything = set().union(*known.values())
        for key in in_pages | in_scripts | in_c:
            with self.subTest(key):
                matching = {one for one in everything if one == key or (key.endswith('.') and one.startswith(key))}
                self.assertNotEqual(matching, set(), 'no such string')
                if key in in_scripts:
                    self.assertLessEqual(matching, known['map'], 'the scripts have only the strings of map.json')
        for name, table in known.items():
            unused = [key for key in table
                      if not any(key == one or (one.endswith('.') and key.startswith(one)) for one in used[name])]
            self.assertEqual(unused, [], name)

    def test_no_words_in_stylesheets(self):
        """neither as text nor in an attribute that is shown or read aloud"""
        allowed = {'date=', '&country=', '&date=', 'PDF', 'PNG', 'SVG', 'JSON', 'CSV', 'GeoJSON', 'PNG', 'SVG', 'PDF', 'CC BY 4.0', 'MIT'}
        for path in sorted((WEB / 'pages').glob('*.xsl')):
            for element in ElementTree.parse(path).iter():
                texts = [element.text if element.tag not in (XSL + 'attribute', XSL + 'with-param') else None, element.tail]
                if element.tag == XSL + 'text' or not element.tag.startswith(XSL):
                    texts += [value for name, value in element.attrib.items() if name in SEEN_ATTRIBUTES]
                for text in texts:
                    words = re.sub(r'\{[^}]*\}', '', text or '').strip()
                    if words not in allowed:
                        self.assertNotRegex(words, r'[^\W\d_]{2}', path.name)


if __name__ == '__main__':
    unittest.main()
