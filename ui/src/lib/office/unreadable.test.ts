// A request that could not be read says so on its case.

import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { show, signedIn } from '../../test/desk';
import ReviewPane from './ReviewPane.svelte';

async function review(id: string) {
  const desk = await signedIn('desk', 'en');
  await desk.review.open(id);
  show(desk, ReviewPane, () => ({ view: desk.review.view }) as never);
}

test('a request that cannot be read says what is missing and what happens next', async () => {
  await review('11');
  const said = screen.getByTestId('request-unreadable').textContent;
  expect(said).toContain('unexpected_answer');
  expect(said).toContain('the declared data are missing');
});

test('a request that was read says nothing of the kind', async () => {
  await review('1');
  expect(screen.queryByTestId('request-unreadable')).toBeNull();
});
