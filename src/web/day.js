// Days as text, YYYY-MM-DD, and in words; all in UTC, as the server counts them.

const WORDS = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

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

export function inWords(day) {
  return WORDS.format(new Date(`${day}T00:00:00Z`));
}
