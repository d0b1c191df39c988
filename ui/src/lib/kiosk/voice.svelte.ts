// Says instructions and hints aloud. Never what a person typed.

import type { KioskBackend, KioskLanguage } from '$lib/ipc';

export class Voice {
  muted = $state(false);
  /** What was said last; the screen's live region shows it too. */
  last = $state('');
  readonly #backend: KioskBackend;
  readonly #language: () => KioskLanguage;

  constructor(backend: KioskBackend, language: () => KioskLanguage) {
    this.#backend = backend;
    this.#language = language;
  }

  /** Says `text`, and ends what was being said. */
  say(text: string): void {
    this.last = text;
    if (!this.muted) this.#backend.speak(text, this.#language());
  }

  /** Says the same again. */
  again(): void {
    if (this.last !== '') this.#backend.speak(this.last, this.#language());
  }

  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.#backend.hush();
    else this.again();
  }
}
