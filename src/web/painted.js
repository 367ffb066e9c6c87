// The layer of the map that repaint.js paints: code tiles as canvases.
import { classAt } from './periods.js';
import { isStatic, places } from './places.js';

function channels(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}

// Of the sea, then of each jurisdiction in its order; `picture` is {layer, date, hidden, palette}.
function coloursOf(periods, { date, hidden, palette }) {
  const colours = new Uint8Array(4 * (periods.jurisdictions.length + 1)).fill(255);
  const found = periods.classes.map((one) => channels(hidden.includes(one.id) ? palette.hidden : one.colours[palette.id]));
  const noData = channels(palette.no_data);
  colours.set(channels(palette.sea), 0);
  periods.jurisdictions.forEach(({ code }, number) => {
    const place = periods.classes.indexOf(classAt(periods, code, date));
    colours.set(place < 0 ? noData : found[place], 4 * (number + 1));
  });
  return colours;
}

function makeLayer(painter, options) {
  const tiles = new Set(); // also those that have not come yet

  async function load(tile, address) {
    const texture = await painter.load(address);
    if (tiles.has(tile)) {
      tile.texture = texture;
      painter.paint([tile]);
    } else {
      painter.drop(texture); // the reader has moved on
    }
  }

  const CodeLayer = L.GridLayer.extend({
    createTile(coords, done) {
      const tile = document.createElement('canvas');
      const scale = L.Browser.retina || isStatic ? 2 : 1;
      tile.width = 256 * scale;
      tile.height = tile.width;
      tile.dataset.tile = `${coords.z}/${coords.x}/${coords.y}`;
      tiles.add(tile);
      load(tile, L.Util.template(options.address, { ...coords, r: scale === 2 ? '@2x' : '' }))
        .then(() => done(null, tile), (error) => done(error, tile));
      return tile;
    },
  });
  const layer = new CodeLayer(options);
  layer.on('tileunload', ({ tile }) => {
    tiles.delete(tile);
    painter.drop(tile.texture || null);
  });
  return { layer, painted: () => [...tiles].filter((tile) => tile.texture !== undefined) };
}

// By WebGL; else, on a static site, which has no coloured tiles for most pictures, without. null: this browser cannot.
async function makeAnyPainter(withoutWebGl) {
  const painter = withoutWebGl ? null : (await import('./repaint.js')).makePainter();
  return painter === null && isStatic ? (await import('./codes.js')).makePlainPainter() : painter;
}

// Gives {layer, dye(periods, picture), works()}, or null: this browser cannot. `options` are Leaflet's for the layer.
export async function makePainted(periods, options, withoutWebGl) {
  const painter = await makeAnyPainter(withoutWebGl);
  if (painter === null) {
    return null;
  }
  const { layer, painted } = makeLayer(painter, { ...options, address: places.codes(periods) });
  let shown = null; // the colours, as text: most months change none
  function dye(law, picture) {
    const colours = coloursOf(law, picture);
    const line = channels(picture.palette.border);
    const wanted = `${colours} ${line}`;
    if (wanted === shown) {
      return;
    }
    shown = wanted;
    painter.dye(colours, line);
    if (painted().length > 0) {
      painter.paint(painted());
    }
  }
  return { layer, dye, works: painter.works };
}
