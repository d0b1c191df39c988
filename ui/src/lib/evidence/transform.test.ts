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

describe('a part of the picture is where it is drawn', () => {
  // The picture of 1600 x 800 lies 100 px below the frame's upper edge.
  const part = { x: 1200, y: 0, width: 400, height: 200 };
  const CASES: [string, () => void, [number, number, number, number]][] = [
    ['as it came', () => undefined, [300, 100, 100, 50]],
    ['zoomed', () => view.zoomBy(2), [400, 0, 200, 100]],
    ['moved', () => (view.zoomBy(2), view.moveBy(-200, 0)), [200, 0, 200, 100]],
    ['turned right', () => view.turn(1), [250, 300, 50, 100]],
    ['turned left', () => view.turn(-1), [100, 0, 50, 100]],
    ['upside down', () => (view.turn(1), view.turn(1)), [0, 250, 100, 50]],
  ];
  test.each(CASES)('%s', (_how, act, expected) => {
    act();
    const { x, y, width, height } = view.rect(part);
    expect([x, y, width, height]).toEqual(expected);
  });
});

test('a part that is out of sight comes to the middle, one in sight stays', () => {
  view.zoomBy(4);
  view.reveal({ x: 1300, y: 300, width: 100, height: 200 });
  expect(view.rect({ x: 1300, y: 300, width: 100, height: 200 })).toEqual({
    x: 150,
    y: 100,
    width: 100,
    height: 200,
  });
  const before = view.x;
  view.reveal({ x: 1300, y: 300, width: 50, height: 200 });
  expect(view.x).toBe(before);
});

test('what is in sight is a part of the picture, whichever way it is turned', () => {
  const transform = new Transform();
  transform.frame = { width: 400, height: 300 };
  transform.picture = { width: 800, height: 600 };
  expect(transform.visible).toEqual({ x: 0, y: 0, width: 800, height: 600 });
  transform.zoomBy(4);
  expect(transform.visible).toEqual({ x: 300, y: 225, width: 200, height: 150 });
  transform.moveBy(-10_000, -10_000);
  expect(transform.visible).toEqual({ x: 600, y: 450, width: 200, height: 150 });
  transform.fitAgain();
  transform.turn(1);
  transform.zoomBy(16);
  transform.moveBy(-10_000, 0);
  // Turned clockwise, the right of the frame is the upper part of the picture.
  expect(transform.visible.y).toBe(0);
  expect(transform.visible.x).toBeGreaterThan(300);
});
