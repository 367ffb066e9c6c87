// The list of all countries below the map: what the map shows, in words. The server wrote it for the overview, today, in
// the standard colours.
import { inWords } from './day.js';
import { byId } from './element.js';
import { classAt, periodsOf } from './periods.js';
import { text } from './text.js';

let shown = null; // the picture, as text; null is as the server wrote it
let latest = 0;

function showCountry(link, layer, law, { date, hidden, palette }) {
  const { id, label, colours } = layer.classes.find((one) => one.id === classAt(law, link.dataset.code, date)?.id);
  const item = link.parentElement;
  item.hidden = hidden.includes(id);
  item.querySelector('rect').setAttribute('fill', colours[palette.id]);
  item.querySelector('span').lastChild.textContent = ` ${label}`;
}

// What the list is of, where it is not what the server wrote.
function headingOf(layer, { date, hidden }) {
  return [layer.id === 'framework' ? '' : `${layer.label}.`, date === null ? '' : text('map.record.on', { day: inWords(date) }),
    hidden.length === 0 ? '' : text('map.countries.filtered')].filter(Boolean).join(' ');
}

// `picture` is as for the ground of the map, `layer` its layer; `standard`: whether that is how the server wrote it.
export async function showCountries(layer, picture, standard) {
  const wanted = standard ? null : JSON.stringify(picture);
  latest += 1;
  const mine = latest;
  if (wanted === shown) {
    return;
  }
  const law = await periodsOf(layer.id);
  if (mine !== latest) {
    return;
  }
  shown = wanted;
  document.querySelectorAll('#countries a[data-code]').forEach((link) => showCountry(link, layer, law, picture));
  byId('countries-date').textContent = headingOf(layer, picture);
}

// The law has changed.
export function forgetCountries() {
  shown = '';
}
