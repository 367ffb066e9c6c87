// Playing the years: the date goes on by itself, from where it is or from the first, until today. Where the reader's
// device asks for little motion it goes from reform to reform instead, with time to look.
import { FIRST_DAY, dayWithin, monthOf, dayOf } from './day.js';
import { byId } from './element.js';
import { text } from './text.js';

const MONTHS_A_SECOND = 48;
const LOOK = 2000; // milliseconds for a reform

const still = window.matchMedia('(prefers-reduced-motion: reduce)');
const button = byId('play');

let stopNow = null; // stops what is playing; null: nothing is

export function stopPlaying() {
  stopNow?.();
}

// A smooth run: `go(date)` for each month, null for today, which ends it.
function run(from, go) {
  const start = monthOf(from);
  const began = performance.now();
  let month = start;
  let frame = 0;
  function step(now) {
    const next = start + Math.floor((now - began) / 1000 * MONTHS_A_SECOND);
    frame = requestAnimationFrame(step);
    if (next > month) {
      month = next;
      go(dayOf(month));
    }
  }
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}

// From reform to reform; `dates` of reforms.
function walk(from, dates, go) {
  const days = [...new Set(dates.map(dayWithin))].sort().filter((day) => day > from);
  const next = () => go(days.shift() || null);
  const timer = setInterval(next, LOOK);
  queueMicrotask(next);
  return () => clearInterval(timer);
}

// `dateNow()` gives the date shown, `reforms()` the dates of reforms; `go(date)` shows one.
export function offerToPlay({ dateNow, reforms, go }) {
  function play() {
    const from = dateNow() || FIRST_DAY;
    let halt = () => {};
    stopNow = () => {
      halt();
      stopNow = null;
      button.textContent = text('map.time.play');
    };
    button.textContent = text('map.time.pause');
    const onwards = (date) => {
      go(date);
      if (date === null) {
        stopPlaying();
      }
    };
    halt = still.matches ? walk(from, reforms(), onwards) : run(from, onwards);
  }

  button.addEventListener('click', () => (stopNow === null ? play() : stopPlaying()));
}
