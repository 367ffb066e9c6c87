// The map itself: Leaflet, its keys and its view, and what is at a point of it.
import { getJson } from './api.js';
import { byId } from './element.js';
import { shownAt } from './grid.js';
import { LAST_TILES, isStatic, places } from './places.js';
import { text } from './text.js';

const WORLD = [[-85, -180], [85, 180]];
const BEYOND = isStatic ? 2 : 0; // zooms for which the last tiles are magnified
export const ZOOMS = { minZoom: 1, maxZoom: Math.min(10, LAST_TILES + BEYOND), maxNativeZoom: LAST_TILES };
const MAP_OPTIONS = { minZoom: ZOOMS.minZoom, maxZoom: ZOOMS.maxZoom, worldCopyJump: true, attributionControl: false, zoomControl: false };
const STILL = { zoomAnimation: false, fadeAnimation: false, inertia: false };
const CLOSEST = 6; // zoom to which the map goes by itself
const TOO_SMALL = 24; // pixels
const START = { zoom: 2, lat: 20, lon: 10 };

const littleMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

// The mark at the centre of the map is for those who move it with keys.
function markKeyboard(container) {
  container.addEventListener('keydown', () => container.classList.add('by-keyboard'));
  container.addEventListener('keyup', () => container.classList.add('by-keyboard'));
  container.addEventListener('pointerdown', () => container.classList.remove('by-keyboard'));
}

// As short as the zoom can show.
function viewOf(map) {
  const { lat, lng } = map.getCenter().wrap();
  const digits = Math.ceil(map.getZoom() / 3);
  return { zoom: map.getZoom(), lat: Number(lat.toFixed(digits)), lon: Number(lng.toFixed(digits)) };
}

// Calls `chosen` with the place that the reader points at and whether with the keyboard, `moved` with the view that
// the reader has moved to.
export function makeMap(chosen, moved) {
  const container = byId('map');
  const map = L.map('map', { ...MAP_OPTIONS, ...(littleMotion.matches ? STILL : {}) }).setMaxBounds([[-89, -Infinity], [89, Infinity]]);
  L.control.zoom({ zoomInTitle: text('map.zoom.in'), zoomOutTitle: text('map.zoom.out') }).addTo(map);
  map.on('click', (event) => chosen(event.latlng, false));
  map.on('moveend', () => moved(viewOf(map)));
  container.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === container) {
      chosen(map.getCenter(), true);
    }
  });
  container.setAttribute('role', 'application');
  container.setAttribute('aria-label', text('map.label'));
  markKeyboard(container);
  return map;
}

export function showView(map, view) {
  if (view === null && map.getSize().x < 600) {
    map.fitBounds(WORLD, { animate: false });
  } else {
    const { zoom, lat, lon } = view || START;
    map.setView([lat, lon], zoom, { animate: false });
  }
}

// Moves to a box of west, south, east and north, unless it can be seen where the map is; west is more than east over
// the antimeridian.
export function showBox(map, [west, south, east, north]) {
  const box = L.latLngBounds([south, west], [north, east < west ? east + 360 : east]);
  const { x, y } = map.project(box.getSouthEast()).subtract(map.project(box.getNorthWest()));
  if (!map.getBounds().contains(box) || Math.max(x, y) < TOO_SMALL) {
    map.fitBounds(box, { maxZoom: CLOSEST, animate: !littleMotion.matches });
  }
}

// {code, remark} of the jurisdiction there, or of the nearest.
export async function jurisdictionAt(map, position) {
  const shown = await shownAt(map, position, true);
  if (shown !== null) {
    return { code: shown.code, remark: '' };
  }
  const { lat, lng } = position.wrap();
  const address = places.locate(lat.toFixed(5), lng.toFixed(5));
  if (address === null) {
    throw Object.assign(new Error('the sea'), { status: 404 });
  }
  const found = await getJson(address);
  return { code: found.code, remark: found.inside ? '' : text('map.nearest', { distance: found.distance_km }) };
}

const around = (degrees) => ((degrees + 180) % 360 + 360) % 360 - 180;

// west,south,east,north of what is shown, no more than once round the world; over the antimeridian west is more than
// east.
export function boundsOf(map) {
  const bounds = map.getBounds();
  const whole = map.getSize().x >= 256 * 2 ** map.getZoom();
  const [west, east] = whole ? [-180, 180] : [around(bounds.getWest()), around(bounds.getEast())];
  return [west, Math.max(-85, bounds.getSouth()), east, Math.min(85, bounds.getNorth())]
    .map((degrees) => Number(degrees.toFixed(3))).join(',');
}
