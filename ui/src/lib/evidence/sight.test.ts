import { beforeEach, expect, test } from 'vitest';
import type { CaseView } from '$lib/ipc';
import { memoryBackend } from '$lib/ipc/memory';
import { sightKeys } from './keys';
import { Sight } from './sight.svelte';

let sight: Sight;
let view: CaseView;

async function open(id: string): Promise<void> {
  const backend = memoryBackend(new URLSearchParams({ scene: 'desk', delay: '0' }));
  const answer = await backend.openCase(id);
  if (answer.status === 'error') throw new Error(answer.error.code);
  view = answer.data;
  sight.load(view);
  sight.player.duration = 8;
}

beforeEach(async () => {
  sight = new Sight();
  await open('1');
});

const shown = (side: 'left' | 'right') => sight.stage.piece(side)?.kind;

test('looking at a datum shows the piece it was read from, and again the next one', () => {
  sight.look('field:surname');
  expect([shown('left'), sight.pointed]).toEqual(['documentRear', ['field:surname']]);
  sight.look('field:surname');
  expect(shown('left')).toBe('documentFront');
  sight.look('field:surname', 'first');
  expect(shown('left')).toBe('documentRear');
});

test('looking at a check goes to the time of the recording and stands still there', () => {
  sight.player.paused = false;
  sight.look('check:livenessDetected');
  expect([sight.player.time, sight.player.paused]).toEqual([2.4, true]);
  expect(sight.stage.current).toBe(sight.stage.video?.id);
  sight.look('check:livenessDetected');
  expect(sight.player.time).toBe(6.1);
});

test('a recording that has not told its length yet is sought all the same', () => {
  sight.player.duration = 0;
  sight.look('check:livenessDetected');
  expect(sight.player.time).toBe(2.4);
});

test('the keys go from mark to mark of the recording and stop at its ends', () => {
  const keys = sightKeys(sight);
  const places = [
    keys.markAfter,
    keys.markAfter,
    keys.markAfter,
    keys.markBefore,
    keys.markBefore,
  ].map((press) => (press?.(), sight.player.time));
  expect(places).toEqual([2.4, 6.1, 6.1, 2.4, 2.4]);
});

test('a mark of the recording points at everything that was seen at that time', () => {
  const last = sight.moments.at(-1);
  if (last) sight.showMoment(last);
  expect(sight.pointed.toSorted()).toEqual(['check:livenessDetected', 'check:notFaceSpoofing']);
});

test('a box on the recording is there at its moment alone', () => {
  expect(sight.boxesOn('video', 6.1)).toHaveLength(1);
  expect(sight.boxesOn('video', 5)).toHaveLength(0);
});

test('news of the case keep the place of the recording, another case starts anew', async () => {
  sight.player.seek(3);
  sight.boxes = false;
  sight.load({ ...view });
  expect(sight.player.time).toBe(3);
  await open('2');
  expect([sight.player.time, sight.boxes]).toEqual([0, false]);
});

test('faces are compared from the portrait, else from its place on the document', () => {
  expect(sight.portrait?.piece.kind).toBe('documentPhoto');
  sight.load({
    ...view,
    id: 'other',
    evidence: view.evidence.filter(({ kind }) => kind !== 'documentPhoto'),
  });
  expect(sight.portrait?.piece.kind).toBe('documentFront');
  expect(sight.portrait?.area?.width).toBe(378);
});

test('without a selfie there is nothing to compare', () => {
  sight.load({
    ...view,
    id: 'other',
    evidence: view.evidence.filter(({ kind }) => kind !== 'selfie'),
  });
  sight.compare();
  expect(sight.stage.comparing).toBe(false);
  expect(sightKeys(sight).compare).toBeUndefined();
});

test('while faces are compared, the keys lay the selfie', () => {
  const { stage } = sight;
  sight.compare();
  stage.look(1, 0);
  stage.zoomIn();
  stage.turn(1);
  expect(stage.overlay.lay).toMatchObject({ x: expect.any(Number), angle: 1 });
  expect(stage.overlay.lay.x).toBeGreaterThan(0);
  expect(stage.transforms.left.zoom).toBe(1);
  stage.fit();
  expect(stage.overlay.aligned).toBe(false);
});

test('choosing a piece ends the comparison', () => {
  sight.compare();
  sight.look('field:taxCode');
  expect([sight.stage.comparing, shown('left')]).toEqual([false, 'documentRear']);
});

test('without a recording its keys do nothing', async () => {
  await open('5');
  const keys = sightKeys(sight);
  expect([keys.play, keys.markAfter]).toEqual([undefined, undefined]);
});
