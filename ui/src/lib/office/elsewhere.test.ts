// Two desks on one central: the second is told, and shown both versions.

import { screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import type { CaseView, DecisionView } from '$lib/ipc';
import { show, signedIn } from '../../test/desk';
import Decisions from './Decisions.svelte';

const late: DecisionView = {
  id: 'd1',
  outcome: 'approve',
  at: '2026-03-02T09:00:00Z',
  operator: 'Operatore Uno',
  refusal: null,
  asked: null,
  undoUntil: null,
  delivery: {
    kind: 'failed',
    error: { code: 'centralRefused', params: { reason: 'conflict' } },
  },
};

async function shown(decision: DecisionView, state: CaseView['state']) {
  const desk = await signedIn();
  await desk.review.open('1');
  const view = desk.review.view;
  if (view === undefined) throw new Error('no case is open');
  show(desk, Decisions, () => ({ view: { ...view, state, decisions: [decision] } }));
}

test('a decision that came too late stands beside what the central API has', async () => {
  await shown(late, 'refused');
  const both = screen.getByTestId('elsewhere').textContent;
  expect(both).toContain('Approva');
  expect(both).toContain('Rifiutat');
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('a decision that was turned down for another reason is no conflict', async () => {
  const error = { code: 'centralRefused', params: { reason: 'refused' } } as const;
  await shown({ ...late, delivery: { kind: 'failed', error } }, 'waitingForReview');
  expect(screen.queryByTestId('elsewhere')).toBeNull();
});
