// For whoever edits the data, on a server that watches their files (lawmap serve --watch): a change is shown as soon as
// it is saved, and so is what is wrong with a file, while the map keeps the data from before. Loaded only there, so it
// imports nothing.

const EVERY = 250; // milliseconds: with the 150 that the server waits until an editor has done, well within a second

// The server speaks English about the data, as lawmap check does.
function listOf({ faults, message, count }, element, text) {
  const places = faults.map((fault) => element('li', { lang: 'en' },
    element('code', { textContent: `${fault.file}:${fault.line}:${fault.column}` }), `: ${fault.message} [${fault.rule}]`));
  if (faults.length === 0) {
    places.push(element('li', { lang: 'en', textContent: message }));
  } else if (count > faults.length) {
    places.push(element('li', { textContent: text('map.watch.more', { count }) }));
  }
  return element('ul', {}, ...places);
}

// `box` says what is wrong; `noteVersion` is told of the data that are served.
export function watch(box, element, text, noteVersion) {
  let shown = 'null';

  function show(key, content) {
    box.hidden = key === null;
    box.replaceChildren(...(key === null ? [] : [element('p', { textContent: text(key) }), ...content]));
  }

  function take({ dataset, refused }) {
    const now = JSON.stringify(refused);
    if (now !== shown) {
      shown = now;
      show(refused === null ? null : 'map.watch.refused', refused === null ? [] : [listOf(refused, element, text)]);
    }
    noteVersion(dataset.version);
  }

  async function ask() {
    try {
      take(await (await fetch('/api/v1/status', { cache: 'no-store' })).json());
    } catch {
      shown = 'lost';
      show('map.watch.lost', []);
    }
  }

  async function goOn() {
    if (!document.hidden) {
      await ask();
    }
    setTimeout(goOn, EVERY);
  }
  goOn();
}
