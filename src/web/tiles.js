// The server's tiles of a picture (ground.js).
import { places } from './places.js';
import { text } from './text.js';

// Tiles that change their address without a blank map between: the next ones lie over the old until they are there,
// and while they load only the last of the addresses asked for is kept.
// `ready` is called once, when the first picture is there.
export function makeTiles(map, options, trouble, ready) {
  let shown = null;
  let loading = null;
  let wanted = null;
  let begun = false;

  function load(address) {
    const layer = L.tileLayer(address, options);
    let failed = false;
    layer.on('loading', () => { failed = false; });
    layer.on('tileerror', () => { failed = true; });
    layer.on('load', () => trouble(failed ? text('map.trouble.tiles') : ''));
    // Not inside the event: Leaflet goes on to use a layer whose handlers may have taken it off the map.
    layer.once('load', () => queueMicrotask(finish));
    loading = Object.assign(layer, { address });
    layer.addTo(map);
  }

  function finish() {
    if (!begun) {
      begun = true;
      ready();
    }
    shown?.remove();
    shown = loading;
    loading = null;
    next();
  }

  function next() {
    if (wanted === null) {
      shown?.remove();
      shown = null;
    } else if (wanted !== shown?.address) {
      load(wanted);
    }
  }

  function want(address) {
    wanted = address;
    if (loading === null) {
      next();
    }
  }

  return {
    show: (picture) => want(places.tiles(picture)),
    hide: () => want(null),
    redraw: () => shown?.redraw(),
  };
}
