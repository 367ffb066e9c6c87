// The control of the date: a slider over months, a field for a day, and marks for reforms between.
import { FIRST_DAY, inWords, isDay, today } from './day.js';
import { byId } from './element.js';

const SVG = 'http://www.w3.org/2000/svg';

const slider = byId('month');
const field = byId('day');

// Months since FIRST_DAY's; a date may be a year alone, which counts from its January.
function monthOf(date) {
  return (Number(date.slice(0, 4)) - Number(FIRST_DAY.slice(0, 4))) * 12 + Number(date.slice(5, 7) || 1) - 1;
}

// The month's first day; the last month stands for today, which is null.
function dayOf(month) {
  if (month >= monthOf(today())) {
    return null;
  }
  const year = Number(FIRST_DAY.slice(0, 4)) + Math.floor(month / 12);
  return `${year}-${String(month % 12 + 1).padStart(2, '0')}-01`;
}

function wordsFor(date) {
  return date === null ? `today, ${inWords(today())}` : inWords(date);
}

function mark(date, kind) {
  const line = document.createElementNS(SVG, 'line');
  const x = `${100 * monthOf(date) / monthOf(today())}%`;
  for (const [name, value] of Object.entries({ x1: x, x2: x, y1: '0', y2: '100%', class: kind })) {
    line.setAttribute(name, value);
  }
  return line;
}

export function showDate(date) {
  const words = wordsFor(date);
  slider.max = monthOf(today());
  slider.value = monthOf(date || today());
  slider.setAttribute('aria-valuetext', words);
  field.min = FIRST_DAY;
  field.max = today();
  field.value = date || today();
  field.removeAttribute('aria-invalid');
  byId('day-refused').hidden = true;
  byId('day-words').textContent = words;
  byId('now').disabled = date === null;
}

function refuse() {
  field.setAttribute('aria-invalid', 'true');
  byId('day-refused').textContent = `Choose a day from ${inWords(FIRST_DAY)} to today.`;
  byId('day-refused').hidden = false;
}

// Calls `chosen` with the date and whether it is one of many on the way, as the slider passes them.
export function listenToDate(chosen) {
  slider.addEventListener('input', () => chosen(dayOf(Number(slider.value)), true));
  field.addEventListener('change', () => {
    if (isDay(field.value)) {
      chosen(field.value === today() ? null : field.value, false);
    } else {
      refuse();
    }
  });
  byId('now').addEventListener('click', () => {
    chosen(null, false);
    slider.focus();
  });
}

// Strokes under the slider: `all` of the world's reforms, those of the chosen country, `own`, standing out.
export function markReforms(all, own) {
  byId('reform-marks').replaceChildren(...all.map((date) => mark(date, 'other')), ...own.map((date) => mark(date, 'own')));
}
