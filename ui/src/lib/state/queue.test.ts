import { expect, test } from 'vitest';
import type { Backend, ListCounts, QueueView, Result } from '$lib/ipc';
import { memoryBackend } from '$lib/ipc/memory';
import { PAGE, Queue } from './queue.svelte';

const backend = (scene = 'desk') => memoryBackend(new URLSearchParams({ scene, delay: '0' }));

const none: ListCounts = {
  open: 0,
  needsOperator: 0,
  secondStep: 0,
  awaitingCustomer: 0,
  onHold: 0,
  refused: 0,
  done: 0,
  unknown: 0,
};

test('a list shows its cases and counts those of all', async () => {
  const queue = new Queue(backend());
  await queue.show('mine');
  expect(queue.rows.every(({ claim }) => claim.kind === 'mine')).toBe(true);
  expect(queue.rows.length).toBe(queue.counts?.mine.open);
  await queue.show('all', 'refused');
  expect(queue.rows.every(({ state }) => state === 'refused')).toBe(true);
  expect(queue.length).toBe(queue.counts?.all.refused);
});

test('a search finds names, whatever the case of the letters', async () => {
  const queue = new Queue(backend());
  await queue.show('all');
  await queue.look('bianchi');
  expect(queue.rows.map(({ subject }) => subject)).toEqual(['Bianchi, Giulia']);
});

test('an unknown status is shown, never dropped', async () => {
  const queue = new Queue(backend());
  await queue.show('all', 'unknown');
  expect(queue.rows.find(({ state }) => state === 'unknown')?.stateAsReceived).toBe(
    'VIDEOQUARANTINE',
  );
});

test('an answer that a newer question has overtaken is dropped', async () => {
  const answers: ((answer: Result<QueueView>) => void)[] = [];
  const slow = { listQueue: () => new Promise((give) => answers.push(give)) } as unknown as Backend;
  const queue = new Queue(slow);
  const view = (open: number): Result<QueueView> => ({
    status: 'ok',
    data: {
      rows: [],
      length: open,
      counts: { mine: { ...none, open }, unassigned: none, all: none },
    },
  });
  const [first, second] = [queue.look('r'), queue.look('ro')];
  answers[1]?.(view(2));
  answers[0]?.(view(1));
  await Promise.all([first, second]);
  expect(queue.counts?.mine.open).toBe(2);
});

test('of two hundred thousand cases only the pages in view are read', async () => {
  const asked: number[] = [];
  const many = backend('many');
  const counting: Backend = Object.create(many, {
    listQueue: {
      value: (query: Parameters<Backend['listQueue']>[0]) => {
        asked.push(query.offset);
        return many.listQueue(query);
      },
    },
  }) as Backend;
  const queue = new Queue(counting);
  await queue.show('all');
  expect(queue.length).toBe(200_000);
  expect(queue.at(0)).toBeDefined();
  expect(queue.at(150_000)).toBeUndefined();
  await queue.need(149_990, 150_010);
  expect(queue.at(150_000)).toBeDefined();
  expect(queue.at(0), 'what is far away is let go').toBeUndefined();
  await queue.need(149_995, 150_015);
  await queue.refresh();
  const pages = [0, 149_900, 150_000, 149_900, 150_000];
  expect(asked).toEqual(pages);
  expect(PAGE).toBe(100);
});

test('every operator finds the list that was chosen last', async () => {
  const queue = new Queue(backend());
  queue.seat('op1');
  await queue.show('all', 'onHold');
  queue.seat('op2');
  expect([queue.owner, queue.list]).toEqual(['unassigned', 'open']);
  queue.seat('op1');
  expect([queue.owner, queue.list]).toEqual(['all', 'onHold']);
});

test('a failure keeps the code for the words', async () => {
  const queue = new Queue(backend('failing'));
  await queue.refresh();
  expect(queue.failure?.code).toBe('storeDamaged');
});

test('the neighbour of a row is the one above or below', async () => {
  const queue = new Queue(backend());
  await queue.show('unassigned');
  expect(queue.neighbour(undefined, 1)).toBe(0);
  expect(queue.neighbour(queue.at(0)?.id, 1)).toBe(1);
  expect(queue.neighbour(queue.at(0)?.id, -1)).toBe(0);
});
