import { beforeEach, expect, test } from 'vitest';
import type { EvidenceKind, EvidenceView } from '$lib/ipc';
import { Stage } from './stage.svelte';

const piece = (kind: EvidenceKind): EvidenceView => ({
  id: kind,
  kind,
  mediaType: 'image/jpeg',
  bytes: 1,
  width: 100,
  height: 100,
  durationMs: null,
  sha256: '',
  url: `http://127.0.0.1/media/${kind}`,
  problem: null,
  snapshot: null,
});

const CASE = ['documentFront', 'documentRear', 'selfie', 'video', 'contract'] as const;
let stage: Stage;

beforeEach(() => {
  stage = new Stage();
  stage.load('1', CASE.map(piece));
  for (const transform of Object.values(stage.transforms)) {
    transform.frame = { width: 100, height: 100 };
    transform.picture = { width: 100, height: 100 };
  }
});

test('a case opens with the document left and the face right', () => {
  expect(stage.shown).toEqual({ left: 'documentFront', right: 'selfie' });
});

test('a piece that was captured anew is shown where the one before it was', () => {
  stage.show('documentRear');
  const anew = CASE.map(piece).map((one) =>
    one.kind === 'documentRear' ? { ...one, id: 'another' } : one,
  );
  stage.load('1', anew);
  expect(stage.shown).toEqual({ left: 'another', right: 'selfie' });
  expect(stage.current).toBe('another');
});

test('documents are not evidence to compare', () => {
  expect(stage.pieces.map(({ kind }) => kind)).not.toContain('contract');
});

test('a piece is shown where it belongs', () => {
  stage.show('documentRear');
  stage.show('selfie');
  expect(stage.shown).toEqual({ left: 'documentRear', right: 'selfie' });
  expect(stage.focus).toBe('right');
});

test('stepping goes round through every piece, the recording too', () => {
  const seen = [1, 2, 3, 4].map(() => (stage.step(1), stage.current));
  expect(seen).toEqual(['documentRear', 'selfie', 'video', 'documentFront']);
});

test('linked frames zoom together, unlinked ones do not', () => {
  stage.zoomIn();
  expect(stage.transforms.right.zoom).toBe(1.25);
  stage.linked = false;
  stage.zoomIn();
  expect(stage.transforms.right.zoom).toBe(1.25);
  expect(stage.transforms.left.zoom).toBeGreaterThan(1.5);
});

test('news of the same case keep zoom and filter, another case starts clean', () => {
  stage.zoomIn();
  stage.contrast = 180;
  stage.load('1', CASE.map(piece));
  expect([stage.transforms.left.zoom, stage.filter]).toEqual([1.25, 'contrast(180%)']);
  stage.load('2', CASE.map(piece));
  expect([stage.transforms.left.zoom, stage.filter]).toEqual([1, 'none']);
});

test('a case without a document leaves the frame empty', () => {
  stage.load('3', [piece('selfie')]);
  expect(stage.piece('left')).toBeUndefined();
});
