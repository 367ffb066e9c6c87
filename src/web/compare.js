// Two to four countries side by side, as a table: the state's `compare` is their codes.
import { inWords } from './day.js';
import { byId, element, swatch } from './element.js';
import { getRecord } from './records.js';
import { text } from './text.js';

export const MOST = 4;

const section = byId('compare');

let latest = 0; // number of the request whose answer is wanted

function cell(...content) {
  return element('td', {}, ...content);
}

function row(title, cells) {
  return element('tr', {}, element('th', { scope: 'row', textContent: title }), ...cells);
}

function status(context, layer, id, label) {
  return cell(element('div', { className: 'status' }, swatch(context.colourOf(layer, id)), element('span', { textContent: label })));
}

function actRows(context, records) {
  return Object.keys(records[0].acts).map((act) => row(context.labelOf(act),
    records.map(({ acts }) => status(context, act, acts[act].status, acts[act].label))));
}

function sinceText(record) {
  const since = record.since === null ? '' : inWords(record.since);
  return [since, record.instrument].filter(Boolean).join(': ') || text('map.compare.nothing');
}

function measureRows(records) {
  return Object.keys(records[0].measures).map((id) => row(records[0].measure_labels[id].label,
    records.map(({ measure_labels: labels }) => cell(labels[id].value_label))));
}

function evidenceRows(records) {
  return [
    row(text('map.compare.confidence'), records.map((record) => cell(text(`map.record.confidence.${record.confidence}`)))),
    row(text('map.compare.as-of'), records.map((record) => cell(record.law_as_of || text('map.compare.nothing')))),
  ];
}

function head(context, record) {
  const link = element('a', { href: context.addressOf({ country: record.code }), textContent: record.name });
  const remove = element('button', { type: 'button', textContent: text('map.compare.remove') });
  link.dataset.code = record.code;
  remove.dataset.remove = record.code;
  remove.setAttribute('aria-label', text('map.compare.remove-country', { country: record.name }));
  return element('th', { scope: 'col' }, link, remove);
}

function table(context, records) {
  return element('table', {},
    element('caption', { textContent: text('map.record.on', { day: inWords(records[0].date) }) }),
    element('thead', {}, element('tr', {}, element('td', {}), ...records.map((record) => head(context, record)))),
    element('tbody', {},
      row(context.labelOf('framework'), records.map((record) => status(context, 'framework', record.framework, record.framework_label))),
      ...actRows(context, records),
      row(text('map.compare.since'), records.map((record) => cell(sinceText(record)))),
      ...measureRows(records),
      ...evidenceRows(records)));
}

function say(count) {
  byId('compare-field').hidden = count >= MOST;
  byId('compare-hint').textContent = count >= MOST ? text('map.compare.full', { count: MOST })
    : count === 1 ? text('map.compare.more') : '';
}

// Shows the countries with those codes on a date (null: today), or nothing for none; `context` is as for
// recordParts(). Gives the codes that there are.
export async function showComparison(codes, date, context) {
  latest += 1;
  const mine = latest;
  section.hidden = codes.length === 0;
  if (codes.length === 0) {
    byId('compare-table').replaceChildren();
    return codes;
  }
  const found = await Promise.allSettled(codes.map((code) => getRecord(code, date)));
  if (mine !== latest) {
    return codes;
  }
  const records = found.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  const gone = found.some((one) => one.status === 'rejected' && one.reason.status !== 404);
  byId('compare-table').replaceChildren(...(records.length === 0 ? [] : [table(context, records)]));
  say(records.length);
  byId('compare-trouble').textContent = gone ? text('map.compare.failed') : '';
  return gone ? codes : records.map((record) => record.code);
}

// Calls `changed` with the codes that remain when one is taken out; `codes()` gives those there are.
export function listenToComparison(codes, changed) {
  section.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-remove]');
    if (button !== null) {
      changed(codes().filter((code) => code !== button.dataset.remove));
    }
  });
  byId('compare-close').addEventListener('click', () => changed([]));
}

export function goToComparison() {
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: 'start' });
}
