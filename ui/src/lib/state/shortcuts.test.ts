import { beforeEach, expect, test, vi } from 'vitest';
import { Shortcuts } from './shortcuts';

let shortcuts: Shortcuts;
const below = vi.fn();
const above = vi.fn();

beforeEach(() => {
  below.mockClear();
  above.mockClear();
  shortcuts = new Shortcuts();
  shortcuts.listen(() => ({ a: below, Space: below }));
});

function press(key: string, target: HTMLElement = document.body, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more });
  Object.defineProperty(event, 'target', { value: target });
  shortcuts.press(event);
  return event;
}

test('a key does its action, in either case', () => {
  expect(press('A').defaultPrevented).toBe(true);
  expect(below).toHaveBeenCalledOnce();
});

test('the newest scope answers first, and what it does not know goes below', () => {
  shortcuts.listen(() => ({ a: above }));
  press('a');
  press(' ');
  expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 1]);
});

test('a sheet over the desk keeps every key to itself until it closes', () => {
  const end = shortcuts.hold(() => ({ '1': above }));
  press('a');
  expect(below).not.toHaveBeenCalled();
  end();
  press('a');
  expect(below).toHaveBeenCalledOnce();
});

test('typing is not pressing keys', () => {
  press('a', document.createElement('input'));
  press('a', document.createElement('textarea'));
  expect(below).not.toHaveBeenCalled();
});

test('keys with Ctrl, Alt or Meta belong to somebody else', () => {
  press('a', document.body, { ctrlKey: true });
  press('a', document.body, { metaKey: true });
  expect(below).not.toHaveBeenCalled();
});

test('the space bar on a button presses the button', () => {
  press(' ', document.createElement('button'));
  expect(below).not.toHaveBeenCalled();
});
