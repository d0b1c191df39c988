import { expect, test } from 'vitest';
import { memoryBackend } from '$lib/ipc/memory';
import { Connection } from './connection.svelte';

const connection = (scene: string) =>
  new Connection(memoryBackend(new URLSearchParams({ scene, delay: '0' })));

test('password and PIN are asked for when decisions wait for them', async () => {
  const link = connection('credentials');
  await link.load();
  expect(link.credentialsNeeded).toBe(true);
  link.ask();
  expect(await link.provide('wrong', '0')).toBe(false);
  expect([link.asking, link.failure?.code]).toEqual([true, 'raoCredentialsRejected']);
  expect(await link.provide('right', '0')).toBe(true);
  expect([link.asking, link.credentialsNeeded]).toEqual([false, false]);
});

test('offline is a state, not a failure', async () => {
  const link = connection('offline');
  await link.load();
  expect(link.view).toMatchObject({ link: 'offline', problem: 'unreachable', waiting: 3 });
  expect(link.failure).toBeUndefined();
});
