import { beforeEach, expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import type { CheckReason } from '$lib/ipc';
import { reasonText, seenText } from './reasons';

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
  [{ code: 'seen', signs: ['flatFace'] }, 'Seen: the face moves like a flat picture.'],
  [{ code: 'evidenceUnreadable', evidence: 'video' }, 'Cannot be opened: video.'],
])('%j is said as %s', (reason, expected) => {
  expect(reasonText(reason)).toBe(expected);
});

test('a finding says where it is seen, a recording with its time', () => {
  const said = seenText([
    { evidence: 'documentRear', area: { x: 1, y: 2, width: 3, height: 4 }, atMs: null },
    { evidence: 'documentRear', area: null, atMs: null },
    { evidence: 'video', area: null, atMs: 64_250 },
  ]);
  expect(said).toBe('See document, rear and video at 1:04.2.');
});
