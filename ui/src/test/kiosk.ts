// Sets up the kiosk's window on the scripted kiosk.

import { configure, render } from '@testing-library/svelte';
import type { KioskLanguage } from '$lib/ipc';
import { memoryKiosk, type MemoryKiosk } from '$lib/ipc/memory/kiosk';
import Window from '$lib/kiosk/Window.svelte';

// A busy machine is no failing test.
configure({ asyncUtilTimeout: 60_000 });

/** The kiosk at `step`; `more` as in memory/kiosk-scenes.ts. */
export function atStep(
  step: string,
  language: KioskLanguage = 'it',
  more: Record<string, string> = {},
): MemoryKiosk {
  const backend = memoryKiosk(
    new URLSearchParams({ step, lang: language, delay: '0', pace: '0', play: 'off', ...more }),
  );
  render(Window, { props: { backend, look: 'light' } });
  return backend;
}
