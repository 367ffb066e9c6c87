// The panel: what is open in it.
import { getJson, onDay } from './api.js';
import { inWords } from './day.js';
import { byId, hint } from './element.js';
import { recordParts } from './record.js';

const place = byId('place');

let latest = 0; // number of the request whose answer is wanted; earlier ones come too late

// The record, with its subdivisions' own as `parts`.
async function findRecord(code, date) {
  const record = await getJson(`/api/v1/jurisdictions/${code}?${onDay(date)}`);
  if (record.subdivisions.length === 0) {
    return { ...record, parts: [] };
  }
  const { jurisdictions } = await getJson(`/api/v1/jurisdictions?level=subdivision&${onDay(date)}`);
  return { ...record, parts: jurisdictions.filter((one) => one.parent === record.code) };
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

// Opens `code` on `date` (null: today); `context` is as for recordParts(). Gives the record, or null when there is
// none or the reader has gone on to another.
export async function openPanel(code, date, context, remark) {
  latest += 1;
  const mine = latest;
  place.setAttribute('aria-busy', 'true');
  const { record, fault } = await findRecord(code, date)
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
  place.replaceChildren(...recordParts(record, context, date, remark));
  announce(record);
  return record;
}

export function focusPanel() {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'start' });
}
