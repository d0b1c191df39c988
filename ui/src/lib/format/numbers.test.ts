import { expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import { number, shortNumber } from './numbers';

test('numbers are grouped as the language does, and shortened where there is little room', () => {
  words.locale = 'it';
  expect(number(200_000)).toBe('200.000');
  expect([7, 9999, 10_000, 128_400].map(shortNumber)).toEqual(['7', '9999', '10k', '128k']);
});
