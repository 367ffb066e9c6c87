// The panel: what is open in it.
import { getJson } from './api.js';
import { inWords } from './day.js';
import { byId, hint } from './element.js';
import { classAt, periodsOf } from './periods.js';
import { places } from './places.js';
import { recordParts } from './record.js';
import { getRecord } from './records.js';
import { text } from './text.js';

const place = byId('place');

let latest = 0; // number of the request whose answer is wanted; earlier ones come too late

// The record, with its subdivisions' own as `parts`.
async function findRecord(code, date, context) {
  const record = await getRecord(code, date);
  if (record.subdivisions.length === 0) {
    return { ...record, parts: [] };
  }
  const [{ jurisdictions }, law] = await Promise.all([getJson(places.subdivisions()), periodsOf('framework')]);
  const parts = jurisdictions.filter((one) => one.parent === record.code).map(({ code: part, name, framework }) => {
    const id = classAt(law, part, date)?.id ?? framework;
    return { code: part, name, framework: id, framework_label: context.wordsFor('framework', id) };
  });
  return { ...record, parts };
}

export function clearPanel() {
  latest += 1;
  place.removeAttribute('aria-busy');
  place.replaceChildren(byId('place-hint').content.cloneNode(true));
}

// What a screen reader says of it: not the whole record, which its reader goes to.
function announce(record) {
  byId('announcement').textContent = text('map.record.announced',
    { country: record.name, day: inWords(record.date), framework: record.framework_label });
}

// Opens `code` on `date` (null: today); `context` is as for recordParts(). Gives the record, or null when there is
// none or the reader has gone on to another.
export async function openPanel(code, date, context, remark) {
  latest += 1;
  const mine = latest;
  place.setAttribute('aria-busy', 'true');
  const { record, fault } = await findRecord(code, date, context)
    .then((found) => ({ record: found }), (error) => ({ record: null, fault: error }));
  if (mine !== latest) {
    return null;
  }
  place.removeAttribute('aria-busy');
  if (record === null) {
    place.replaceChildren(hint(text(fault.status === 404 ? 'map.record.none' : 'map.record.failed')));
    return null;
  }
  place.replaceChildren(...recordParts(record, context, date, remark));
  announce(record);
  return record;
}

// Where the side scrolls by itself, to the record, if there is one.
export function revealPanel() {
  const side = place.parentElement;
  if (side.scrollHeight > side.clientHeight && place.querySelector('h2') !== null) {
    side.scrollTop = place.offsetTop - side.offsetTop;
  }
}

export function focusPanel() {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'start' });
}
