// The control of the date: a slider over months, a field for a day, and the reforms between, marked and listed.
import { getJson } from './api.js';
import { FIRST_DAY, dayOf, dayWithin, inWords, isDay, monthOf, today } from './day.js';
import { byId, element } from './element.js';
import { places } from './places.js';
import { parts, text } from './text.js';

const SVG = 'http://www.w3.org/2000/svg';

const slider = byId('month');
const field = byId('day');

let listed = []; // [date, what changed, in words], the newest first

function wordsFor(date) {
  return date === null ? text('map.time.today-is', { day: inWords(today()) }) : inWords(date);
}

function mark(date, kind) {
  const line = document.createElementNS(SVG, 'line');
  const x = `${100 * monthOf(date) / monthOf(today())}%`;
  for (const [name, value] of Object.entries({ x1: x, x2: x, y1: '0', y2: '100%', class: kind })) {
    line.setAttribute(name, value);
  }
  return line;
}

// The last change by the date, under the slider.
function showLatest(date) {
  const [day, change] = listed.find(([from]) => from <= (date || today())) || [];
  byId('latest').textContent = day === undefined ? ''
    : text('map.time.latest', { change: text('map.pair', { name: inWords(day), value: change }) });
}

export function showDate(date) {
  const words = wordsFor(date);
  slider.max = monthOf(today());
  slider.value = monthOf(date || today());
  slider.setAttribute('aria-valuetext', words);
  field.min = FIRST_DAY;
  field.max = today();
  field.value = date || today();
  field.removeAttribute('aria-invalid');
  byId('day-refused').hidden = true;
  byId('day-words').textContent = words;
  byId('now').disabled = date === null;
  showLatest(date);
}

function refuse() {
  field.setAttribute('aria-invalid', 'true');
  byId('day-refused').textContent = text('map.time.refused', { first: inWords(FIRST_DAY) });
  byId('day-refused').hidden = false;
}

// Calls `chosen` with the date and whether it is one of many on the way, as the slider passes them.
export function listenToDate(chosen) {
  slider.addEventListener('input', () => chosen(dayOf(Number(slider.value)), true));
  field.addEventListener('change', () => {
    if (isDay(field.value)) {
      chosen(field.value === today() ? null : field.value, false);
    } else {
      refuse();
    }
  });
  byId('now').addEventListener('click', () => {
    chosen(null, false);
    slider.focus();
  });
}

// Strokes under the slider: `all` of the world's reforms, those of the chosen country, `own`, standing out.
export function markReforms(all, own) {
  byId('reform-marks').replaceChildren(...all.map((date) => mark(date, 'other')), ...own.map((date) => mark(date, 'own')));
}

// The overview's new class, or what changed below it.
function outcome(context, { framework, changed, acts }) {
  return framework.from !== framework.to ? framework.to_label
    : changed.map((act) => text('map.pair', { name: context.labelOf(act), value: acts[act].to_label })).join('; ');
}

function placeOf(context, { name, parent }) {
  return parent === null ? name : `${name} (${context.nameOf(parent)})`;
}

function reformItem(context, reform) {
  const fields = { country: reform.code, date: dayWithin(reform.date) };
  const link = element('a', { href: context.addressOf(fields), textContent: reform.name });
  link.dataset.code = fields.country;
  link.dataset.date = fields.date;
  const whole = reform.parent === null ? '' : ` (${context.nameOf(reform.parent)})`;
  const change = parts('map.pair', { name: link, value: `${outcome(context, reform)}${whole}` });
  return element('li', {}, element('span', { className: 'when', textContent: inWords(reform.date) }), ' ', ...change);
}

// Gives the dates on which a status changed; `context` is as for recordParts(), `date` is shown.
export async function listReforms(context, date) {
  const { changes } = await getJson(places.changes());
  const reforms = changes.filter((change) => change.kind === 'status' && change.date <= today());
  listed = reforms.map((reform) => [reform.date,
    text('map.pair', { name: placeOf(context, reform), value: outcome(context, reform) })]);
  showLatest(date);
  byId('reform-list').replaceChildren(...reforms.map((reform) => reformItem(context, reform)));
  return reforms.map((reform) => reform.date);
}
