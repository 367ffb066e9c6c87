// Which jurisdiction the tiles show at a point, asked for where it is wanted and kept for a while: on a server by UTFGrid
// 1.3, which is small; on a static site by the code tiles, which the map is painted from.
import { getJson } from './api.js';
import { byId } from './element.js';
import { periodsOf } from './periods.js';
import { LAST_TILES, isStatic, places } from './places.js';
import { LANGUAGE } from './text.js';

const CELL = 4; // pixels a side
const KEPT = 64; // grids
const KEPT_CODES = 12; // code tiles, each of a megabyte
const NEAR = 12; // pixels round a finger, within which a coast counts as land

let found = new Map(); // promises by address, the one asked for longest ago first

function keep(address, load) {
  const promise = found.get(address) || load(address);
  found.delete(address);
  found.set(address, promise);
  promise.catch(() => found.delete(address));
  if (found.size > (isStatic ? KEPT_CODES : KEPT)) {
    found.delete(found.keys().next().value);
  }
  return promise;
}

// A character is 32 and the number of a key, but the quote and the backslash are left out.
function keyAt(grid, row, column) {
  const code = grid.grid[row].codePointAt(column);
  return grid.keys[code - 32 - (code >= 93) - (code >= 35)];
}

async function inGrid({ zoom, column, row, right, down }) {
  const grid = await keep(places.grid(zoom, column, row), getJson);
  const key = keyAt(grid, Math.floor(down / CELL), Math.floor(right / CELL));
  return key === '' ? null : grid.data[key];
}

async function loadCodes(address) {
  const [{ unpack }, response] = await Promise.all([import('./codes.js'), fetch(address)]);
  return unpack(await response.arrayBuffer());
}

// The number of what is nearest within so many pixels; 0: the sea.
function numberNear({ size, numbers }, x, y, around) {
  let nearest = Infinity;
  let number = 0;
  for (let down = -around; down <= around; down += 1) {
    for (let right = -around; right <= around; right += 1) {
      const distance = right ** 2 + down ** 2;
      const inside = x + right >= 0 && x + right < size && y + down >= 0 && y + down < size;
      if (inside && distance < nearest && distance <= around ** 2 && numbers[(y + down) * size + x + right] > 0) {
        nearest = distance;
        number = numbers[(y + down) * size + x + right];
      }
    }
  }
  return number;
}

// The page lists countries, not their parts.
async function nameOf(code) {
  const listed = byId('countries')?.querySelector(`a[data-code="${CSS.escape(code)}"]`);
  if (listed) {
    return listed.textContent;
  }
  const { jurisdictions } = await getJson(places.names());
  return jurisdictions.find((one) => one.code === code)?.names[LANGUAGE] ?? code;
}

async function inCodes({ zoom, column, row, right, down }, around) {
  const address = L.Util.template(places.codes(), { z: zoom, x: column, y: row });
  const [codes, { jurisdictions }] = await Promise.all([keep(address, loadCodes), periodsOf('framework')]);
  const scale = codes.size / 256;
  const number = numberNear(codes, Math.floor(right * scale), Math.floor(down * scale), around);
  if (number === 0) {
    return null;
  }
  const { code } = jurisdictions[number - 1];
  return { code, name: await nameOf(code) };
}

// {code, name} of what the map shows there, which may be the disc of a country too small to see; null: the sea. `touched`:
// a coast is near enough, where nobody else can say what is near.
export async function shownAt(map, position, touched = false) {
  const zoom = Math.min(map.getZoom(), LAST_TILES);
  const size = 256 * 2 ** zoom;
  const point = map.project(position, zoom).floor();
  const x = ((point.x % size) + size) % size;
  if (point.y < 0 || point.y >= size) {
    return null;
  }
  const place = { zoom, column: Math.floor(x / 256), row: Math.floor(point.y / 256), right: x % 256, down: point.y % 256 };
  return isStatic ? inCodes(place, touched ? NEAR : 0) : inGrid(place);
}

export function forgetGrids() {
  found = new Map();
}
