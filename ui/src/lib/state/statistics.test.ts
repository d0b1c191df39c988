import { expect, test } from 'vitest';
import { dayBefore } from '$lib/format/moments';
import { signedIn } from '../../test/desk';

const NOON = Date.parse('2026-03-31T12:00:00Z');

test('a span ends today and counts both its ends', async () => {
  const { statistics } = await signedIn();
  await statistics.span('7', NOON);
  expect([statistics.from, statistics.until]).toEqual(['2026-03-25', '2026-03-31']);
  expect(statistics.view?.days).toHaveLength(7);
  expect(statistics.spanAt(NOON)).toBe('7');
  statistics.from = '2026-03-24';
  expect(statistics.spanAt(NOON)).toBeUndefined();
});

test('a period that ends before it begins is not asked for', async () => {
  const { statistics } = await signedIn();
  await statistics.span('30', NOON);
  const before = statistics.view;
  statistics.until = '2026-01-01';
  await statistics.load();
  expect(statistics.isPeriod).toBe(false);
  expect(statistics.view).toBe(before);
});

test('saving says where the file is', async () => {
  const { statistics, notices } = await signedIn();
  await statistics.span('30', NOON);
  expect(statistics.total).toBeGreaterThan(0);
  await statistics.save();
  expect(notices.list[0]).toMatchObject({ kind: 'saved' });
});

test('a desk without decisions has none to show', async () => {
  const { statistics } = await signedIn('empty');
  await statistics.span('30', NOON);
  expect(statistics.view?.operators).toEqual([]);
  expect(statistics.total).toBe(0);
});

test('a day before another crosses months', () => {
  expect(dayBefore(Date.parse('2026-03-01T12:00:00Z'), 1)).toBe('2026-02-28');
});

test.each([
  ['2026-11-28T22:59:59Z', '2026-11-28'],
  ['2026-11-28T23:00:00Z', '2026-11-29'],
  ['2026-07-01T22:00:00Z', '2026-07-02'],
])('at %s it is the %s at the counter, whatever zone the machine has', (now, day) => {
  expect(dayBefore(Date.parse(now), 0)).toBe(day);
});

test('a day before another crosses the change of the clocks', () => {
  expect(dayBefore(Date.parse('2026-03-29T22:30:00Z'), 1)).toBe('2026-03-29');
});
