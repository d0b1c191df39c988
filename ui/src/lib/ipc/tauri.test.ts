import { mockIPC, clearMocks } from '@tauri-apps/api/mocks';
import { afterEach, expect, test } from 'vitest';
import { tauriBackend } from './tauri';

afterEach(clearMocks);

test('a command takes its arguments by name and gives its answer', async () => {
  const calls: unknown[] = [];
  mockIPC((command, args) => {
    calls.push([command, args]);
    return { rows: [], counts: { mine: 0, unassigned: 0, all: 0, done: 0 } };
  });
  const answer = await tauriBackend.listQueue({
    owner: 'mine',
    list: 'open',
    search: 'x',
    offset: 0,
    limit: 10,
  });
  expect(answer.status).toBe('ok');
  expect(calls).toEqual([
    ['list_queue', { query: { owner: 'mine', list: 'open', search: 'x', offset: 0, limit: 10 } }],
  ]);
});

test('an error of the shell keeps its code', async () => {
  mockIPC(() => {
    throw { code: 'wrongPassword', params: {} };
  });
  expect(await tauriBackend.signIn({ userName: 'a', password: 'b' })).toMatchObject({
    status: 'error',
    error: { code: 'wrongPassword' },
  });
});

test.each([['not allowed'], [new Error('gone')]])(
  'a failure that is not ours is a bug, not a crash: %s',
  async (failure) => {
    mockIPC(() => {
      throw failure;
    });
    expect(await tauriBackend.refusalReasons()).toMatchObject({ error: { code: 'internal' } });
    expect(await tauriBackend.startState()).toMatchObject({ error: { code: 'internal' } });
  },
);
