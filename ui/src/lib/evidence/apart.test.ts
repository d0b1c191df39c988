// A piece of evidence in a window of its own, and what goes on beside it.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { memoryBackend } from '$lib/ipc/memory';
import ReviewPane from '$lib/office/ReviewPane.svelte';
import { Review } from '$lib/state/review.svelte';
import { Notices } from '$lib/state/notices.svelte';
import { Shown } from '$lib/state/shown.svelte';
import { show, signedIn } from '../../test/desk';
import Apart from './Apart.svelte';
import { sightKeys } from './keys';
import { Sight } from './sight.svelte';

async function apart(piece: string) {
  const backend = memoryBackend(new URLSearchParams({ scene: 'desk', delay: '0', piece }));
  const shown = new Shown(backend);
  show(await signedIn(), Apart, () => ({ shown }));
  await shown.load();
  await vi.waitFor(() => expect(document.querySelector('[role="toolbar"]')).not.toBeNull());
  return shown;
}

test('a picture has its tools and none that need another picture', async () => {
  await apart('selfie');
  expect(screen.getByTestId('zoom-in')).toBeTruthy();
  expect(screen.getByTestId('adjust')).toBeTruthy();
  for (const other of ['link-zoom', 'boxes', 'compare-faces']) {
    expect(screen.queryByTestId(other), other).toBeNull();
  }
  await fireEvent.keyDown(window, { key: '+' });
  await vi.waitFor(() => expect(screen.getByTestId('zoom-level').textContent).toBe('1,3×'));
});

test('the recording has its player', async () => {
  await apart('video');
  expect(screen.getByTestId('player')).toBeTruthy();
  expect(screen.queryByTestId('zoom-in')).toBeNull();
});

test('a window whose case was closed says so', async () => {
  const backend = memoryBackend(new URLSearchParams({ scene: 'desk', delay: '0' }));
  await backend.closeSecondWindow();
  const shown = new Shown(backend);
  show(await signedIn(), Apart, () => ({ shown }));
  await shown.load();
  expect(await screen.findByTestId('apart-none')).toBeTruthy();
});

test('the second window closes with its case and not before', async () => {
  const backend = memoryBackend(new URLSearchParams({ scene: 'desk', delay: '0' }));
  const close = vi.spyOn(backend, 'closeSecondWindow');
  const review = new Review(backend, new Notices());
  await review.open('1');
  await review.showApart(review.view?.evidence[0]?.id ?? '');
  await review.open('1');
  expect(close).not.toHaveBeenCalled();
  await review.open('2');
  expect(close).toHaveBeenCalledOnce();
  review.close();
  expect(close).toHaveBeenCalledOnce();
});

test('one key opens the piece that was chosen', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  const pieces: string[] = [];
  const sight = new Sight({ apart: ({ kind }) => pieces.push(kind) });
  if (desk.review.view) sight.load(desk.review.view);
  sightKeys(sight).apart?.();
  sight.stage.focus = 'right';
  sightKeys(sight).apart?.();
  if (sight.stage.video) sight.stage.show(sight.stage.video.id);
  sightKeys(sight).apart?.();
  expect(pieces).toEqual(['documentFront', 'selfie', 'video']);
  expect(sightKeys(new Sight()).apart, 'without a desk there is no other window').toBeUndefined();
});

test('boxes that were hidden are kept so', () => {
  const kept: boolean[] = [];
  const sight = new Sight({ boxesChanged: (boxes) => kept.push(boxes) });
  sightKeys(sight).boxes?.();
  sightKeys(sight).boxes?.();
  expect(kept).toEqual([false, true]);
});

test('a press on a box brings its line into view, whatever tab is open', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  const sight = new Sight();
  if (desk.review.view) sight.load(desk.review.view);
  show(desk, ReviewPane, () => ({ view: desk.review.view }) as never, sight);
  await fireEvent.click(screen.getByTestId('tab-timeline'));
  expect(screen.getByTestId('tab-review').dataset.state).toBe('inactive');
  const wanted = sight.marks.find(({ kind }) => kind === 'field');
  expect(wanted, 'the engine read something').toBeDefined();
  if (wanted) sight.want(wanted.subject);
  await vi.waitFor(() => expect(screen.getByTestId('tab-review').dataset.state).toBe('active'));
  await vi.waitFor(() =>
    expect(document.activeElement?.closest('[data-pointed]'), 'its line has the focus').not.toBe(
      null,
    ),
  );
});
