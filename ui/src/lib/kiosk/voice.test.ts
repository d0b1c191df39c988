import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryKiosk, type MemoryKiosk } from '$lib/ipc/memory/kiosk';
import { Voice } from './voice.svelte';

let kiosk: MemoryKiosk;
let voice: Voice;

beforeEach(() => {
  vi.useFakeTimers();
  kiosk = memoryKiosk();
  voice = new Voice(kiosk, () => 'it');
});
afterEach(() => vi.useRealTimers());

test('a hint lets the instruction be said to its end', () => {
  voice.instruct('Mostri il fronte');
  voice.hint('Più vicino');
  expect(kiosk.spoken).toEqual(['Mostri il fronte']);
  expect(voice.last).toBe('Più vicino');
  vi.runAllTimers();
  expect(kiosk.spoken).toEqual(['Mostri il fronte', 'Più vicino']);
});

test('of the hints that wait, only the newest is said', () => {
  voice.instruct('Mostri il fronte');
  voice.hint('Più vicino');
  voice.hint('C’è un riflesso');
  vi.runAllTimers();
  expect(kiosk.spoken).toEqual(['Mostri il fronte', 'C’è un riflesso']);
});

test('a new instruction ends what waits', () => {
  voice.instruct('Mostri il fronte');
  voice.hint('Più vicino');
  voice.instruct('La foto è riuscita');
  vi.runAllTimers();
  expect(kiosk.spoken).toEqual(['Mostri il fronte', 'La foto è riuscita']);
});

test('a silent voice says nothing, but what it is asked for', () => {
  voice.instruct('Mostri il fronte');
  voice.hint('Più vicino');
  voice.mute(true);
  vi.runAllTimers();
  voice.instruct('La foto è riuscita');
  expect(kiosk.spoken).toEqual(['Mostri il fronte']);
  voice.again();
  expect(kiosk.spoken.at(-1)).toBe('La foto è riuscita');
});
