// The key of the map, which is its filter too: each class has a box, and what is not ticked is not coloured.
import { byId, element, swatch } from './element.js';
import { text } from './text.js';

const list = byId('legend');

const boxes = () => [...list.querySelectorAll('input')];

function makeItem(one) {
  const box = element('input', { type: 'checkbox', value: one.id });
  return element('li', {}, element('label', { title: one.definition }, box, swatch(''), element('span', { textContent: one.label })));
}

export function showLegend(layer, hidden, colourOf) {
  if (list.dataset.layer !== layer.id) {
    list.dataset.layer = layer.id;
    list.replaceChildren(...layer.classes.map(makeItem));
  }
  for (const box of boxes()) {
    box.checked = !hidden.includes(box.value);
    box.nextElementSibling.style.backgroundColor = colourOf(layer.id, box.value);
  }
  byId('legend-all').disabled = hidden.length === 0;
  byId('legend-none').disabled = hidden.length === layer.classes.length;
  byId('legend-count').textContent = hidden.length === 0 ? ''
    : text('map.legend.count', { shown: layer.classes.length - hidden.length, all: layer.classes.length });
}

// Calls `changed` with the classes that are not to be shown.
export function listenToLegend(changed) {
  const hide = (isHidden) => changed(boxes().filter(isHidden).map((box) => box.value));
  list.addEventListener('change', () => hide((box) => !box.checked));
  byId('legend-all').addEventListener('click', () => hide(() => false));
  byId('legend-none').addEventListener('click', () => hide(() => true));
}
