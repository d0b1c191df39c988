// Instants and civil dates in the words of a language. An instant is shown in
// the zone of the machine, a day is one of the counter; a civil date has no zone
// and never moves.

import { COUNTER_ZONE } from '$lib/ipc';

const MINUTE = 60_000;
/** Days at the counter; Swedish writes a date as ISO 8601 does. */
const COUNTER_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: COUNTER_ZONE });

/** `16/04/2002`, or `16 Apr 2002` in English. */
export function civilDate(date: string, tag: string): string {
  return format(date, tag, {
    day: '2-digit',
    month: tag.startsWith('it') ? '2-digit' : 'short',
    year: 'numeric',
  });
}

/** The civil day `days` before the one of `now` at the counter, `2002-04-16`. */
export function dayBefore(now: number, days: number): string {
  const today = COUNTER_DAY.format(now);
  // From noon to noon in UTC every day has 24 hours.
  const date = new Date(Date.parse(`${today}T12:00:00Z`) - days * 1440 * MINUTE);
  return date.toISOString().slice(0, 10);
}

/** `16 aprile 2002`. */
export function civilDateLong(date: string, tag: string): string {
  return format(date, tag, { day: 'numeric', month: 'long', year: 'numeric' });
}

function format(date: string, tag: string, options: Intl.DateTimeFormatOptions): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return date;
  const noon = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 12);
  return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }).format(noon);
}

/** `21/11/2026, 14:05 CET`. */
export function instant(at: string, tag: string): string {
  return new Intl.DateTimeFormat(tag, {
    day: '2-digit',
    month: tag.startsWith('it') ? '2-digit' : 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(Date.parse(at));
}

/** `14:05:09` today, with the date in front on another day. */
export function moment(at: string, now: number, tag: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(tag, {
    ...(today ? {} : { day: '2-digit', month: '2-digit' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

/** How long ago, in the shortest words: `5 min`, `2 h`, `3 d`. */
export function age(at: string, now: number, tag: string): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE));
  const [value, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** A place in a recording: `0:07.240`. */
export function timecode(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const minutes = Math.floor(ms / 60_000);
  const rest = Math.floor((ms % 60_000) / 1000);
  return `${minutes}:${String(rest).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
}
