// The way of a decision, on the components that make it.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CaseView } from '$lib/ipc';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import DecisionBar from './DecisionBar.svelte';
import RefusalSheet from './RefusalSheet.svelte';

const view = (desk: Desk): { view: CaseView } => {
  if (desk.review.view === undefined) throw new Error('no case is open');
  return { view: desk.review.view };
};
const button = (id: string) => screen.getByTestId<HTMLButtonElement>(id);
const press = (desk: Desk, key: string) =>
  desk.shortcuts.press(new KeyboardEvent('keydown', { key, cancelable: true }));

test('a case of a colleague can be looked at, and says why not more', async () => {
  const desk = await signedIn();
  await desk.review.open('5');
  show(desk, DecisionBar, () => view(desk));
  expect(button('refuse').disabled).toBe(true);
  expect(button('validate').disabled).toBe(true);
  expect(screen.getByTestId('blocker').textContent).toContain('Un collega ha in carico');
});

test('a free case is claimed first, then refusing and validating open', async () => {
  const desk = await signedIn();
  await desk.review.open('2');
  show(desk, DecisionBar, () => view(desk));
  expect(screen.queryByTestId('refuse')).toBeNull();
  await fireEvent.click(button('claim'));
  await expect.poll(() => button('validate').disabled).toBe(false);
  expect(button('refuse').disabled).toBe(false);
});

test('the key of a decision does what its button does', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  show(desk, DecisionBar, () => view(desk));
  press(desk, 'r');
  await expect.poll(() => desk.review.sheet).toBe('refusal');
});

test('a running check keeps validation closed', async () => {
  const desk = await signedIn();
  await desk.review.open('7');
  await desk.review.claim();
  show(desk, DecisionBar, () => view(desk));
  press(desk, 'a');
  expect(button('validate').disabled).toBe(true);
  expect(desk.review.view?.state).toBe('waitingForReview');
});

test('a refusal needs a reason, and takes the usual finality of it', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  await desk.review.openRefusal();
  show(desk, RefusalSheet, () => ({}));
  expect(button('refuse-confirm').disabled).toBe(true);
  press(desk, '8');
  await expect.poll(() => button('refuse-confirm').disabled).toBe(false);
  expect(screen.getByTestId<HTMLInputElement>('reason-faceMismatch').checked).toBe(true);
  expect(screen.getByTestId('finality-definitive').dataset.state).toBe('on');
  expect(screen.getByTestId('customer-sentence').textContent).toContain(
    'non è possibile riprovare',
  );
});

test('another reason needs words', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  await desk.review.openRefusal();
  show(desk, RefusalSheet, () => ({}));
  await fireEvent.click(screen.getByTestId('reason-other'));
  expect(button('refuse-confirm').disabled).toBe(true);
  await fireEvent.input(screen.getByTestId('refuse-text'), { target: { value: 'Seen twice' } });
  expect(button('refuse-confirm').disabled).toBe(false);
  await fireEvent.click(button('refuse-confirm'));
  await expect.poll(() => desk.review.view?.id).toBe('2');
});
