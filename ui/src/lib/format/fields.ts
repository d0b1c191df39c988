// Shows the canonical value of a datum in the words of a language, and reads
// what an operator types back into the canonical form.

import { t, words } from '$lib/i18n/index.svelte';
import type { DifferenceView, FieldName } from '$lib/ipc';
import { civilDate, civilDateLong } from './moments';

const DATES: ReadonlySet<FieldName> = new Set([
  'birthDate',
  'issueDate',
  'expiryDate',
  'healthCardExpiry',
]);
const MACHINE: ReadonlySet<FieldName> = new Set([
  'taxCode',
  'documentNumber',
  'healthCardNumber',
  'healthCardInstitution',
]);
const DOCUMENTS = ['identity_card', 'passport', 'drive_license', 'visa', 'other'] as const;

export const isDate = (name: FieldName): boolean => DATES.has(name);

/** Whether the value is read letter by letter, so that it is set in mono. */
export const isMachine = (name: FieldName): boolean => MACHINE.has(name);

export function fieldText(name: FieldName, value: string): string {
  if (isDate(name)) return civilDate(value, words.tag);
  if (name === 'documentType') return documentType(value);
  if (name === 'sex' && (value === 'F' || value === 'M' || value === 'X')) return t(`sex.${value}`);
  return value;
}

export function documentType(value: string): string {
  const known = DOCUMENTS.find((name) => name === value);
  return known === undefined ? value : t(`document.${known}`);
}

/** `Il codice fiscale indica 16 aprile 2002.` */
export function differenceText(name: FieldName, { against, says }: DifferenceView): string {
  if (against === 'taxCode' && (name === 'surname' || name === 'givenName')) {
    return t('difference.taxCodeLetters', { says });
  }
  const value = isDate(name) ? civilDateLong(says, words.tag) : fieldText(name, says);
  return t(`difference.${against}`, { says: value });
}

/** The canonical form of what was typed, or nothing where it has none. */
export function canonical(name: FieldName, typed: string): string | undefined {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return undefined;
  if (isDate(name)) return isoDate(text);
  return isMachine(name) ? text.toUpperCase().replaceAll(' ', '') : text;
}

/** `16/4/2002`, `16.04.2002` and `2002-04-16` are the same day. */
function isoDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const european = /^(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : european
      ? [european[3], european[2], european[1]]
      : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
