'use strict';

(() => {
  const WORLD = [[-85, -180], [85, 180]];
  const MAP_OPTIONS = { center: [20, 10], zoom: 2, minZoom: 1, maxZoom: 10, worldCopyJump: true, attributionControl: false };
  const ACTS = { selling: 'Selling sex', buying: 'Buying sex', third_parties: 'Third parties' };
  const SHOWN_LANGUAGE = 'en';

  const byId = (id) => document.getElementById(id);
  const place = byId('place');

  let layers = [];
  let palette = null;
  let tiles = null;
  let names = null;
  let latest = 0; // number of the request whose answer is wanted; earlier ones come too late

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function showTrouble(message) {
    byId('trouble').textContent = message;
    byId('trouble').hidden = message === '';
  }

  async function getJson(address) {
    const response = await fetch(address, { headers: { Accept: 'application/json' } });
    const body = await response.json();
    if (!response.ok) {
      throw Object.assign(new Error(body.detail), { status: response.status });
    }
    return body;
  }

  function swatch(colour) {
    const made = element('span', { className: 'swatch' });
    made.style.backgroundColor = colour;
    made.setAttribute('aria-hidden', 'true');
    return made;
  }

  function layerOf(id) {
    return layers.find((layer) => layer.id === id);
  }

  function colourOf(layerId, classId) {
    const layer = layerOf(layerId);
    const found = layer && layer.classes.find((one) => one.id === classId);
    return found ? found.colour : 'transparent';
  }

  function showLegend(layer) {
    byId('layer-definition').textContent = layer.definition;
    byId('legend').replaceChildren(...layer.classes.map((one) =>
      element('li', { title: one.definition }, swatch(one.colour), element('span', { textContent: one.label }))));
  }

  function showLayer(map, id) {
    const layer = layerOf(id);
    const address = layer.tiles.replace('.png', '{r}.png');
    if (tiles) {
      tiles.remove();
    }
    tiles = L.tileLayer(address, { minZoom: 1, maxZoom: 10 });
    tiles.on('tileerror', () => showTrouble('Part of the map could not be loaded.'));
    tiles.on('load', () => showTrouble(''));
    tiles.addTo(map);
    if (!names) {
      names = L.tileLayer(`/tiles/labels-${SHOWN_LANGUAGE}/{z}/{x}/{y}{r}.png`, { minZoom: 1, maxZoom: 10, zIndex: 2 }).addTo(map);
    }
    showLegend(layer);
  }

  function actSection(act, status) {
    return element('section', {},
      element('h3', { textContent: layerOf(act) ? layerOf(act).label : ACTS[act] }),
      element('div', { className: 'status' }, swatch(colourOf(act, status.status)), element('strong', { textContent: status.label })),
      element('p', { className: 'definition', textContent: status.definition }));
  }

  function sourceItem(source) {
    const about = [source.publisher, source.year].filter(Boolean).join(', ');
    // Records are hand-edited: only addresses of the web become links.
    const title = /^https?:/.test(source.url || '')
      ? element('a', { href: source.url, textContent: source.title, rel: 'noreferrer' })
      : element('span', { textContent: source.title });
    return element('li', {}, title, about === '' ? '' : ` (${about})`);
  }

  function reviewText(record) {
    if (record.review.status === 'validated') {
      return `Validated by ${record.review.by} on ${record.review.date}.`;
    }
    return 'Desk research; not validated in-country.';
  }

  function evidence(record) {
    const asOf = record.law_as_of ? ` The law as of ${record.law_as_of}.` : '';
    return element('p', { className: 'review', textContent: `${reviewText(record)} Confidence: ${record.confidence}.${asOf}` });
  }

  function sinceText(record) {
    const instrument = record.instrument ? ` ${record.instrument}` : '';
    return record.since ? `Since ${record.since}:${instrument}` : instrument.trim();
  }

  function measureList(record) {
    const found = Object.keys(record.measures).filter((id) => ['yes', 'partial'].includes(record.measures[id]));
    if (found.length === 0) {
      return null;
    }
    return element('section', {}, element('h3', { textContent: 'Other measures' }),
      element('ul', {}, ...found.map((id) => element('li', {
        textContent: `${record.measure_labels[id].label}: ${record.measure_labels[id].value_label}`,
      }))));
  }

  function sourceList(record) {
    if (record.sources.length === 0) {
      return null;
    }
    return element('section', {}, element('h3', { textContent: 'Sources' }),
      element('ul', {}, ...record.sources.map(sourceItem)));
  }

  function showRecord(record, remark) {
    place.replaceChildren(...[
      element('h2', { textContent: record.name }),
      remark === '' ? null : element('p', { className: 'hint', textContent: remark }),
      element('div', { className: 'status' }, swatch(colourOf('framework', record.framework)),
        element('strong', { textContent: record.framework_label })),
      element('p', { className: 'definition', textContent: record.framework_definition }),
      evidence(record),
      element('p', { textContent: sinceText(record) }),
      record.inherits ? element('p', { className: 'hint', textContent: `The law of ${record.inherits} applies here.` }) : null,
      ...Object.entries(record.acts).map(([act, status]) => actSection(act, status)),
      measureList(record),
      record.note ? element('p', { className: 'note', textContent: record.note }) : null,
      sourceList(record),
      element('p', {}, element('a', { href: record.links.self, textContent: 'Everything recorded, as JSON' })),
    ].filter((child) => child !== null));
  }

  function showMessage(text) {
    place.replaceChildren(element('p', { className: 'hint', textContent: text }));
  }

  // Shows what `find` says: the code of a jurisdiction and a remark, or a message when there is none.
  async function open(find, focus) {
    latest += 1;
    const mine = latest;
    place.setAttribute('aria-busy', 'true');
    try {
      const found = await find();
      const record = await getJson(`/api/v1/jurisdictions/${found.code}?lang=${SHOWN_LANGUAGE}`);
      if (mine === latest) {
        showRecord(record, found.remark);
      }
    } catch (error) {
      if (mine === latest) {
        showMessage(error.status === 404 ? 'No country there.' : 'The record could not be loaded. Please try again.');
      }
    }
    if (mine === latest) {
      place.removeAttribute('aria-busy');
      if (focus) {
        place.focus({ preventScroll: true });
        place.scrollIntoView({ block: 'start' });
      }
    }
  }

  // UTFGrid 1.3: a character is 32 and the number of a key, but the quote and the backslash are left out.
  function keyAt(grid, row, column) {
    const code = grid.grid[row].codePointAt(column);
    return grid.keys[code - 32 - (code >= 93) - (code >= 35)];
  }

  // What the map shows there, which may be the disc of a country too small to see.
  async function shownAt(map, position) {
    const zoom = map.getZoom();
    const size = 256 * 2 ** zoom;
    const point = map.project(position, zoom).floor();
    const x = ((point.x % size) + size) % size;
    if (point.y < 0 || point.y >= size) {
      return '';
    }
    const grid = await getJson(`/tiles/${zoom}/${Math.floor(x / 256)}/${Math.floor(point.y / 256)}.grid.json`);
    return keyAt(grid, Math.floor(point.y % 256 / 4), Math.floor(x % 256 / 4));
  }

  function openAt(map, position, focus) {
    return open(async () => {
      const code = await shownAt(map, position);
      if (code !== '') {
        return { code, remark: '' };
      }
      const { lat, lng } = position.wrap();
      const found = await getJson(`/api/v1/locate?lat=${lat.toFixed(5)}&lon=${lng.toFixed(5)}&lang=${SHOWN_LANGUAGE}`);
      return { code: found.code, remark: found.inside ? '' : `The nearest land, ${found.distance_km} km away.` };
    }, focus);
  }

  function openFromList(event) {
    const link = event.target.closest('a[data-code]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(async () => ({ code: link.dataset.code, remark: '' }), true);
    }
  }

  function reveal() {
    document.querySelector('main').classList.add('live');
    byId('map').hidden = false;
    byId('side').hidden = false;
  }

  // The mark at the centre of the map is for those who move it with keys.
  function markKeyboard(container) {
    container.addEventListener('keydown', () => container.classList.add('by-keyboard'));
    container.addEventListener('keyup', () => container.classList.add('by-keyboard'));
    container.addEventListener('pointerdown', () => container.classList.remove('by-keyboard'));
  }

  function makeMap() {
    const container = byId('map');
    const map = L.map('map', MAP_OPTIONS).setMaxBounds([[-89, -Infinity], [89, Infinity]]);
    if (map.getSize().x < 600) {
      map.fitBounds(WORLD, { animate: false });
    }
    map.on('click', (event) => openAt(map, event.latlng, window.matchMedia('(max-width: 48rem)').matches));
    container.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target === container) {
        openAt(map, map.getCenter(), true);
      }
    });
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', 'Map of the world; arrow keys move it, plus and minus zoom, Enter opens the country at its centre');
    markKeyboard(container);
    return map;
  }

  async function start() {
    reveal();
    const map = makeMap();
    ({ layers, palettes: [palette] } = await getJson(`/api/v1/layers?lang=${SHOWN_LANGUAGE}`));
    byId('map').style.backgroundColor = palette.sea;
    byId('layer').append(...layers.map((layer) => element('option', { value: layer.id, textContent: layer.label })));
    byId('layer').addEventListener('change', () => showLayer(map, byId('layer').value));
    byId('countries').addEventListener('click', openFromList);
    showLayer(map, layers[0].id);
  }

  start().catch(() => showTrouble('The map could not be loaded. The list of countries below works all the same.'));
})();
