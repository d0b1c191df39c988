import { expect, test } from 'vitest';
import { fileSize, listing, thousandths } from './sizes';

test.each([
  [512, '512 byte'],
  [6210, '6.2 kB'],
  [621_760, '622 kB'],
  [8_412_004, '8.4 MB'],
])('%s bytes are %s', (bytes, expected) => {
  expect(fileSize(bytes, 'en-GB')).toBe(expected);
});

test('numbers and lists follow the language', () => {
  expect(thousandths(382, 'it-IT')).toBe('0,38');
  expect(listing(['nome', 'data', 'luogo'], 'it-IT')).toBe('nome, data e luogo');
});
