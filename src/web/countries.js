// The list of all countries below the map: what the map shows, in words. The server wrote it for the overview, today, in
// the standard colours.
import { getJson, onDay } from './api.js';
import { inWords } from './day.js';
import { byId } from './element.js';
import { text } from './text.js';

let known = null; // promise of the countries on a date
let knownDate = null;
let shown = null; // the picture, as text; null is as the server wrote it
let latest = 0;

function countriesOn(date) {
  if (known === null || knownDate !== date) {
    const found = getJson(`/api/v1/jurisdictions?${onDay(date)}`);
    knownDate = date;
    known = found;
    found.catch(() => { known = null; });
  }
  return known;
}

function classOf(country, layerId) {
  return layerId === 'framework' ? country.framework : country.acts[layerId]?.status || country.measures[layerId];
}

function showCountry(country, layer, { hidden, palette }) {
  const link = document.querySelector(`#countries a[data-code="${CSS.escape(country.code)}"]`);
  const { id, label, colours } = layer.classes.find((one) => one.id === classOf(country, layer.id));
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
  const { jurisdictions } = await countriesOn(picture.date);
  if (mine !== latest) {
    return;
  }
  shown = wanted;
  jurisdictions.forEach((country) => showCountry(country, layer, picture));
  byId('countries-date').textContent = headingOf(layer, picture);
}

// The law has changed.
export function forgetCountries() {
  known = null;
  shown = '';
}
