import { expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import { left } from './due';

test('what is left is said in minutes, then in hours, and calmly once it is over', () => {
  words.locale = 'en';
  expect([0, 45, 60, 200, -30, -200].map(left)).toEqual([
    '0 min',
    '45 min',
    '1 h',
    '3 h',
    '30 min late',
    '3 h late',
  ]);
});
