// What the second window shows.

import { words } from '$lib/i18n/index.svelte';
import type { ApiError, Backend, EvidenceView } from '$lib/ipc';
import { showTheme } from './preferences.svelte';

export class Shown {
  /** None where the case was closed meanwhile; unknown until the answer. */
  piece = $state.raw<EvidenceView | null>();
  failure = $state.raw<ApiError>();
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    const answer = await this.#backend.shownPiece();
    if (answer.status === 'error') {
      this.failure = answer.error;
      return;
    }
    const { piece, language, theme } = answer.data;
    words.locale = language;
    document.documentElement.lang = language;
    showTheme(theme);
    this.piece = piece;
  }
}
