// The colours of the map, for a picture {layer, date, hidden, palette}: the server's tiles at first, which are small;
// once the reader begins to change the picture, tiles that are painted here (painted.js), where the browser can.
import { byId } from './element.js';
import { makePainted } from './painted.js';
import { periodsOf } from './periods.js';
import { isStatic, places } from './places.js';
import { text } from './text.js';
import { makeTiles } from './tiles.js';

const LABELS = { pane: 'labels', className: 'labels' };
const OVER_OUTLINES = 450; // of which Leaflet's pane has 400, https://leafletjs.com/reference.html#map-pane

// Browsers keep pictures for some minutes: each that is shown is asked for again.
function refetch() {
  const addresses = [...document.querySelectorAll('#map img.leaflet-tile')].map((tile) => tile.src);
  return Promise.allSettled(addresses.map((address) => fetch(address, { cache: 'reload' })));
}

// Calls `trouble` with a message when something cannot be loaded, or ''; `ready` once all that belongs to the first view
// is there, the colours first.
export function makeGround(map, options, trouble, ready) {
  const tiles = makeTiles(map, options, trouble, coloured);
  Object.assign(map.createPane('labels').style, { zIndex: OVER_OUTLINES, pointerEvents: 'none' });
  const labels = L.tileLayer(places.labels(), { ...options, ...LABELS });
  let wanted = null; // the picture
  let painted = null; // once its tiles come
  let there = false; // whether all of them are
  let preparing = false;
  let able = true; // as far as is known
  let withoutWebGl = false; // which has failed

  // Names come after the colours, which are the map.
  function coloured() {
    if (!map.hasLayer(labels)) {
      labels.once('load', ready).addTo(map);
    }
  }

  // For who looks at the page from outside: the layer that is painted here.
  function tell() {
    if (there) {
      byId('map').dataset.painted = wanted.layer;
    }
  }

  function giveUp() {
    delete byId('map').dataset.painted;
    there = false;
    painted.layer.remove();
    painted = null;
    able = isStatic;
    withoutWebGl = true;
    show(wanted);
  }

  // Of some pictures there are no coloured tiles.
  function show(picture) {
    wanted = picture;
    if (painted !== null) {
      dye(painted, picture);
    } else if (places.tiles(picture) !== null) {
      tiles.show(picture);
    } else {
      begin();
    }
  }

  // The reader is about to change the picture often, or has.
  function begin() {
    if (able && painted === null && !preparing) {
      preparing = true;
      prepare().catch(() => {
        if (places.tiles(wanted) === null) {
          trouble(text('map.trouble.tiles'));
        }
      }).finally(() => { preparing = false; });
    }
  }

  async function dye(layer, picture) {
    const law = await periodsOf(picture.layer).catch(() => null);
    if (picture !== wanted) {
      return;
    }
    if (law === null) {
      trouble(text('map.trouble.tiles'));
    } else if (layer.works()) {
      layer.dye(law, picture);
      tell();
    } else {
      giveUp();
    }
  }

  async function prepare() {
    const law = await periodsOf(wanted.layer);
    const made = await makePainted(law, options, withoutWebGl);
    if (made === null) {
      able = false;
      return;
    }
    await dye(made, wanted);
    let failed = false;
    made.layer.on('loading', () => { failed = false; });
    made.layer.on('tileerror', () => { failed = true; });
    made.layer.on('load', () => trouble(failed ? text('map.trouble.tiles') : ''));
    made.layer.once('load', () => {
      tiles.hide();
      there = true;
      coloured();
      tell();
    });
    made.layer.addTo(map);
    painted = made;
  }

  return {
    show,
    prepare: begin,
    // The law has changed: what is kept of it has been forgotten.
    async renew() {
      await refetch();
      labels.redraw();
      if (painted === null) {
        tiles.redraw();
      } else {
        await dye(painted, wanted);
      }
    },
  };
}
