// Elements of the page: found, made and filled without ever parsing text as HTML.

export const byId = (id) => document.getElementById(id);

export function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function swatch(colour) {
  const made = element('span', { className: 'swatch' });
  made.style.backgroundColor = colour;
  made.setAttribute('aria-hidden', 'true');
  return made;
}

export function hint(text) {
  return element('p', { className: 'hint', textContent: text });
}

// A heading and a list, or null when there is nothing to list.
export function listSection(title, items) {
  return items.length === 0 ? null : element('section', {}, element('h3', { textContent: title }), element('ul', {}, ...items));
}

// Records are hand-edited: only addresses of the web become links.
export function outsideLink(address, text) {
  return /^https?:\/\//.test(address || '')
    ? element('a', { href: address, textContent: text, rel: 'noreferrer' })
    : element('span', { textContent: text });
}
