// Days as text, YYYY-MM-DD, in words, and as months; all in UTC, as the server counts them.
import { LANGUAGE } from './text.js';

const DAY = { year: 'numeric', month: 'long', day: 'numeric' };
const MONTH = { year: 'numeric', month: 'long' };

const LOCALE = LANGUAGE === 'en' ? 'en-GB' : LANGUAGE;

export const FIRST_DAY = '1940-01-01'; // a decade's beginning before the first dated reform

export function today() {
  return new Date().toISOString().slice(0, 10);
}

// Whether it is a day from FIRST_DAY to today; such text sorts as its days do.
export function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > today()) {
    return false;
  }
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

// Also a date that is only a month or a year.
export function inWords(date) {
  if (date.length === 4) {
    return date;
  }
  const precision = date.length === 7 ? MONTH : DAY;
  return new Intl.DateTimeFormat(LOCALE, { ...precision, timeZone: 'UTC' }).format(new Date(date));
}

// A day on which a law in force since a date is in force: of a month or year alone, one towards its end.
export function dayWithin(date) {
  const day = date + { 4: '-12-31', 7: '-28', 10: '' }[date.length];
  return day > today() ? today() : day;
}

// Months since FIRST_DAY's; a date may be a year alone, which counts from its January.
export function monthOf(date) {
  return (Number(date.slice(0, 4)) - Number(FIRST_DAY.slice(0, 4))) * 12 + Number(date.slice(5, 7) || 1) - 1;
}

// The month's first day; the last month stands for today, which is null.
export function dayOf(month) {
  if (month >= monthOf(today())) {
    return null;
  }
  const year = Number(FIRST_DAY.slice(0, 4)) + Math.floor(month / 12);
  return `${year}-${String(month % 12 + 1).padStart(2, '0')}-01`;
}
