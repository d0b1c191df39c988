import { beforeEach, expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import { canonical, differenceText, fieldText } from './fields';

beforeEach(() => (words.locale = 'it'));

test.each([
  ['birthDate', '1977-11-06', '06/11/1977'],
  ['documentType', 'drive_license', 'Patente di guida'],
  ['documentType', 'something_new', 'something_new'],
  ['surname', 'Rossi', 'Rossi'],
] as const)('%s %s is shown as %s', (name, value, expected) => {
  expect(fieldText(name, value)).toBe(expected);
});

test.each([
  ['birthDate', '6/11/1977', '1977-11-06'],
  ['birthDate', '06.11.1977', '1977-11-06'],
  ['birthDate', '1977-11-06', '1977-11-06'],
  ['birthDate', '31/02/1977', undefined],
  ['birthDate', 'yesterday', undefined],
  ['taxCode', 'rss mra 02d16 a662g', 'RSSMRA02D16A662G'],
  ['surname', '  De   Luca ', 'De Luca'],
  ['surname', '   ', undefined],
] as const)('%s typed as %s is kept as %s', (name, typed, expected) => {
  expect(canonical(name, typed)).toBe(expected);
});

test('what disagrees is said in words', () => {
  expect(differenceText('birthDate', { against: 'taxCode', says: '2002-04-16' })).toBe(
    'Il codice fiscale indica 16 aprile 2002.',
  );
  expect(differenceText('givenName', { against: 'taxCode', says: 'MRA' })).toBe(
    'Il codice fiscale contiene le lettere MRA.',
  );
  words.locale = 'en';
  expect(differenceText('documentNumber', { against: 'mrz', says: 'CA00000AB' })).toBe(
    'The MRZ says CA00000AB.',
  );
});
