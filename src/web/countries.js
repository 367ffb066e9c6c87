// The list of all countries below the map: what the map shows, in words. The server wrote it for today, in the
// standard colours.
import { getJson, onDay } from './api.js';
import { inWords } from './day.js';
import { byId } from './element.js';
import { text } from './text.js';

let shown = null; // date and palette, as text; null is as the server wrote it
let latest = 0;

function showCountry(context, country) {
  const item = document.querySelector(`#countries a[data-code="${CSS.escape(country.code)}"]`).parentElement;
  item.querySelector('rect').setAttribute('fill', context.colourOf('framework', country.framework));
  item.querySelector('span').lastChild.textContent = ` ${country.framework_label}`;
}

// `standard`: whether that is how the server wrote it.
export async function showCountries(context, date, paletteId, standard) {
  const wanted = standard ? null : `${date} ${paletteId}`;
  latest += 1;
  const mine = latest;
  if (wanted === shown) {
    return;
  }
  const { jurisdictions } = await getJson(`/api/v1/jurisdictions?${onDay(date)}`);
  if (mine !== latest) {
    return;
  }
  shown = wanted;
  jurisdictions.forEach((country) => showCountry(context, country));
  byId('countries-date').textContent = date === null ? '' : text('map.record.on', { day: inWords(date) });
}
