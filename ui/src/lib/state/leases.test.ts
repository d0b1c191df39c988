// A lost claim or a case that has changed: nothing is done, nothing is lost,
// and it is said.

import { beforeEach, expect, test, vi } from 'vitest';
import type { Backend, Result } from '$lib/ipc';
import { memoryBackend } from '$lib/ipc/memory';
import { Notices } from './notices.svelte';
import { Review } from './review.svelte';

let backend: Backend;
let review: Review;

beforeEach(() => {
  backend = memoryBackend(new URLSearchParams({ scene: 'desk', delay: '0' }));
  review = new Review(backend, new Notices());
});

test('a note that was begun survives a claim that was lost', async () => {
  await review.open('1');
  review.drafts.texts['1'] = 'La firma è diversa';
  await backend.handOverCase({ caseId: '1', to: 'op2', reason: 'urgent' });
  await review.addNote();
  expect(review.conflict?.wanted).toBe('note');
  expect(review.conflict?.error.code).toBe('claimedByOther');
  expect(review.drafts.texts['1']).toBe('La firma è diversa');
  const again = new Review(backend, new Notices());
  await again.open('1');
  expect(again.drafts.texts['1'], 'the store kept it').toBe('La firma è diversa');
});

test('notes that were begun reach the store however soon another follows', async () => {
  const kept = vi.spyOn(backend, 'keepDraft');
  await review.open('1');
  review.drafts.write('1', 'La firma');
  review.drafts.write('1', 'La firma è diversa');
  review.drafts.write('2', 'Richiamare');
  await review.drafts.save();
  expect(kept.mock.calls.map(([form]) => form)).toEqual([
    { caseId: '1', note: 'La firma è diversa' },
    { caseId: '2', note: 'Richiamare' },
  ]);
});

test('a decision on a case that has changed shows both versions', async () => {
  await review.open('1');
  const seen = review.view?.version ?? 0;
  await backend.releaseCase('1');
  await backend.claimCase('1');
  await review.refuse({ reason: 'faceMismatch', text: '', finality: 'definitive' });
  expect(review.conflict?.error.code).toBe('stale');
  expect(review.conflict?.seen.version).toBe(seen);
  expect(review.view?.version).toBe(seen + 2);
  expect(review.view?.state).toBe('waitingForReview');
  review.settle();
  expect(review.conflict).toBeUndefined();
});

test('the version that was seen is the one on which the sheet was opened', async () => {
  await review.open('1');
  const seen = review.view?.version ?? 0;
  await review.openRefusal();
  await backend.handOverCase({ caseId: '1', to: 'op2', reason: 'urgent' });
  await backend.claimCase('1');
  await review.changed('1');
  vi.spyOn(backend, 'refuseCase').mockResolvedValue({
    status: 'error',
    error: { code: 'wrongState', params: {} },
  });
  await review.refuse({ reason: 'faceMismatch', text: '', finality: 'definitive' });
  expect(review.conflict?.seen.version).toBe(seen);
  expect(review.view?.version).toBeGreaterThan(seen);
  review.settle();
  expect(review.sheet, 'what was typed is still there').toBe('refusal');
});

test('a sign of life is given for a case of one’s own, and its loss is said', async () => {
  const alive = vi.spyOn(backend, 'keepLease');
  await review.open('2');
  await review.keepLease();
  expect(alive).not.toHaveBeenCalled();
  await review.claim();
  await review.keepLease();
  expect(alive).toHaveBeenCalledTimes(1);
  expect(review.conflict).toBeUndefined();
  alive.mockResolvedValue({
    status: 'error',
    error: { code: 'leaseLost', params: {} },
  } satisfies Result<string>);
  await review.keepLease();
  expect(review.conflict?.wanted).toBe('keep');
});

test('a case on hold goes on where it was', async () => {
  await review.open('1');
  await review.hold('');
  expect(review.view?.onHold).toBe(true);
  expect(review.view?.due, 'its clock stands still').toBeNull();
  expect(review.view?.actions.refuse).toBe('onHold');
  await review.resume();
  expect(review.view?.onHold).toBe(false);
  expect(review.view?.actions.refuse).toBeNull();
});

test('a case of a colleague is taken over with a reason', async () => {
  await review.open('5');
  expect(review.view?.actions.takeOver).toBeNull();
  review.sheet = 'takeOver';
  await review.takeOver('absent');
  expect(review.view?.claim.kind).toBe('mine');
  expect(review.sheet).toBeNull();
  expect(review.view?.timeline.at(-1)?.event).toBe('takenOver');
});
