// The reason of a check's answer, as a sentence.

import { t, words } from '$lib/i18n/index.svelte';
import type { CheckReason } from '$lib/ipc';
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
    case 'malformed':
    case 'nothingRead':
    case 'notRequested':
    case 'reported':
    case 'noMethod':
      return t(`reason.${reason.code}`);
  }
}

const list = (names: string[]) =>
  listing(
    names.map((name) => name.toLowerCase()),
    words.tag,
  );
