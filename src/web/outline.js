// The outline of the chosen jurisdiction, over the map.
import { getJson } from './api.js';
import { places } from './places.js';

const DETAILS = [[3, 'low'], [6, 'medium'], [Infinity, 'high']]; // up to which zoom

// Two lines, so that one of them stands out from whatever is below.
const LINES = ['outline-edge', 'outline-line'];

const detailFor = (zoom) => DETAILS.find(([last]) => zoom <= last)[1];

// Gives what shows the outline of a code, or none for null.
export function makeOutline(map) {
  let code = null;
  let address = null;
  let lines = [];

  function clear() {
    lines.forEach((line) => line.remove());
    lines = [];
  }

  async function draw() {
    const wanted = code === null ? null : places.outline(code, detailFor(map.getZoom()));
    if (wanted === address) {
      return;
    }
    address = wanted;
    const outline = wanted === null ? null : await getJson(wanted).catch(() => null); // the map does without
    if (wanted === address) {
      clear();
      lines = outline === null ? [] : LINES.map((className) => L.geoJSON(outline, { interactive: false, style: { className, fill: false } }).addTo(map));
    }
  }

  map.on('zoomend', draw);
  return (chosen) => {
    code = chosen;
    draw();
  };
}
