// Sharing what is shown: a link, the picture and the figures behind it, and the map for another page.
import { byId } from './element.js';
import { places } from './places.js';
import { LANGUAGE, text } from './text.js';

// What an attribute of HTML may hold.
function quoted(value) {
  return value.replace(/[&"<]/g, (sign) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;' }[sign]));
}

function snippet(fragment) {
  const source = `${location.origin}/embed?lang=${LANGUAGE}${fragment}`;
  return `<iframe src="${quoted(source)}" title="${quoted(document.title)}" width="800" height="500" loading="lazy" referrerpolicy="no-referrer" style="border: 0; max-width: 100%"></iframe>`;
}

// `picture` is as for the ground of the map, `classes` those of its layer, `bounds` the view's.
export function showSharing({ picture, classes, bounds, fragment }) {
  for (const format of ['png', 'svg', 'pdf']) {
    const address = places.figure(format, picture, bounds);
    byId('share-picture').hidden = address === null;
    byId(`download-${format}`).href = address ?? '';
  }
  const shown = classes.filter((one) => !picture.hidden.includes(one.id)).map((one) => one.id);
  byId('download-csv').href = places.table(picture, picture.hidden.length === 0 ? {} : { [picture.layer]: shown.join(',') });
  byId('share-link').value = new URL(places.whole() + fragment, location.href.replace(/#.*/, '')).href;
  if (byId('share-embed') !== null) { // the operator may not allow it
    byId('share-embed').value = snippet(fragment);
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
