// Language, theme and idle time; applied to the window as soon as they change.

import { words } from '$lib/i18n/index.svelte';
import type { ApiError, Backend, SettingsForm, SettingsView } from '$lib/ipc';

export class Preferences {
  settings = $state.raw<SettingsView>();
  failure = $state.raw<ApiError>();
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.#received(await this.#backend.settings());
  }

  async change(change: Partial<SettingsForm>): Promise<void> {
    if (this.settings === undefined) return;
    const { language, theme, idleLockMinutes, boxes } = this.settings;
    this.#received(
      await this.#backend.changeSettings({ language, theme, idleLockMinutes, boxes, ...change }),
    );
  }

  #received(answer: Awaited<ReturnType<Backend['settings']>>): void {
    this.failure = answer.status === 'error' ? answer.error : undefined;
    if (answer.status !== 'ok') return;
    this.settings = answer.data;
    words.locale = answer.data.language;
    document.documentElement.lang = answer.data.language;
    showTheme(answer.data.theme);
  }
}

export function showTheme(theme: SettingsView['theme']): void {
  const dark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
