import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenIdle } from './idle';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('nobody there for the time set is away', () => {
  const away = vi.fn();
  const end = whenIdle(10, away);
  vi.advanceTimersByTime(9.9 * 60_000);
  expect(away).not.toHaveBeenCalled();
  vi.advanceTimersByTime(15_000);
  expect(away).toHaveBeenCalledOnce();
  end();
});

test('a touch begins the time anew', () => {
  const away = vi.fn();
  const end = whenIdle(10, away);
  vi.advanceTimersByTime(9 * 60_000);
  dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(9 * 60_000);
  expect(away).not.toHaveBeenCalled();
  end();
});

test('what has ended does not sign anybody out', () => {
  const away = vi.fn();
  whenIdle(1, away)();
  vi.advanceTimersByTime(600_000);
  expect(away).not.toHaveBeenCalled();
});
