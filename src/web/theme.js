// Which palette is shown, and the page's own colours, which follow it.
import { byId } from './element.js';

const DARK = 'dark'; // the codebook's palette for dark screens

const darkDevice = window.matchMedia('(prefers-color-scheme: dark)');

// The one that was chosen, or the one for the reader's device.
export function paletteFor(palettes, chosen) {
  const wanted = chosen || (darkDevice.matches ? DARK : null);
  return palettes.find((palette) => palette.id === wanted) || palettes[0];
}

export function watchDevice(changed) {
  darkDevice.addEventListener('change', changed);
}

export function dressPage(palette) {
  const root = document.documentElement;
  const dark = palette.id === DARK;
  byId('dark').media = dark ? 'all' : 'not all';
  root.style.colorScheme = dark ? 'dark' : 'light';
  root.style.setProperty('--paper', palette.page);
  root.style.setProperty('--ink', palette.ink);
  byId('map').style.backgroundColor = palette.sea;
}
