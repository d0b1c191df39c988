import { beforeEach, expect, test } from 'vitest';
import { Player } from './player.svelte';

let player: Player;

beforeEach(() => {
  player = new Player();
  player.duration = 8;
});

test('a step stops the recording and goes on by one frame', () => {
  player.toggle();
  player.time = 2;
  player.step(1);
  expect([player.paused, player.time]).toEqual([true, 2.04]);
  player.step(-1);
  expect(player.time).toBeCloseTo(2);
});

test('the distance of frames is learnt from the recording', () => {
  [0, 1 / 30, 2 / 30].forEach((time) => player.saw(time));
  player.step(1);
  expect(player.time).toBeCloseTo(1 / 30);
});

test('a jump teaches nothing about frames', () => {
  [0, 4].forEach((time) => player.saw(time));
  expect(player.frame).toBe(1 / 25);
});

test('seeking stays inside the recording', () => {
  player.seek(99);
  expect(player.time).toBe(8);
  player.seek(-1);
  expect(player.time).toBe(0);
});
