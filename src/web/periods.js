// The law of every jurisdiction on the map, layer by layer, by day: what colouring it needs.
import { getJson } from './api.js';
import { today } from './day.js';

let layers = new Map(); // promises of /api/v1/layers/{layer}/periods, with the places of codes

async function load(layerId) {
  const found = await getJson(`/api/v1/layers/${layerId}/periods`);
  return { ...found, numbers: new Map(found.jurisdictions.map((one, number) => [one.code, number])) };
}

export function periodsOf(layerId) {
  if (!layers.has(layerId)) {
    const found = load(layerId);
    layers.set(layerId, found);
    found.catch(() => layers.delete(layerId));
  }
  return layers.get(layerId);
}

// The class on a day (null: today) of the jurisdiction with that number; undefined: nothing is recorded.
export function classAt(periods, number, date) {
  const day = date || today();
  let found;
  for (const [from, place] of periods.jurisdictions[number].periods) {
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
