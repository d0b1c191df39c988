import { beforeEach, expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import type { CheckReason } from '$lib/ipc';
import { reasonText } from './reasons';

beforeEach(() => (words.locale = 'en'));

test.each<[CheckReason, string]>([
  [{ code: 'expiredOn', date: '2025-12-02' }, 'Expired on 2 December 2025.'],
  [{ code: 'age', years: 1 }, '1 year old.'],
  [{ code: 'agrees', compared: 5 }, '5 data compared, all agree.'],
  [
    { code: 'disagrees', fields: ['givenName', 'birthDate'] },
    'These disagree: given name and date of birth.',
  ],
  [
    { code: 'checkDigits', parts: ['expiryDate', 'composite'] },
    'The check digit does not add up: expiry and all data together.',
  ],
  [{ code: 'evidenceUnreadable', evidence: 'video' }, 'Cannot be opened: video.'],
])('%j is said as %s', (reason, expected) => {
  expect(reasonText(reason)).toBe(expected);
});
