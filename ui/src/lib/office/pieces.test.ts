// Asking again, putting aside, and what was said of a datum.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CaseView, FieldView } from '$lib/ipc';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import AskAgainSheet from './AskAgainSheet.svelte';
import DecisionBar from './DecisionBar.svelte';
import Earlier from './Earlier.svelte';
import FieldHistory from './FieldHistory.svelte';
import HoldSheet from './HoldSheet.svelte';
import RefusalSheet from './RefusalSheet.svelte';

const view = (desk: Desk): { view: CaseView } => {
  if (desk.review.view === undefined) throw new Error('no case is open');
  return { view: desk.review.view };
};
const button = (id: string) => screen.getByTestId<HTMLButtonElement>(id);
const press = (desk: Desk, key: string) =>
  desk.shortcuts.press(new KeyboardEvent('keydown', { key, cancelable: true }));

async function asking(id = '1'): Promise<Desk> {
  const desk = await signedIn();
  await desk.review.open(id);
  if (desk.review.view?.claim.kind === 'none') await desk.review.claim();
  await desk.review.openAskAgain();
  // The case is left for the next one when it was asked for.
  const shown = view(desk);
  show(desk, AskAgainSheet, () => shown);
  return desk;
}

test('the key of asking again opens the sheet', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  show(desk, DecisionBar, () => view(desk));
  press(desk, 'i');
  await expect.poll(() => desk.review.sheet).toBe('askAgain');
});

test('only pieces of the case are offered, each for reasons that it can have', async () => {
  await asking('5');
  expect(screen.queryByTestId('piece-documentRear')).toBeNull();
  await fireEvent.click(screen.getByTestId('piece-face'));
  const reasons = screen.getByTestId<HTMLSelectElement>('piece-reason-face');
  const codes = [...reasons.options].map(({ value }) => value);
  expect(codes).toContain('unplayable');
  expect(codes).not.toContain('glare');
});

test('what the customer reads follows piece, reason and language', async () => {
  await asking();
  expect(button('ask-again-confirm').disabled).toBe(true);
  await fireEvent.click(screen.getByTestId('piece-documentRear'));
  await fireEvent.change(screen.getByTestId('piece-reason-documentRear'), {
    target: { value: 'glare' },
  });
  const sentence = () => screen.getByTestId('customer-sentence').textContent;
  expect(sentence()).toContain('Fotografa di nuovo il retro del documento. C’è un riflesso');
  await fireEvent.click(screen.getByTestId('customer-de'));
  expect(sentence()).toContain('Rückseite');
  expect(button('ask-again-confirm').disabled).toBe(false);
});

test('another reason needs words, and then the next case comes', async () => {
  const desk = await asking();
  press(desk, '1');
  await fireEvent.change(await screen.findByTestId('piece-reason-documentFront'), {
    target: { value: 'other' },
  });
  expect(button('ask-again-confirm').disabled).toBe(true);
  await fireEvent.input(screen.getByTestId('ask-again-text'), { target: { value: 'Torn' } });
  await fireEvent.click(button('ask-again-confirm'));
  await expect.poll(() => desk.review.view?.id).toBe('2');
  await desk.review.open('1');
  expect(desk.review.view?.state).toBe('incomplete');
  expect(desk.review.view?.retries.left).toBe(2);
  expect(desk.review.view?.decisions.at(-1)?.asked?.pieces).toEqual([
    { piece: 'documentFront', reason: 'other' },
  ]);
});

test('an asking that was taken back does not count', async () => {
  const desk = await asking();
  await desk.review.askAgain({ pieces: [{ piece: 'selfie', reason: 'tooDark' }], text: '' });
  await desk.review.undo('1');
  expect(desk.review.view?.state).toBe('waitingForReview');
  expect(desk.review.view?.retries.left).toBe(3);
});

test('over the limit the customer is not asked, and a refusal is for good', async () => {
  const desk = await signedIn();
  await desk.review.open('2');
  await desk.review.claim();
  await desk.review.askAgain({ pieces: [{ piece: 'selfie', reason: 'tooDark' }], text: '' });
  await desk.review.open('2');
  const used = desk.review.view;
  if (used === undefined) throw new Error('no case is open');
  expect(used.retries.left).toBe(0);
  show(desk, DecisionBar, () => ({
    view: {
      ...used,
      state: 'waitingForReview' as const,
      decisions: [],
      actions: { ...used.actions, askAgain: 'retriesUsedUp' as const, refuse: null },
    },
  }));
  expect(button('ask-again').disabled).toBe(true);
  await desk.review.openRefusal();
  show(desk, RefusalSheet, () => ({}));
  expect(screen.getByTestId('only-definitive')).toBeTruthy();
  await fireEvent.click(screen.getByTestId('reason-documentUnreadable'));
  expect(screen.getByTestId('customer-sentence').textContent).toContain(
    'non è possibile riprovare',
  );
});

test('a note on the way to hold stands among the notes', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  const before = desk.review.view?.notes.length ?? 0;
  desk.review.sheet = 'hold';
  show(desk, HoldSheet, () => ({}));
  await fireEvent.input(screen.getByTestId('hold-note'), { target: { value: 'Richiama Bari' } });
  await fireEvent.click(button('hold-confirm'));
  await expect.poll(() => desk.review.view?.onHold).toBe(true);
  expect(desk.review.view?.notes).toHaveLength(before + 1);
  expect(desk.review.sheet).toBeNull();
});

test('the bar says which data cannot be confirmed', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  await desk.review.answer('taxCode', { kind: 'reject' });
  show(desk, DecisionBar, () => view(desk));
  expect(screen.getByTestId('rejected-fields').textContent).toContain('Codice fiscale');
});

test('the history of a datum says who changed what to what', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  await desk.review.answer('documentNumber', { kind: 'revise', value: 'CA00000AB' });
  await desk.review.answer('documentNumber', { kind: 'reject' });
  const field = (): FieldView => {
    const found = desk.review.view?.fields.find(({ name }) => name === 'documentNumber');
    if (found === undefined) throw new Error('no such field');
    return found;
  };
  show(desk, FieldHistory, () => ({ field: field() }));
  const text = screen.getByTestId('field-history-documentNumber').textContent;
  expect(text).toContain('2 modifiche');
  expect(text).toContain('CA00000AA → CA00000AB');
  expect(text).toContain('Operatore Uno');
  expect(field().history.at(-1)?.from).toBe('CA00000AB');
});

test('an earlier attempt can be looked at', async () => {
  const desk = await signedIn();
  await desk.review.open('2');
  show(desk, Earlier, () => ({ earlier: desk.review.view?.earlier ?? [] }));
  expect(screen.getByTestId('earlier').textContent).toContain('Un tentativo precedente');
  await fireEvent.click(button('earlier-documentRear'));
  expect(await screen.findByTestId('earlier-piece')).toBeTruthy();
});
