import { beforeEach, expect, test } from 'vitest';
import type { Backend } from '$lib/ipc';
import { memoryBackend } from '$lib/ipc/memory';
import { Notices } from './notices.svelte';
import { Review } from './review.svelte';

let backend: Backend;
let notices: Notices;
let review: Review;

function start(scene = 'desk'): void {
  backend = memoryBackend(new URLSearchParams({ scene, delay: '0' }));
  notices = new Notices();
  review = new Review(backend, notices);
}

beforeEach(() => start());

test('a case nobody has can be claimed and then reviewed', async () => {
  await review.open('2');
  expect(review.view?.actions.review).toBe('notClaimed');
  await review.claim();
  expect(review.view?.claim.kind).toBe('mine');
  expect(review.view?.actions.review).toBeNull();
});

test('only fields that agree everywhere are confirmed in one stroke', async () => {
  await review.open('1');
  const agreeing = review.agreeing;
  expect(agreeing).toContain('surname');
  expect(agreeing).not.toContain('documentNumber');
  expect(agreeing).not.toContain('birthDate');
  expect(agreeing).not.toContain('email');
  await review.approveAgreeing();
  expect(review.agreeing).toEqual([]);
  const confirmed = review.view?.fields.filter(({ review: said }) => said === 'approved');
  expect(confirmed?.map(({ name }) => name)).toEqual(agreeing);
});

test('the three values stay three when a field is corrected', async () => {
  await review.open('1');
  await review.answer('documentNumber', { kind: 'revise', value: 'CA00000AB' });
  const field = review.view?.fields.find(({ name }) => name === 'documentNumber');
  expect([field?.declared, field?.read[0]?.value, field?.confirmed]).toEqual([
    'CA00000AA',
    'CA00000AB',
    'CA00000AB',
  ]);
});

test('news of the open case leave pictures at their address', async () => {
  await review.open('1');
  const before = review.view?.evidence[0]?.url;
  const changed = { ...backend };
  changed.refreshCase = async (id) => {
    const answer = await backend.refreshCase(id);
    if (answer.status === 'ok') answer.data.evidence.forEach((piece) => (piece.url += '#again'));
    return answer;
  };
  const again = new Review(changed, notices);
  await again.open('1');
  await again.changed('1');
  expect(again.view?.evidence[0]?.url).toBe(before);
});

test('news of another case change nothing', async () => {
  await review.open('1');
  const before = review.view;
  await review.changed('2');
  expect(review.view).toBe(before);
});

test('after a refusal the next case is open, and the way back too', async () => {
  await review.open('1');
  await review.refuse({ reason: 'taxCodeMismatch', text: '', finality: 'repeatable' });
  expect(review.view?.id).toBe('2');
  const notice = notices.list[0];
  expect(notice).toMatchObject({ kind: 'decided', outcome: 'refuse', subject: 'Rossi, Franco' });
  if (notice?.kind === 'decided') notice.undo();
  await expect.poll(() => review.view?.id).toBe('1');
  expect(review.view?.state).toBe('waitingForReview');
});

test('a validation leads on to the documents', async () => {
  await review.open('2');
  await review.claim();
  await review.validate();
  expect(review.view?.state).toBe('validated');
  expect(review.sheet).toBe('documents');
  expect(review.documents?.contract.url).toMatch(/^data:application\/pdf/);
  expect(review.view?.actions.approve).toBeNull();
});

test('documents wait for the validation to arrive, and then come by themselves', async () => {
  const slow = { ...backend, arrived: false };
  const late = async (id: string) => {
    const answer = await backend.refreshCase(id);
    if (answer.status === 'ok' && !slow.arrived)
      answer.data.actions.documents = 'validationOnItsWay';
    return answer;
  };
  slow.refreshCase = late;
  slow.validateCase = async (form) => {
    await backend.validateCase(form);
    return late(form.caseId);
  };
  const waiting = new Review(slow, notices);
  await waiting.open('2');
  await waiting.claim();
  await waiting.validate();
  expect([waiting.sheet, waiting.documents]).toEqual(['documents', undefined]);
  slow.arrived = true;
  await waiting.changed('2');
  await expect.poll(() => waiting.documents?.contract.url).toBeDefined();
});

test('an approval without password and PIN is not made', async () => {
  await review.open('2');
  await review.claim();
  await review.validate();
  await review.approve();
  expect(notices.list[0]).toMatchObject({
    kind: 'failed',
    error: { code: 'raoCredentialsMissing' },
  });
  expect(review.view?.state).toBe('validated');
  expect(review.sheet).toBe('documents');
});

test('an empty queue is said, not failed', async () => {
  start('empty');
  await review.next();
  expect(notices.list).toMatchObject([{ kind: 'queueEmpty' }]);
});

test('a note that was begun waits until the case is open again', async () => {
  await review.open('1');
  review.drafts.texts['1'] = 'Begun';
  await review.open('2');
  await review.open('1');
  await review.addNote();
  expect(review.view?.notes.at(-1)?.text).toBe('Begun');
  expect(review.drafts.texts['1']).toBe('');
});

test('a case that is not there fails with its code', async () => {
  await review.open('nowhere');
  expect(review.failure?.code).toBe('caseNotFound');
});
