// The law of every jurisdiction on the map, layer by layer, by day: what colouring it needs.
import { getJson } from './api.js';
import { today } from './day.js';
import { places } from './places.js';

let layers = new Map(); // promises of /api/v1/layers/{layer}/periods, with the steps of each code

async function load(layerId) {
  const found = await getJson(places.periods(layerId));
  return { ...found, steps: new Map([...found.jurisdictions, ...found.others].map(({ code, periods }) => [code, periods])) };
}

export function periodsOf(layerId) {
  if (!layers.has(layerId)) {
    const found = load(layerId);
    layers.set(layerId, found);
    found.catch(() => layers.delete(layerId));
  }
  return layers.get(layerId);
}

// The class on a day (null: today) of a jurisdiction; undefined: nothing is recorded.
export function classAt(periods, code, date) {
  const day = date || today();
  let found;
  for (const [from, place] of periods.steps.get(code) || []) {
    if (from !== null && from > day) {
      break;
    }
    found = place;
  }
  return periods.classes[found];
}

export function forgetPeriods() {
  layers = new Map();
}
