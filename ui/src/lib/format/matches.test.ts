import { expect, test } from 'vitest';
import { matches } from './matches';

test.each([
  ['Evidenza successiva', 'succ evi', true],
  ['Guarda più in alto', 'piu', true],
  ['Guarda più in alto', 'ALTO', true],
  ['Riproduci, pausa', 'pausa', true],
  ['Riproduci, pausa', 'produci', false],
  ['Riproduci', '', true],
] as const)('%s is found by "%s": %s', (text, search, found) => {
  expect(matches(text, search)).toBe(found);
});
