// Where everything is: on a server, which answers queries, or among the files of a static site (lawmap export --format
// site), which are named after the server's addresses (src/http/site/static_place.h). The page says which it is of.
import { LANGUAGE } from './text.js';

const { root, zoom, layers } = document.documentElement.dataset;

export const isStatic = root !== undefined;

// The last zoom of which there are tiles.
export const LAST_TILES = isStatic ? Number(zoom) : 10;

const inLanguage = `lang=${LANGUAGE}`;

// The parameters of a law on a day; null is today.
const onDay = (date) => (date === null ? inLanguage : `${inLanguage}&date=${date}`);

function query(fields) {
  const text = new URLSearchParams(fields).toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

// What differs from the map as it begins, in parameters.
function fieldsOf({ date, palette, hidden }) {
  return { ...(date === null ? {} : { date }), ...(palette.id === 'default' ? {} : { palette: palette.id }),
    ...(hidden.length === 0 ? {} : { hide: hidden.join(',') }) };
}

const FIGURE = { width: 1600, projection: 'web-mercator' }; // pixels; as the map is

// `picture` is as for the ground of the map (ground.js); what there is nothing of is null.
const server = {
  layers: () => `/api/v1/layers?${inLanguage}`,
  periods: (layer) => `/api/v1/layers/${layer}/periods`,
  names: () => '/api/v1/names',
  changes: () => `/api/v1/changes.json?level=all&${inLanguage}`,
  subdivisions: () => `/api/v1/jurisdictions?level=subdivision&${inLanguage}`,
  record: (code, date) => `/api/v1/jurisdictions/${code}?${onDay(date)}`,
  history: (code) => `/api/v1/jurisdictions/${code}/history`,
  outline: (code, detail) => `/api/v1/jurisdictions/${code}.geojson?detail=${detail}`,
  page: (code, date) => `/country/${code}?${onDay(date)}`,
  whole: () => `/?${inLanguage}`,
  neutral: () => '/healthz', // says "ok"
  grid: (z, x, y) => `/tiles/${z}/${x}/${y}.grid.json?${inLanguage}`,
  locate: (lat, lon) => `/api/v1/locate?lat=${lat}&lon=${lon}&${inLanguage}`,
  labels: () => `/tiles/labels-${LANGUAGE}/{z}/{x}/{y}{r}.png`,
  codes: (periods) => periods.tiles.replace('.png', '{r}.png'),
  tiles: (picture) => `/tiles/${picture.layer}/{z}/{x}/{y}{r}.png${query(fieldsOf(picture))}`,
  figure: (format, picture, bbox) => `/figures/${picture.layer}.${format}${query({ ...fieldsOf(picture), lang: LANGUAGE, ...FIGURE, bbox })}`,
  table: (picture, filter) => `/api/v1/jurisdictions.csv${query({ ...(picture.date === null ? {} : { date: picture.date }), lang: LANGUAGE, ...filter })}`,
};

// Only what is as the map begins has been drawn beforehand.
const isDrawn = (picture) => layers.split(' ').includes(picture.layer) && Object.keys(fieldsOf(picture)).length === 0;

const mine = LANGUAGE === 'en' ? root : `${root}${LANGUAGE}/`; // of what is in the page's language

const onFile = (day) => (day === null ? '' : `/${day}`);

// A day is here the first of a period, or null: see records.js.
const files = {
  layers: () => `${mine}api/v1/layers.json`,
  periods: (layer) => `${root}api/v1/layers/${layer}/periods.json`,
  names: () => `${root}api/v1/names.json`,
  changes: () => `${mine}api/v1/changes/level/all.json`,
  subdivisions: () => `${mine}api/v1/jurisdictions/level/subdivision.json`,
  record: (code, day) => `${mine}api/v1/jurisdictions/${code}${onFile(day)}.json`,
  history: (code) => `${mine}api/v1/jurisdictions/${code}/history.json`,
  outline: (code, detail) => `${root}api/v1/jurisdictions/${code}${detail === 'low' ? '/detail/low' : ''}.geojson`,
  page: (code, day) => `${mine}country/${code}${onFile(day)}/`,
  whole: () => `${mine}`,
  neutral: () => `${root}ok.txt`,
  grid: () => null,
  locate: () => null,
  labels: () => `${root}tiles/labels-${LANGUAGE}/{z}/{x}/{y}@2x.png`,
  codes: () => `${root}tiles/codes/{z}/{x}/{y}@2x.png`,
  tiles: (picture) => (isDrawn(picture) ? `${root}tiles/${picture.layer}/{z}/{x}/{y}@2x.png` : null),
  figure: (format, picture) => (isDrawn(picture) ? `${mine}figures/${picture.layer}.${format}` : null),
  table: () => `${mine}api/v1/jurisdictions.csv`,
};

export const places = isStatic ? files : server;
