import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Notices } from './notices.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a decision can be undone as long as it is shown, and no longer', () => {
  const notices = new Notices();
  const until = Date.now() + 10_000;
  notices.add({ kind: 'decided', outcome: 'refuse', subject: null, until, undo: () => undefined });
  vi.advanceTimersByTime(9900);
  expect(notices.list).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(notices.list).toHaveLength(0);
});

test('an error stays until it is put away', () => {
  const notices = new Notices();
  notices.failed({ code: 'offline', params: {} });
  vi.advanceTimersByTime(3_600_000);
  expect(notices.list).toHaveLength(1);
  notices.remove(notices.list[0]?.id ?? 0);
  expect(notices.list).toHaveLength(0);
});

test('two decisions have two ways back', () => {
  const notices = new Notices();
  const decided = {
    kind: 'decided',
    outcome: 'approve',
    subject: null,
    until: Date.now() + 10_000,
    undo: () => undefined,
  } as const;
  notices.add(decided);
  notices.add(decided);
  expect(notices.list).toHaveLength(2);
});
