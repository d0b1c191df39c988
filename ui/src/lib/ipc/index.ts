// Which machine there is. A build for the window knows only the real one; in
// development and with VITE_BACKEND=memory a browser gets the scripted one.

import type { Backend } from './backend';

export type { Answered, Backend, Listeners, Result } from './backend';
export type * from './bindings';
export { COUNTER_ZONE } from './bindings';
export type { KioskBackend } from './kiosk';

export async function connect(): Promise<Backend> {
  if (import.meta.env.DEV || import.meta.env.VITE_BACKEND === 'memory') {
    if (!('__TAURI_INTERNALS__' in window)) {
      const { memoryBackend } = await import('./memory');
      return memoryBackend(new URLSearchParams(window.location.search));
    }
  }
  const { tauriBackend } = await import('./tauri');
  return tauriBackend;
}
