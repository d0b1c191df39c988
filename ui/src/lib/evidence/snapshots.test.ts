// Frames of the recording that an operator keeps as evidence.

import { fireEvent, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import Evidence from '$lib/evidence/Evidence.svelte';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import { sightKeys } from './keys';
import { Sight } from './sight.svelte';

let desk: Desk;
let sight: Sight;

beforeEach(async () => {
  desk = await signedIn('desk', 'en');
  await desk.review.open('1');
  const { review } = desk;
  sight = new Sight({
    keepFrame: review.keepFrame,
    mayKeep: () => review.view?.actions.review === null,
  });
  show(desk, Evidence as never, () => ({ sight, panes: 'test', view: review.view }), sight);
});

const frames = () => desk.review.view?.evidence.filter(({ kind }) => kind === 'snapshot') ?? [];
const keep = () => screen.getByTestId<HTMLButtonElement>('keep-frame');

test('only who has claimed the case keeps a frame', async () => {
  await desk.review.release();
  await expect.poll(() => keep().disabled).toBe(true);
  expect(sightKeys(sight).keepFrame).toBeUndefined();
  await desk.review.claim();
  await expect.poll(() => keep().disabled).toBe(false);
});

test('the frame at which the recording stands is kept, shown and named with its time', async () => {
  sight.player.time = 4.2;
  sight.player.paused = false;
  await expect.poll(() => keep().disabled).toBe(false);
  await fireEvent.click(keep());
  const thumb = await screen.findByTestId('evidence-snapshot');
  expect(thumb.getAttribute('aria-label')).toBe('Frame at 0:04.200');
  expect(sight.player.paused).toBe(true);
  await expect.poll(() => sight.stage.piece('right')?.kind).toBe('snapshot');
  const caption = screen.getByTestId('viewer-right').querySelector('figcaption');
  expect(caption?.textContent).toContain('kept by Operatore Uno');
  expect(desk.review.view?.timeline.at(-1)?.event).toBe('snapshotKept');
});

test('the same frame is kept once, by its key as by its button', async () => {
  sight.player.time = 1.5;
  await expect.poll(() => sightKeys(sight).keepFrame).toBeDefined();
  sightKeys(sight).keepFrame?.();
  await expect.poll(frames).toHaveLength(1);
  await expect.poll(() => desk.review.busy).toBe(false);
  sightKeys(sight).keepFrame?.();
  await expect.poll(() => desk.review.busy).toBe(false);
  expect(frames()).toHaveLength(1);
});

test('what is seen on a kept frame is seen at its time of the recording', async () => {
  sight.player.time = 2;
  await sight.keepFrame?.();
  const video = desk.review.view?.evidence.find(({ kind }) => kind === 'video');
  expect(sight.picture).toEqual({ evidenceId: video?.id, area: null, atMs: 2000 });
});
