// The reason of a check's answer, and where it is seen, as sentences.

import { t, words } from '$lib/i18n/index.svelte';
import { kindText } from '$lib/evidence/words';
import type { CheckReason, SpotView } from '$lib/ipc';
import { civilDateLong } from './moments';
import { listing } from './sizes';

export function reasonText(reason: CheckReason): string {
  switch (reason.code) {
    case 'validUntil':
    case 'expiredOn':
      return t(`reason.${reason.code}`, { date: civilDateLong(reason.date, words.tag) });
    case 'age':
      return t('reason.age', { years: reason.years });
    case 'agrees':
      return t('reason.agrees', { compared: reason.compared });
    case 'disagrees':
      return t('reason.disagrees', {
        fields: list(reason.fields.map((name) => t(`field.${name}`))),
      });
    case 'checkDigits':
      return t('reason.checkDigits', {
        parts: list(reason.parts.map((part) => t(`mrz.part.${part}`))),
      });
    case 'checkCharacter':
      return t('reason.checkCharacter', { expected: reason.expected });
    case 'missing':
      return t('reason.missing', { field: t(`field.${reason.field}`).toLowerCase() });
    case 'evidenceMissing':
    case 'evidenceUnreadable':
      return t(`reason.${reason.code}`, {
        evidence: t(`evidence.${reason.evidence}`).toLowerCase(),
      });
    case 'seen':
      return t('reason.seen', { signs: list(reason.signs.map((sign) => t(`sign.${sign}`))) });
    case 'malformed':
    case 'nothingRead':
    case 'notRequested':
    case 'reported':
    case 'noMethod':
    case 'nothingSuspicious':
      return t(`reason.${reason.code}`);
  }
}

/** Where a finding is seen: the pieces of evidence, a recording with its times. */
export function seenText(spots: SpotView[]): string {
  const places = spots.map(({ evidence, atMs }) => {
    const kind = kindText(evidence);
    return atMs === null ? kind : t('seen.at', { evidence: kind, time: timeCode(atMs) });
  });
  return t('seen.in', { spots: list([...new Set(places)]) });
}

/** Minutes, seconds and tenths. */
const timeCode = (ms: number): string => {
  const tenths = Math.floor(ms / 100);
  const seconds = String(Math.floor(tenths / 10) % 60).padStart(2, '0');
  return `${Math.floor(tenths / 600)}:${seconds}.${tenths % 10}`;
};

const list = (names: string[]) =>
  listing(
    names.map((name) => name.toLowerCase()),
    words.tag,
  );
