import { expect, test } from 'vitest';
import { alike, markDifferences } from './differences';

/** The differing letters in brackets. */
function marked(shown: string, other: string): string {
  return markDifferences(shown, other)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join('');
}

test.each([
  ['Rossi', 'ROSSI', 'Rossi'],
  ['Nicolò', 'NICOLO', 'Nicolò'],
  ['CA00000AA', 'CA00000AB', 'CA00000A[A]'],
  ['CA00000AB', 'CA00000AA', 'CA00000A[B]'],
  ['Marta', 'Maria', 'Mar[t]a'],
  ['16/04/2002', '06/11/1977', '[1]6/[04]/[2002]'],
  ['Anna Maria', 'Anna', 'Anna[ Maria]'],
  ['Roma', '', '[Roma]'],
])('%s beside %s is shown as %s', (shown, other, expected) => {
  expect(marked(shown, other)).toBe(expected);
});

test.each([
  ['De  Luca', 'DE LUCA', true],
  ['Forlì', 'forli', true],
  ['Rossi', 'Rosso', false],
])('%s and %s say the same: %s', (a, b, expected) => {
  expect(alike(a, b)).toBe(expected);
});
