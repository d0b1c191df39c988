import { expect, test } from 'vitest';
import { memoryBackend } from '$lib/ipc/memory';
import { Start } from './start.svelte';

const start = (scene: string) =>
  new Start(memoryBackend(new URLSearchParams({ scene, delay: '0' })));

test('a wrong password leaves one signed out, with the code', async () => {
  const way = start('signIn');
  await way.load();
  await way.signIn('operatore.uno', 'wrong');
  expect(way.operator).toBeUndefined();
  expect(way.failure?.code).toBe('wrongPassword');
  await way.signIn('operatore.uno', 'right');
  expect(way.failure).toBeUndefined();
  expect(way.operator?.raoId).toBe('1400');
});

test('the passphrase comes before the first operator', async () => {
  const way = start('choosePassphrase');
  await way.load();
  await way.choosePassphrase('a long passphrase');
  expect(way.state?.kind).toBe('firstOperator');
});

test('a locked keyring is a state with a way on', async () => {
  const way = start('keyring');
  await way.load();
  expect(way.state?.kind).toBe('keyringLocked');
  expect(way.busy).toBe(false);
});
