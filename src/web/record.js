// The record of one jurisdiction on a day, for the panel.
import { dayWithin, inWords } from './day.js';
import { element, hint, listSection, outsideLink, swatch } from './element.js';
import { places } from './places.js';
import { fileOf, pageOf } from './records.js';
import { LANGUAGE, parts, text } from './text.js';

function statusLine(colour, label) {
  return element('div', { className: 'status' }, swatch(colour), element('strong', { textContent: label }));
}

function actSection(context, act, status) {
  return element('section', {},
    element('h3', { textContent: context.labelOf(act) }),
    statusLine(context.colourOf(act, status.status), status.label),
    element('p', { className: 'definition', textContent: status.definition }));
}

function sourceItem(source) {
  const about = [source.publisher, source.year].filter(Boolean).join(', ');
  return element('li', {}, outsideLink(source.url, source.title), about === '' ? null : ` (${about})`);
}

function reviewText({ review }) {
  return review.status === 'validated'
    ? text('map.record.validated', { by: review.by, day: inWords(review.date) }) : text('map.record.desk');
}

function evidence(record) {
  const told = [reviewText(record), text('map.record.confidence', { level: text(`map.record.confidence.${record.confidence}`) }),
    record.law_as_of ? text('map.record.as-of', { day: record.law_as_of }) : ''];
  return element('p', { className: 'review', textContent: told.filter(Boolean).join(' ') });
}

// Since when, and by which law, as far as is known.
function sinceLine({ since, instrument }) {
  const told = [since === null ? null : text('map.record.since', { day: inWords(since) }), instrument].filter(Boolean);
  return told.length === 0 ? null
    : element('p', {}, ...told.flatMap((one, place) => (place === 0 ? [one] : [element('br'), one])));
}

// What the period that is in force on the date changed, act by act.
function changeSection(context, record) {
  const index = record.history.findIndex((period) => period.from === record.since);
  const { changed = [], acts } = record.history[index] || {};
  if (index < 1 || changed.length === 0) {
    return null;
  }
  const before = record.history[index - 1].acts;
  return listSection(text('map.record.changed', { day: inWords(record.since) }), changed.map((act) => element('li', {
    textContent: text('map.record.change', { act: context.labelOf(act), before: before[act].label, after: acts[act].label }),
  })));
}

function measureSection(record) {
  const found = Object.keys(record.measures).filter((id) => ['yes', 'partial'].includes(record.measures[id]));
  return listSection(text('map.record.measures'), found.map((id) => element('li', {
    textContent: text('map.pair', { name: record.measure_labels[id].label, value: record.measure_labels[id].value_label }),
  })));
}

function penaltyText({ sanction, penalty }) {
  const kind = sanction === 'none' ? '' : text(`map.record.sanction.${sanction}`);
  return kind !== '' && penalty ? text('map.pair', { name: kind, value: penalty }) : kind || penalty || '';
}

function provisionItem(provision) {
  const where = [provision.law, provision.section].filter(Boolean).join(', ');
  const penalty = penaltyText(provision);
  return element('li', {}, element('strong', { textContent: where }), element('br'), provision.summary,
    penalty === '' ? null : element('div', { className: 'penalty', textContent: penalty }));
}

// A period, as a link to the law in it.
function periodItem(context, period) {
  const began = period.from === null ? text('map.record.earlier') : text('map.record.from', { day: inWords(period.from) });
  const day = period.from === null ? null : dayWithin(period.from);
  const when = day === null ? element('span', { textContent: began })
    : element('a', { href: context.addressOf({ date: day }), textContent: began });
  if (day !== null) {
    when.dataset.date = day;
  }
  return element('li', {}, ...parts('map.pair', { name: when, value: period.framework_label }),
    period.instrument ? element('div', { className: 'definition', textContent: period.instrument }) : null);
}

function historySection(context, record) {
  if (record.history.length === 1 && record.history[0].from === null) {
    const found = text(record.parts.length > 0 ? 'map.record.history-own' : 'map.record.no-change');
    return listSection(text('map.record.history'), [element('li', { textContent: found })]);
  }
  return listSection(text('map.record.history'), record.history.map((period) => periodItem(context, period)).reverse());
}

function placeLink(context, code, name) {
  const link = element('a', { href: context.addressOf({ country: code }), textContent: name });
  link.dataset.code = code;
  return link;
}

function subdivisionItem(context, part) {
  return element('li', {}, swatch(context.colourOf('framework', part.framework)),
    element('span', {},
    ...parts('map.pair', { name: placeLink(context, part.code, part.name), value: part.framework_label })));
}

function subdivisionSection(context, record) {
  const section = listSection(text('map.record.subdivisions'), record.parts.map((part) => subdivisionItem(context, part)));
  if (section !== null) {
    section.className = 'parts';
  }
  return section;
}

function parentLine(context, record) {
  if (record.parent === null) {
    return null;
  }
  const relation = record.inherits === record.parent ? 'map.record.law-of' : 'map.record.part-of';
  const country = placeLink(context, record.parent, context.nameOf(record.parent));
  return element('p', { className: 'hint' }, ...parts(relation, { country }));
}

function guidance(record) {
  const items = record.resources.map(sourceItem);
  return items.length === 0 ? null : element('details', {}, element('summary', { textContent: text('map.record.guidance') }),
    element('ul', {}, ...items));
}

function dataLine(record, date) {
  return element('p', { className: 'data' },
    element('a', { href: pageOf(record, date), textContent: text('map.record.page') }), ' · ',
    element('a', { href: fileOf(record), textContent: text('map.record.json') }), ' · ',
    element('a', { href: places.history(record.code), textContent: text('map.record.json-history') }));
}

function caveat(date) {
  return date === null ? null
    : element('p', { className: 'hint caveat', textContent: text('map.record.caveat') });
}

// Notes are English; some are translated.
function noteLine(record) {
  const translated = record.notes[LANGUAGE];
  return record.note === '' ? null
    : element('p', { className: 'note', lang: translated === undefined ? 'en' : LANGUAGE, textContent: translated ?? record.note });
}

function compareButton(context, record) {
  const button = element('button', { type: 'button', textContent: text('map.record.compare') });
  button.addEventListener('click', () => context.compare(record.code));
  return button;
}

// `context` knows the page: labelOf(layer), colourOf(layer, class), nameOf(country), addressOf(fields of the state),
// wordsFor(layer, class), and compare(country), which opens the comparison with it.
export function recordParts(record, context, date, remark) {
  return [
    element('h2', { textContent: record.name }),
    remark === '' ? null : hint(remark),
    parentLine(context, record),
    date === null ? null : hint(text('map.record.on', { day: inWords(record.date) })),
    statusLine(context.colourOf('framework', record.framework), record.framework_label),
    element('p', { className: 'definition', textContent: record.framework_definition }),
    evidence(record),
    sinceLine(record),
    changeSection(context, record),
    compareButton(context, record),
    ...Object.entries(record.acts).map(([act, status]) => actSection(context, act, status)),
    subdivisionSection(context, record),
    historySection(context, record),
    caveat(date),
    measureSection(record),
    listSection(text('map.record.provisions'), record.provisions.map(provisionItem)),
    noteLine(record),
    listSection(text('map.record.sources'), record.sources.map(sourceItem)),
    listSection(text('map.record.networks'), record.network.map((one) => element('li', {}, outsideLink(one.url, one.name)))),
    guidance(record),
    dataLine(record, date),
  ].filter((part) => part !== null);
}
