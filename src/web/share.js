// Sharing what is shown: a link, the picture and the figures behind it, and the map for another page.
import { byId } from './element.js';
import { text } from './text.js';

const FIGURE = { width: 1600, projection: 'web-mercator' }; // pixels; as the map is

function fieldsOf({ date, palette, hidden }) {
  return { ...(date === null ? {} : { date }), ...(palette.id === 'default' ? {} : { palette: palette.id }),
    ...(hidden.length === 0 ? {} : { hide: hidden.join(',') }) };
}

function address(path, fields) {
  return `${path}?${new URLSearchParams(fields).toString().replaceAll('%2C', ',')}`;
}

// What an attribute of HTML may hold.
function quoted(value) {
  return value.replace(/[&"<]/g, (sign) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;' }[sign]));
}

function snippet(lang, fragment) {
  const source = `${location.origin}/embed?lang=${lang}${fragment}`;
  return `<iframe src="${quoted(source)}" title="${quoted(document.title)}" width="800" height="500" loading="lazy" referrerpolicy="no-referrer" style="border: 0; max-width: 100%"></iframe>`;
}

// `picture` is as for the ground of the map, `classes` those of its layer, `bounds` the view's.
export function showSharing({ picture, classes, bounds, lang, fragment }) {
  const fields = { ...fieldsOf(picture), lang };
  for (const format of ['png', 'svg', 'pdf']) {
    byId(`download-${format}`).href = address(`/figures/${picture.layer}.${format}`, { ...fields, ...FIGURE, bbox: bounds });
  }
  const shown = classes.filter((one) => !picture.hidden.includes(one.id)).map((one) => one.id);
  const filter = picture.hidden.length === 0 ? {} : { [picture.layer]: shown.join(',') };
  byId('download-csv').href = address('/api/v1/jurisdictions.csv', { ...(picture.date === null ? {} : { date: picture.date }), lang, ...filter });
  byId('share-link').value = `${location.origin}/?lang=${lang}${fragment}`;
  if (byId('share-embed') !== null) { // the operator may not allow it
    byId('share-embed').value = snippet(lang, fragment);
  }
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    byId('share-status').textContent = text('map.share.copied');
  } catch {
    byId('share-status').textContent = text('map.share.copy-yourself'); // it is selected
  }
}

export function offerToCopy() {
  byId('share').addEventListener('click', (event) => {
    const button = event.target.closest('button[data-copy]');
    if (button !== null) {
      copy(byId(button.dataset.copy));
    }
  });
}
