// Which jurisdiction the tiles show at a point: UTFGrid 1.3, fetched where it is asked for and kept for a while.
import { getJson, inLanguage } from './api.js';

const CELL = 4; // pixels a side
const KEPT = 64; // grids

let grids = new Map(); // promises, the one asked for longest ago first

function gridOf(address) {
  const found = grids.get(address) || getJson(address);
  grids.delete(address);
  grids.set(address, found);
  found.catch(() => grids.delete(address));
  if (grids.size > KEPT) {
    grids.delete(grids.keys().next().value);
  }
  return found;
}

// A character is 32 and the number of a key, but the quote and the backslash are left out.
function keyAt(grid, row, column) {
  const code = grid.grid[row].codePointAt(column);
  return grid.keys[code - 32 - (code >= 93) - (code >= 35)];
}

// {code, name} of what the map shows there, which may be the disc of a country too small to see; null: the sea.
export async function shownAt(map, position) {
  const zoom = map.getZoom();
  const size = 256 * 2 ** zoom;
  const point = map.project(position, zoom).floor();
  const x = ((point.x % size) + size) % size;
  if (point.y < 0 || point.y >= size) {
    return null;
  }
  const grid = await gridOf(`/tiles/${zoom}/${Math.floor(x / 256)}/${Math.floor(point.y / 256)}.grid.json?${inLanguage}`);
  const key = keyAt(grid, Math.floor(point.y % 256 / CELL), Math.floor(x % 256 / CELL));
  return key === '' ? null : grid.data[key];
}

export function forgetGrids() {
  grids = new Map();
}
