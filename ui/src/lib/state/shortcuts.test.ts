import { beforeEach, expect, test, vi } from 'vitest';
import { ACTIONS, actionsOf, KEYS } from '$lib/keys';
import { Shortcuts } from './shortcuts';

let shortcuts: Shortcuts;
const below = vi.fn();
const above = vi.fn();

beforeEach(() => {
  below.mockClear();
  above.mockClear();
  shortcuts = new Shortcuts();
  shortcuts.listen(() => ({ approve: below, play: below, palette: below, turnRight: below }));
});

function press(key: string, target: HTMLElement = document.body, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more });
  Object.defineProperty(event, 'target', { value: target });
  shortcuts.press(event);
  return event;
}

test('a key does its action, in either case', () => {
  expect(press('A').defaultPrevented).toBe(true);
  expect(press('A', document.body, { shiftKey: true }).defaultPrevented).toBe(true);
  expect(below).toHaveBeenCalledTimes(2);
});

test('Shift makes another key of a letter that has one, and of an arrow', () => {
  shortcuts.listen(() => ({ turnLeft: above, pieceAfter: below }));
  press('T', document.body, { shiftKey: true });
  expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 0]);
  press('ArrowRight', document.body, { shiftKey: true });
  expect(below).not.toHaveBeenCalled();
});

test('the newest scope answers first, and what it does not know goes below', () => {
  shortcuts.listen(() => ({ approve: above, play: undefined }));
  press('a');
  press(' ');
  expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 1]);
});

test('a sheet over the desk keeps every key to itself until it closes', () => {
  const end = shortcuts.hold(() => ({ reason: above }));
  press('a');
  expect(below).not.toHaveBeenCalled();
  expect(shortcuts.available().map(({ action }) => action)).toEqual(['reason']);
  end();
  press('a');
  expect(below).toHaveBeenCalledOnce();
});

test('an action of several keys learns which one it was', () => {
  shortcuts.hold(() => ({ reason: above }));
  press('8');
  press('0');
  expect(above.mock.calls).toEqual([[7], [9]]);
});

test('typing is not pressing keys, but with Ctrl it is', () => {
  press('a', document.createElement('input'));
  press('a', document.createElement('textarea'));
  expect(below).not.toHaveBeenCalled();
  press('k', document.createElement('input'), { ctrlKey: true });
  expect(below).toHaveBeenCalledOnce();
});

test.each([
  ['range', 'ArrowRight', false],
  ['range', 'a', true],
  ['radio', ' ', false],
  ['radio', 'a', true],
  ['checkbox', ' ', false],
  ['checkbox', 'a', true],
  ['password', 'a', false],
] as const)('an input of type %s leaves the key "%s" to the desk: %s', (type, key, left) => {
  shortcuts.listen(() => ({ pieceAfter: below }));
  const input = document.createElement('input');
  input.type = type;
  expect(press(key, input).defaultPrevented).toBe(left);
});

test('keys with Ctrl, Alt or Meta that the table does not have belong to somebody else', () => {
  press('a', document.body, { ctrlKey: true });
  press('a', document.body, { metaKey: true });
  press('a', document.body, { altKey: true });
  expect(below).not.toHaveBeenCalled();
});

test('the space bar on a button presses the button', () => {
  press(' ', document.createElement('button'));
  expect(below).not.toHaveBeenCalled();
});

test('what can be done at the moment is what the newest scopes offer', () => {
  const end = shortcuts.listen(() => ({ approve: above, undo: undefined }));
  expect(shortcuts.available().map(({ action }) => action)).toEqual([
    'palette',
    'approve',
    'turnRight',
    'play',
  ]);
  shortcuts
    .available()
    .find(({ action }) => action === 'approve')
    ?.run();
  expect(above).toHaveBeenCalledOnce();
  end();
});

test('no two actions share a key, but for those of a sheet', () => {
  const shared = ACTIONS.flatMap((action) => KEYS[action].keys).filter(
    (name) => actionsOf(name).length > 1,
  );
  // A sheet holds its digits for itself.
  expect([...new Set(shared)].toSorted()).toEqual(['0', '1', '2', '3']);
});
