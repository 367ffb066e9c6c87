// The field that finds a country by name or code; names.js, and the names, come when a reader first goes to one.
import { getJson } from './api.js';
import { makeCombobox } from './combobox.js';
import { byId } from './element.js';
import { places } from './places.js';
import { LANGUAGE, text } from './text.js';

const LIMIT = 8;

let loading = null; // of names.js and the index

async function load() {
  const [{ find, indexOf }, { jurisdictions }] = await Promise.all([import('./names.js'), getJson(places.names())]);
  const index = indexOf(jurisdictions, LANGUAGE);
  return (typed) => find(index, typed, LIMIT);
}

function finder() {
  loading ||= load();
  loading.catch(() => { loading = null; });
  return loading;
}

function suggestion({ code, name, whole, called }) {
  return { label: name, detail: [called, whole].filter(Boolean).join(' · '), value: code };
}

// The field `id` calls `chosen` with the code of the country that is found.
export function offerSearch(id, chosen) {
  const status = byId(`${id}-status`);
  byId(id).addEventListener('focus', () => finder().catch(() => {}), { once: true });
  makeCombobox(byId(id), {
    chosen,
    async suggest(typed) {
      const find = await finder().catch(() => null);
      status.classList.toggle('unseen', find !== null);
      if (find === null) {
        status.textContent = text('map.search.failed');
        return [];
      }
      return find(typed).map(suggestion);
    },
    announce(typed, found) {
      if (loading === null) {
        return;
      }
      status.classList.toggle('unseen', found.length > 0 || typed.trim() === '');
      status.textContent = typed.trim() === '' ? '' : found.length === 0 ? text('map.search.none')
        : text('map.search.found', { count: found.length });
    },
  });
}
