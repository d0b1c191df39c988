// Sets up a desk on the scripted back end and renders components on it.

import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { Sight } from '$lib/evidence/sight.svelte';
import { words, type Locale } from '$lib/i18n/index.svelte';
import { memoryBackend } from '$lib/ipc/memory';
import { Desk } from '$lib/state/desk.svelte';
import Host from './Host.svelte';

export async function signedIn(scene = 'desk', locale: Locale = 'it'): Promise<Desk> {
  const desk = new Desk(memoryBackend(new URLSearchParams({ scene, delay: '0', lang: locale })));
  words.locale = locale;
  await Promise.all([desk.start.load(), desk.preferences.load(), desk.connection.load()]);
  await desk.queue.refresh();
  return desk;
}

export function show<P extends Record<string, unknown>>(
  desk: Desk,
  component: Component<P>,
  props: () => P,
  sight = new Sight(),
) {
  return render(Host, {
    props: { desk, component: component as Component<Record<string, unknown>>, props, sight },
  });
}
