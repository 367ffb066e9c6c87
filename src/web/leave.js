// Leaving the page at once: by its link, or by Escape twice within a second.
//
// The page gives way to about:blank: it is there without a request, has no address of ours, no title and no icon.
// Replacing the address is not enough, because the steps that the reader took on the page would stay in Back and
// Forward. So each of them first loses its address to one that shows nothing of the map, from the last to the first.
import { afterMoving, entriesBefore, push, replace } from './address.js';
import { byId } from './element.js';
import { places } from './places.js';

const NEUTRAL = new URL(places.neutral(), location.href).href; // says "ok"
const TWICE_WITHIN = 1000; // milliseconds
const LONGEST = 1000; // milliseconds, after which the page is gone although the browser has not taken every step

let lastEscape = -Infinity;

const vanish = () => location.replace('about:blank');

function leave() {
  document.body.hidden = true;
  document.title = '';
  setTimeout(vanish, LONGEST);
  push(NEUTRAL); // what was ahead is forgotten
  afterMoving(() => {
    if (entriesBefore() === 0) {
      vanish();
      return;
    }
    replace(NEUTRAL);
    history.back();
  });
  history.back();
}

export function offerToLeave() {
  byId('leave').addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat) {
      return;
    }
    if (event.timeStamp - lastEscape <= TWICE_WITHIN) {
      leave();
    }
    lastEscape = event.timeStamp;
  });
}
