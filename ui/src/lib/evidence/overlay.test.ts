import { beforeEach, expect, test } from 'vitest';
import { align, fitted, Overlay, type Eyes, type Lay } from './overlay.svelte';
import type { Point } from './transform.svelte';

const EYES: Eyes = [
  { x: -30, y: -20 },
  { x: 30, y: -20 },
];

/** Where a point of the selfie comes to lie. */
function laid({ x, y, scale, angle }: Lay, point: Point): Point {
  const turn = (angle * Math.PI) / 180;
  return {
    x: x + scale * (point.x * Math.cos(turn) - point.y * Math.sin(turn)),
    y: y + scale * (point.x * Math.sin(turn) + point.y * Math.cos(turn)),
  };
}

const SELFIES: [string, Eyes][] = [
  [
    'nearer to the camera',
    [
      { x: -90, y: 10 },
      { x: 90, y: 10 },
    ],
  ],
  [
    'beside the middle',
    [
      { x: 40, y: 50 },
      { x: 80, y: 50 },
    ],
  ],
  [
    'with the head leaning',
    [
      { x: -20, y: 20 },
      { x: 20, y: -10 },
    ],
  ],
];

test.each(SELFIES)('a face %s is laid eye on eye', (_how, eyes) => {
  const lay = align(EYES, eyes);
  for (const index of [0, 1] as const) {
    const at = laid(lay, eyes[index]);
    expect(at.x).toBeCloseTo(EYES[index].x);
    expect(at.y).toBeCloseTo(EYES[index].y);
  }
});

test('two eyes at one place align nothing', () => {
  expect(align(EYES, [EYES[0], EYES[0]])).toMatchObject({ scale: 1, angle: 0 });
});

let overlay: Overlay;
beforeEach(() => {
  overlay = new Overlay();
});

test('eyes are asked for on the portrait, then on the selfie, in any order', () => {
  overlay.askForEyes();
  const asked = [EYES[1], EYES[0], { x: 60, y: -40 }, { x: -60, y: -40 }].map((eye) => {
    const asks = overlay.asks;
    overlay.takeEye(eye);
    return asks;
  });
  expect(asked).toEqual(['portrait', 'portrait', 'selfie', 'selfie']);
  expect(overlay.asks).toBeUndefined();
  expect(overlay.lay.scale).toBeCloseTo(0.5);
});

test('one key shows one face, the other, and both again', () => {
  overlay.share = 40;
  const shares = [1, 2, 3].map(() => (overlay.flip(), overlay.share));
  expect(shares).toEqual([100, 0, 40]);
});

test('scaling keeps what is under the pointer', () => {
  overlay.scaleBy(2, { x: 50, y: 0 });
  expect(laid(overlay.lay, { x: 50, y: 0 })).toEqual({ x: 50, y: 0 });
});

test('a picture fits its frame', () => {
  expect(fitted({ width: 300, height: 400 }, { width: 200, height: 200 })).toEqual({
    width: 150,
    height: 200,
  });
});
