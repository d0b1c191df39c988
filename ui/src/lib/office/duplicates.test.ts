import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { show, signedIn } from '../../test/desk';
import Duplicates from './Duplicates.svelte';
import ReviewPane from './ReviewPane.svelte';

test('the tab counts the cases in common', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  show(desk, ReviewPane, () => ({ view: desk.review.view }) as never);
  const tab = screen.getByTestId('tab-duplicates');
  await waitFor(() => expect(tab.textContent).toContain('2'));
});

test('a case in common is listed and leads to the case', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  await desk.duplicates.load('1');
  show(desk, Duplicates, () => ({}));
  const other = desk.duplicates.view?.shared[0]?.cases[0];
  await fireEvent.click(screen.getByTestId(`twin-${other?.caseId}`));
  await waitFor(() => expect(desk.review.selected).toBe(other?.caseId));
});

test('what was shown of one case is gone when another opens', async () => {
  const { duplicates } = await signedIn();
  await duplicates.load('1');
  expect(duplicates.count).toBe(2);
  const pending = duplicates.load('2');
  expect(duplicates.view).toBeUndefined();
  await pending;
  expect(duplicates.count).toBe(0);
});

test('the timeline is saved as a file and says so', async () => {
  const { review, notices } = await signedIn();
  await review.open('1');
  await review.printTimeline('it');
  expect(notices.list[0]).toMatchObject({ kind: 'saved' });
  expect(review.view?.timeline.at(-1)?.event).toBe('exported');
});
