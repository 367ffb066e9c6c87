"""A page of HTML, taken apart."""
import re
from html.parser import HTMLParser

VOID = {'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'}


class Element:
    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children = []

    def walk(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    @property
    def text(self):
        pieces = [child if isinstance(child, str) else child.text for child in self.children]
        return re.sub(r'[ \t\n\f\r]+', ' ', ''.join(pieces)).strip()

    def get(self, name):
        return self.attributes.get(name)

    def all(self, name=None, **attributes):
        """By element and by attributes; a trailing underscore of an attribute's name does not count."""
        wanted = {key.rstrip('_').replace('_', '-'): value for key, value in attributes.items()}
        return [one for one in self.walk() if name in (None, one.name)
                and all(one.get(key) == value for key, value in wanted.items())]


class Page(HTMLParser):
    """Refuses tags that do not nest."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element('', {}, None)
        self.doctype = None
        self.feed(html)
        self.close()
        assert self.at is self.root, f'<{self.at.name}> is not closed'

    def handle_decl(self, decl):
        self.doctype = decl

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag):
        assert self.at.name == tag, f'</{tag}> ends <{self.at.name}>'
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def all(self, name=None, **attributes):
        return self.root.all(name, **attributes)

    def one(self, name=None, **attributes):
        found = self.all(name, **attributes)
        assert len(found) == 1, f'{len(found)} of {name} {attributes}'
        return found[0]

    @property
    def text(self):
        return self.root.text
