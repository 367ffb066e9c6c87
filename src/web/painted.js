// The layer of the map that repaint.js paints: code tiles as canvases.
import { classAt } from './periods.js';

function channels(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}

// Of the sea, then of each jurisdiction in its order; `picture` is {layer, date, hidden, palette}.
function coloursOf(periods, { date, hidden, palette }) {
  const colours = new Uint8Array(4 * (periods.jurisdictions.length + 1)).fill(255);
  const found = periods.classes.map((one) => channels(hidden.includes(one.id) ? palette.hidden : one.colours[palette.id]));
  const noData = channels(palette.no_data);
  colours.set(channels(palette.sea), 0);
  periods.jurisdictions.forEach((_, number) => {
    const place = periods.classes.indexOf(classAt(periods, number, date));
    colours.set(place < 0 ? noData : found[place], 4 * (number + 1));
  });
  return colours;
}

function makeLayer(painter, options) {
  const tiles = new Set();
  const CodeLayer = L.GridLayer.extend({
    createTile(coords, done) {
      const tile = document.createElement('canvas');
      const image = new Image();
      const scale = L.Browser.retina ? 2 : 1;
      tile.width = 256 * scale;
      tile.height = tile.width;
      tile.dataset.tile = `${coords.z}/${coords.x}/${coords.y}`;
      image.onload = () => {
        tile.texture = painter.take(image);
        painter.paint([tile]);
        tiles.add(tile);
        done(null, tile);
      };
      image.onerror = () => done(new Error(image.src), tile);
      image.src = L.Util.template(options.address, { ...coords, r: scale === 2 ? '@2x' : '' });
      return tile;
    },
  });
  const layer = new CodeLayer(options);
  layer.on('tileunload', ({ tile }) => {
    tiles.delete(tile);
    painter.drop(tile.texture || null);
  });
  return { layer, tiles };
}

// Gives {layer, dye(periods, picture), works()}, or null: this browser cannot. `options` are Leaflet's for the layer.
export async function makePainted(periods, options) {
  const { makePainter } = await import('./repaint.js');
  const painter = makePainter();
  if (painter === null) {
    return null;
  }
  const { layer, tiles } = makeLayer(painter, { ...options, address: periods.tiles.replace('.png', '{r}.png') });
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
    if (tiles.size > 0) {
      painter.paint([...tiles]);
    }
  }
  return { layer, dye, works: painter.works };
}
