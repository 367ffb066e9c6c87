// What the server knows, as JSON. A failure is an Error whose `status` is HTTP's, if there was an answer.
import { LANGUAGE } from './text.js';

export { LANGUAGE };

export async function getJson(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(body.detail), { status: response.status });
  }
  return body;
}

// The parameters of a law on a day; null is today.
export function onDay(date) {
  return date === null ? `lang=${LANGUAGE}` : `lang=${LANGUAGE}&date=${date}`;
}
