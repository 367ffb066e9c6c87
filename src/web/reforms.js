// The reforms of all countries, as a list that leads to each.
import { LANGUAGE, getJson } from './api.js';
import { dayWithin, inWords, today } from './day.js';
import { byId, element } from './element.js';

// The overview's new class, or what changed below it.
function outcome(context, { framework, changed, acts }) {
  return framework.from !== framework.to ? framework.to_label
    : changed.map((act) => `${context.labelOf(act)}: ${acts[act].to_label}`).join('; ');
}

function reformItem(context, reform) {
  const fields = { country: reform.code, date: dayWithin(reform.date) };
  const link = element('a', { href: context.addressOf(fields), textContent: reform.name });
  link.dataset.code = fields.country;
  link.dataset.date = fields.date;
  const whole = reform.parent === null ? '' : ` (${context.nameOf(reform.parent)})`;
  return element('li', {}, `${inWords(reform.date)}: `, link, `${whole}, ${outcome(context, reform)}`);
}

// Gives the dates on which a status changed; `context` is as for recordParts().
export async function listReforms(context) {
  const { changes } = await getJson(`/api/v1/changes.json?level=all&until=${today()}&lang=${LANGUAGE}`);
  const reforms = changes.filter((change) => change.kind === 'status');
  byId('reform-list').replaceChildren(...reforms.map((reform) => reformItem(context, reform)));
  return reforms.map((reform) => reform.date);
}
