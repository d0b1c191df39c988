// What a customer must not do to the window. The operating system catches the
// rest (docs/kiosk.md): keys that never arrive here cannot be swallowed here.

import { keyName } from './keys';

/** Reload, print, leave, zoom, search, developer tools, menus, new windows. */
const SWALLOWED: ReadonlySet<string> = new Set([
  'F1',
  'F3',
  'F5',
  'F6',
  'F7',
  'F11',
  'F12',
  'Ctrl+F5',
  'Shift+F5',
  'Shift+F10',
  'ContextMenu',
  'Alt+ArrowLeft',
  'Alt+ArrowRight',
  'Alt+Home',
  'Alt+F4',
  'Alt',
  'BrowserBack',
  'BrowserForward',
  'BrowserRefresh',
  'BrowserHome',
  'BrowserSearch',
  ...['+', '-', '=', '0', '_', '*'].flatMap((sign) => [`Ctrl+${sign}`, `Ctrl+Shift+${sign}`]),
  ...'rpwntsoufghjkldqe'.split('').flatMap((letter) => [`Ctrl+${letter}`, `Ctrl+Shift+${letter}`]),
  ...'ijck'.split('').map((letter) => `Ctrl+Shift+${letter}`),
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
]);

/** Swallows them on `target`; the answer ends it. */
export function lockDown(target: Window): () => void {
  const never = (event: Event) => event.preventDefault();
  const unlessTyping = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
  };
  const key = (event: KeyboardEvent) => {
    if (!SWALLOWED.has(keyName(event))) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const wheel = (event: WheelEvent) => event.ctrlKey && event.preventDefault();
  const touches = (event: TouchEvent) => event.touches.length > 1 && event.preventDefault();
  const middle = (event: MouseEvent) => event.button !== 0 && event.preventDefault();
  const ending = new AbortController();
  const { signal } = ending;
  for (const name of [
    'contextmenu',
    'dragstart',
    'dragover',
    'drop',
    'gesturestart',
    'copy',
    'cut',
  ])
    target.addEventListener(name, never, { signal, capture: true });
  target.addEventListener('selectstart', unlessTyping, { signal, capture: true });
  target.addEventListener('keydown', key, { signal, capture: true });
  target.addEventListener('wheel', wheel, { signal, passive: false });
  target.addEventListener('touchmove', touches, { signal, passive: false });
  target.addEventListener('auxclick', middle, { signal, capture: true });
  target.addEventListener('mousedown', middle, { signal, capture: true });
  return () => ending.abort();
}
