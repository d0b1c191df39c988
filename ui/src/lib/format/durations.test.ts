import { expect, test } from 'vitest';
import { duration } from './durations';

test.each([
  [0, '0 sec'],
  [59, '59 sec'],
  [200, '3 min 20 sec'],
  [3600, '1 hr 00 min'],
  [7512, '2 hr 05 min'],
])('%d seconds are %s', (seconds, expected) => {
  expect(duration(seconds, 'en-US')).toBe(expected);
});
