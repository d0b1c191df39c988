import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_ZOOM, Transform } from './transform.svelte';

let view: Transform;

beforeEach(() => {
  view = new Transform();
  view.frame = { width: 400, height: 400 };
  view.picture = { width: 1600, height: 800 };
});

test('the whole picture fits its frame', () => {
  expect(view.drawn).toEqual({ width: 400, height: 200 });
});

test('a quarter turn fits the other way round', () => {
  view.turn(1);
  expect(view.drawn).toEqual({ width: 800 * 0.5, height: 200 });
  view.turn(-1);
  view.turn(-1);
  expect(view.turns).toBe(3);
});

test('zooming keeps what is under the pointer', () => {
  view.zoomBy(4, { x: 100, y: 0 });
  // The point lay 100 px right of the centre, so 4 x 100 - 300 = 100 still.
  expect(100 - view.x).toBe(400);
});

describe('the picture never leaves its frame', () => {
  test('however far it is moved', () => {
    view.zoomBy(2);
    view.moveBy(10_000, -10_000);
    expect([view.x, view.y]).toEqual([200, 0]);
  });

  test('and at zoom one it does not move at all', () => {
    view.moveBy(50, 50);
    expect(view.whole).toBe(true);
  });
});

test('zoom stays between the whole picture and the closest look', () => {
  view.zoomBy(0.01);
  expect(view.zoom).toBe(1);
  view.zoomBy(1000);
  expect(view.zoom).toBe(MAX_ZOOM);
});
