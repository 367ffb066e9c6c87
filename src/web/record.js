// The record of one jurisdiction on a day, for the panel.
import { dayWithin, inWords } from './day.js';
import { element, hint, listSection, outsideLink, swatch } from './element.js';

const SANCTIONS = { criminal: 'Criminal offence', administrative: 'Administrative sanction', none: '' };

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

function penaltyText(provision) {
  return [SANCTIONS[provision.sanction], provision.penalty].filter(Boolean).join(': ');
}

function provisionItem(provision) {
  const where = [provision.law, provision.section].filter(Boolean).join(', ');
  const penalty = penaltyText(provision);
  return element('li', {}, element('strong', { textContent: where }), element('br'), provision.summary,
    penalty === '' ? null : element('div', { className: 'penalty', textContent: `${penalty}.` }));
}

// A period, as a link to the law in it.
function periodItem(context, period) {
  const began = period.from === null ? 'Earlier' : `From ${inWords(period.from)}`;
  const day = period.from === null ? null : dayWithin(period.from);
  const when = day === null ? element('span', { textContent: began })
    : element('a', { href: context.addressOf({ date: day }), textContent: began });
  if (day !== null) {
    when.dataset.date = day;
  }
  return element('li', {}, when, `: ${period.framework_label}`,
    period.instrument ? element('div', { className: 'definition', textContent: period.instrument }) : null);
}

function historySection(context, record) {
  if (record.history.length === 1 && record.history[0].from === null) {
    const found = record.parts.length > 0 ? 'Each subdivision has its own.' : 'No change of the law is recorded.';
    return listSection('History', [element('li', { textContent: found })]);
  }
  return listSection('History', record.history.map((period) => periodItem(context, period)).reverse());
}

function placeLink(context, code, name) {
  const link = element('a', { href: context.addressOf({ country: code }), textContent: name });
  link.dataset.code = code;
  return link;
}

function subdivisionItem(context, part) {
  return element('li', {}, swatch(context.colourOf('framework', part.framework)),
    element('span', {}, placeLink(context, part.code, part.name), `: ${part.framework_label}`));
}

function subdivisionSection(context, record) {
  const section = listSection('Subdivisions', record.parts.map((part) => subdivisionItem(context, part)));
  if (section !== null) {
    section.className = 'parts';
  }
  return section;
}

function parentLine(context, record) {
  if (record.parent === null) {
    return null;
  }
  const relation = record.inherits === record.parent ? 'The law that applies here is that of ' : 'Part of ';
  return element('p', { className: 'hint' }, relation, placeLink(context, record.parent, context.nameOf(record.parent)), '.');
}

function guidance(record) {
  const items = record.resources.map(sourceItem);
  return items.length === 0 ? null : element('details', {}, element('summary', { textContent: 'Guidance' }),
    element('ul', {}, ...items));
}

function dataLine(record) {
  return element('p', { className: 'data' },
    element('a', { href: record.links.self, textContent: 'Everything recorded, as JSON' }), ' · ',
    element('a', { href: record.links.history, textContent: 'history, as JSON' }));
}

function caveat(date) {
  return date === null ? null
    : element('p', { className: 'hint caveat', textContent: 'What follows is recorded as it is today, whatever the date.' });
}

// `context` knows the page: labelOf(layer), colourOf(layer, class), nameOf(country) and addressOf(fields of the state).
export function recordParts(record, context, date, remark) {
  return [
    element('h2', { textContent: record.name }),
    remark === '' ? null : hint(remark),
    parentLine(context, record),
    date === null ? null : hint(`The law on ${inWords(record.date)}.`),
    statusLine(context.colourOf('framework', record.framework), record.framework_label),
    element('p', { className: 'definition', textContent: record.framework_definition }),
    evidence(record),
    element('p', { textContent: sinceText(record) }),
    ...Object.entries(record.acts).map(([act, status]) => actSection(context, act, status)),
    subdivisionSection(context, record),
    historySection(context, record),
    caveat(date),
    measureSection(record),
    listSection('Provisions', record.provisions.map(provisionItem)),
    record.note ? element('p', { className: 'note', textContent: record.note }) : null,
    listSection('Sources', record.sources.map(sourceItem)),
    listSection('Sex worker networks of the region', record.network.map((one) => element('li', {}, outsideLink(one.url, one.name)))),
    guidance(record),
    dataLine(record),
  ].filter((part) => part !== null);
}
