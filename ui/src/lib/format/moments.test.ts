import { expect, test } from 'vitest';
import { age, civilDate, civilDateLong, timecode } from './moments';

test('a civil date is the same day in every zone of the machine', () => {
  expect(civilDate('1977-11-06', 'it-IT')).toBe('06/11/1977');
  expect(civilDate('1977-11-06', 'en-GB')).toBe('06 Nov 1977');
  expect(civilDateLong('2002-04-16', 'it-IT')).toBe('16 aprile 2002');
});

test('what is not a date is shown as it came', () => {
  expect(civilDate('06/11/77', 'it-IT')).toBe('06/11/77');
});

const NOW = Date.parse('2026-11-21T12:00:00Z');

test.each([
  ['2026-11-21T11:55:30Z', '4 min'],
  ['2026-11-21T12:00:05Z', '0 min'],
  ['2026-11-21T09:59:00Z', '2 h'],
  ['2026-11-18T11:59:00Z', '3 giorni'],
])('%s is %s ago', (at, expected) => {
  expect(age(at, NOW, 'it-IT')).toBe(expected);
});

test.each([
  [0, '0:00.000'],
  [7.24, '0:07.240'],
  [61.0396, '1:01.040'],
  [-1, '0:00.000'],
])('%s seconds are %s', (seconds, expected) => {
  expect(timecode(seconds)).toBe(expected);
});
