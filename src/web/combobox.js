// A field with suggestions: the combobox pattern of ARIA 1.2, with a list that is chosen from.
import { element } from './element.js';

// `field` is the input, whose aria-controls names the list. `suggest(text)` gives, or promises, the suggestions as
// {label, detail, value}; `chosen(value)` is called with one's; `announce(suggestions)` when they have come.
export function makeCombobox(field, { suggest, chosen, announce }) {
  const list = document.getElementById(field.getAttribute('aria-controls'));
  let suggestions = [];
  let active = -1;
  let latest = 0;

  function activate(index) {
    active = index;
    [...list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === active)));
    if (active < 0) {
      field.removeAttribute('aria-activedescendant');
    } else {
      field.setAttribute('aria-activedescendant', list.children[active].id);
      list.children[active].scrollIntoView({ block: 'nearest' });
    }
  }

  function open(found) {
    suggestions = found;
    list.replaceChildren(...found.map(({ label, detail }, place) => element('li', { id: `${list.id}-${place}`, role: 'option' },
      element('span', { textContent: label }), detail === '' ? null : element('span', { className: 'detail', textContent: detail }))));
    list.hidden = found.length === 0;
    field.setAttribute('aria-expanded', String(!list.hidden));
    activate(-1);
  }

  function close() {
    latest += 1;
    open([]);
  }

  function choose(index) {
    const { value } = suggestions[index];
    close();
    field.value = '';
    chosen(value);
  }

  async function refresh() {
    latest += 1;
    const mine = latest;
    const found = await suggest(field.value);
    if (mine === latest) {
      open(found);
      announce(field.value, found);
    }
  }

  const step = (by) => {
    const count = suggestions.length;
    activate(active < 0 ? (by > 0 ? 0 : count - 1) : (active + by + count) % count);
  };
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => choose(Math.max(active, 0)),
    Escape: close,
  };
  field.addEventListener('input', refresh);
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    if (suggestions.length > 0 && !event.isComposing && Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option !== null) {
      choose([...list.children].indexOf(option));
    }
  });
}
