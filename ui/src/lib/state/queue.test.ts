import { expect, test } from 'vitest';
import type { Backend, QueueView, Result } from '$lib/ipc';
import { memoryBackend } from '$lib/ipc/memory';
import { Queue } from './queue.svelte';

const backend = (scene = 'desk') => memoryBackend(new URLSearchParams({ scene, delay: '0' }));

test('a filter lists its cases and counts those of all', async () => {
  const queue = new Queue(backend());
  await queue.show('mine');
  expect(queue.rows?.every(({ claim }) => claim.kind === 'mine')).toBe(true);
  expect(queue.rows?.length).toBe(queue.counts?.mine);
});

test('a search finds names, whatever the case of the letters', async () => {
  const queue = new Queue(backend());
  await queue.show('all');
  await queue.look('bianchi');
  expect(queue.rows?.map(({ subject }) => subject)).toEqual(['Bianchi, Giulia']);
});

test('an unknown status is shown, never dropped', async () => {
  const queue = new Queue(backend());
  await queue.show('all');
  expect(queue.rows?.find(({ state }) => state === 'unknown')?.stateAsReceived).toBe(
    'VIDEOQUARANTINE',
  );
});

test('an answer that a newer question has overtaken is dropped', async () => {
  const answers: ((answer: Result<QueueView>) => void)[] = [];
  const slow = { listQueue: () => new Promise((give) => answers.push(give)) } as unknown as Backend;
  const queue = new Queue(slow);
  const view = (mine: number): Result<QueueView> => ({
    status: 'ok',
    data: { rows: [], counts: { mine, unassigned: 0, all: 0, done: 0 } },
  });
  const [first, second] = [queue.look('r'), queue.look('ro')];
  answers[1]?.(view(2));
  answers[0]?.(view(1));
  await Promise.all([first, second]);
  expect(queue.counts?.mine).toBe(2);
});

test('a failure keeps the code for the words', async () => {
  const queue = new Queue(backend('failing'));
  await queue.refresh();
  expect(queue.failure?.code).toBe('storeDamaged');
});

test('the neighbour of a row is the one above or below', async () => {
  const queue = new Queue(backend());
  await queue.show('unassigned');
  const [first, second] = queue.rows ?? [];
  expect(queue.neighbour(undefined, 1)?.id).toBe(first?.id);
  expect(queue.neighbour(first?.id, 1)?.id).toBe(second?.id);
  expect(queue.neighbour(first?.id, -1)).toBeUndefined();
});
