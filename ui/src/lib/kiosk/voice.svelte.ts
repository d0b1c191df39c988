// Says instructions and hints aloud. Never what a person typed.

import type { KioskBackend, KioskLanguage } from '$lib/ipc';

/** How long a letter takes to be said, about. */
const LETTER_MS = 65;

export class Voice {
  muted = $state(false);
  /** What was said last; the screen's live region shows it too. */
  last = $state('');
  #busyUntil = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #backend: KioskBackend;
  readonly #language: () => KioskLanguage;

  constructor(backend: KioskBackend, language: () => KioskLanguage) {
    this.#backend = backend;
    this.#language = language;
  }

  /** Says an instruction at once, and ends what was being said. */
  instruct(text: string): void {
    this.last = text;
    this.#say(text);
  }

  /** Says a hint when the voice is free; a newer one takes its place. */
  hint(text: string): void {
    this.last = text;
    clearTimeout(this.#waiting);
    const wait = this.#busyUntil - performance.now();
    if (wait <= 0) this.#say(text);
    else this.#waiting = setTimeout(() => this.#say(text), wait);
  }

  /** Says the same again. */
  again(): void {
    if (this.last !== '') this.#backend.speak(this.last, this.#language());
  }

  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.hush();
    else this.again();
  }

  /** Ends what is being said, and forgets what waits. */
  hush(): void {
    clearTimeout(this.#waiting);
    this.#busyUntil = 0;
    this.#backend.hush();
  }

  #say(text: string): void {
    clearTimeout(this.#waiting);
    if (this.muted) return;
    this.#busyUntil = performance.now() + text.length * LETTER_MS;
    this.#backend.speak(text, this.#language());
  }
}
