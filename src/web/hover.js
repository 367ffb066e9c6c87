// The name of what is under the pointer, beside it. Fingers have no hover, and keys have the panel.
import { element } from './element.js';
import { shownAt } from './grid.js';

const BESIDE = 14; // pixels from the pointer

// `wordsFor(code, name)` gives, or promises, what to say of a jurisdiction.
export function nameUnderPointer(map, wordsFor) {
  const container = map.getContainer();
  const tip = element('div', { className: 'tip', hidden: true });
  let latest = 0;
  let shown = null; // the code that the tip names
  let due = false;
  tip.setAttribute('aria-hidden', 'true');
  container.append(tip);

  function hide() {
    latest += 1;
    shown = null;
    tip.hidden = true;
  }

  function place({ x, y }) {
    const { x: width } = map.getSize();
    const left = x + BESIDE + tip.offsetWidth > width ? x - BESIDE - tip.offsetWidth : x + BESIDE;
    tip.style.transform = `translate(${Math.max(0, left)}px, ${y + BESIDE}px)`;
  }

  async function show(point) {
    latest += 1;
    const mine = latest;
    const found = await shownAt(map, map.containerPointToLatLng(point)).catch(() => null);
    const words = found === null || found.code === shown ? '' : await wordsFor(found.code, found.name);
    if (mine !== latest) {
      return;
    }
    if (found === null) {
      hide();
      return;
    }
    if (found.code !== shown) {
      shown = found.code;
      tip.textContent = words;
      tip.hidden = false;
    }
    place(point);
  }

  container.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || event.buttons !== 0 || !event.target.closest('.leaflet-pane, #map') || due) {
      return;
    }
    due = true;
    requestAnimationFrame(() => {
      due = false;
      show(map.mouseEventToContainerPoint(event));
    });
  });
  container.addEventListener('pointerleave', hide);
  map.on('movestart zoomstart', hide);
  return hide;
}
