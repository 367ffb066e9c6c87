// The map on paper: Leaflet keeps the size that it has on the screen, so all of it is made smaller to fit the sheet.
import { byId } from './element.js';

const SHEET = { width: 680, height: 560 }; // CSS pixels of A4 across that the key leaves to the map

export function fitToPaper() {
  window.addEventListener('beforeprint', () => {
    const { width, height } = byId('map').getBoundingClientRect();
    const { style } = document.documentElement;
    style.setProperty('--map-width', `${width}px`);
    style.setProperty('--map-height', `${height}px`);
    style.setProperty('--map-fit', Math.min(1, SHEET.width / width, SHEET.height / height));
  });
}
