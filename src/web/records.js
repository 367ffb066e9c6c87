// The record of a jurisdiction on a day.
import { getJson } from './api.js';
import { FIRST_DAY, today } from './day.js';
import { isStatic, places } from './places.js';

// A date known to the month or the year counts as its first day.
const firstDay = (from) => from + { 4: '-01-01', 7: '-01', 10: '' }[from.length];

// The place in the history of the period in force on a day; -1: before all that is recorded.
const placeOn = (history, day) => history.findLastIndex(({ from }) => from === null || firstDay(from) <= day);

// The day under which a static site has the law of `day`: the first of a period; null for that of the day on which the
// site was made.
function dayOnFile({ history, date }, day) {
  const place = placeOn(history, day);
  if (place === placeOn(history, date)) {
    return null;
  }
  return place < 0 || history[place].from === null ? FIRST_DAY : firstDay(history[place].from);
}

// The record on a date (null: today). On a static site, `on_file` is the day under which its law is filed.
export async function getRecord(code, date) {
  if (!isStatic) {
    return getJson(places.record(code, date));
  }
  const now = await getJson(places.record(code, null));
  const day = date || today();
  const filed = dayOnFile(now, day);
  const record = filed === null ? now : await getJson(places.record(code, filed));
  return { ...record, date: day, on_file: filed };
}

// The page of the country that shows that record.
export const pageOf = (record, date) => places.page(record.code, isStatic ? record.on_file : date);

// What the record is as data, today's where a server has it.
export const fileOf = (record) => (isStatic ? places.record(record.code, record.on_file) : record.links.self);
