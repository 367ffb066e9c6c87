// The panel: the record of one jurisdiction on a day.
import { getJson, onDay } from './api.js';
import { byId, element, listSection, outsideLink, swatch } from './element.js';
import { inWords } from './day.js';

const place = byId('place');

let latest = 0; // number of the request whose answer is wanted; earlier ones come too late

function statusLine(colour, label) {
  return element('div', { className: 'status' }, swatch(colour), element('strong', { textContent: label }));
}

function actSection(key, act, status) {
  return element('section', {},
    element('h3', { textContent: key.labelOf(act) }),
    statusLine(key.colourOf(act, status.status), status.label),
    element('p', { className: 'definition', textContent: status.definition }));
}

function sourceItem(source) {
  const about = [source.publisher, source.year].filter(Boolean).join(', ');
  return element('li', {}, outsideLink(source.url, source.title), about === '' ? null : ` (${about})`);
}

function reviewText(record) {
  if (record.review.status === 'validated') {
    return `Validated by ${record.review.by} on ${record.review.date}.`;
  }
  return 'Desk research; not validated in-country.';
}

function evidence(record) {
  const asOf = record.law_as_of ? ` The law as of ${record.law_as_of}.` : '';
  return element('p', { className: 'review', textContent: `${reviewText(record)} Confidence: ${record.confidence}.${asOf}` });
}

function sinceText(record) {
  const instrument = record.instrument ? ` ${record.instrument}` : '';
  return record.since ? `Since ${inWords(record.since)}:${instrument}` : instrument.trim();
}

function measureSection(record) {
  const found = Object.keys(record.measures).filter((id) => ['yes', 'partial'].includes(record.measures[id]));
  return listSection('Other measures', found.map((id) => element('li', {
    textContent: `${record.measure_labels[id].label}: ${record.measure_labels[id].value_label}`,
  })));
}

function hint(text) {
  return element('p', { className: 'hint', textContent: text });
}

function parts(record, key, date, remark) {
  return [
    element('h2', { textContent: record.name }),
    remark === '' ? null : hint(remark),
    date === null ? null : hint(`The law on ${inWords(record.date)}.`),
    statusLine(key.colourOf('framework', record.framework), record.framework_label),
    element('p', { className: 'definition', textContent: record.framework_definition }),
    evidence(record),
    element('p', { textContent: sinceText(record) }),
    record.inherits ? hint(`The law of ${record.inherits} applies here.`) : null,
    ...Object.entries(record.acts).map(([act, status]) => actSection(key, act, status)),
    date === null ? null : element('p', { className: 'hint caveat', textContent: 'What follows is recorded as it is today, whatever the date.' }),
    measureSection(record),
    record.note ? element('p', { className: 'note', textContent: record.note }) : null,
    listSection('Sources', record.sources.map(sourceItem)),
    element('p', {}, element('a', { href: record.links.self, textContent: 'Everything recorded, as JSON' })),
  ].filter((part) => part !== null);
}

export function clearPanel() {
  latest += 1;
  place.removeAttribute('aria-busy');
  place.replaceChildren(byId('place-hint').content.cloneNode(true));
}

// What a screen reader says of it: not the whole record, which its reader goes to.
function announce(record) {
  byId('announcement').textContent = `${record.name}, ${inWords(record.date)}: ${record.framework_label}.`;
}

// Opens `code` on `date` (null: today); `key` says how the layers name and colour what they show. Gives the record, or
// null when there is none or the reader has gone on to another.
export async function openPanel(code, date, key, remark) {
  latest += 1;
  const mine = latest;
  place.setAttribute('aria-busy', 'true');
  const { record, fault } = await getJson(`/api/v1/jurisdictions/${code}?${onDay(date)}`)
    .then((found) => ({ record: found }), (error) => ({ record: null, fault: error }));
  if (mine !== latest) {
    return null;
  }
  place.removeAttribute('aria-busy');
  if (record === null) {
    place.replaceChildren(hint(fault.status === 404
      ? 'There is no such country.' : 'The record could not be loaded. Please try again.'));
    return null;
  }
  place.replaceChildren(...parts(record, key, date, remark));
  announce(record);
  return record;
}

export function focusPanel() {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'start' });
}
