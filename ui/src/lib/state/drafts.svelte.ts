// Notes that were begun and not added yet; the store keeps them too.

import type { Backend, DraftForm } from '$lib/ipc';

const PAUSE_MS = 600;

export class Drafts {
  /** What is being written, by case. */
  texts = $state<Record<string, string>>({});
  #saving: ReturnType<typeof setTimeout> | undefined;
  /** What is not in the store yet. */
  #unsaved: DraftForm | undefined;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Keeps a note that is being written, here and in the store. */
  write(caseId: string, note: string): void {
    this.texts[caseId] = note;
    if (this.#unsaved !== undefined && this.#unsaved.caseId !== caseId) void this.save();
    clearTimeout(this.#saving);
    this.#unsaved = { caseId, note };
    this.#saving = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Puts what is being written into the store now, for who is still here. */
  async save(): Promise<void> {
    const unsaved = this.#unsaved;
    this.stop();
    if (unsaved !== undefined) await this.#backend.keepDraft(unsaved);
  }

  /** Nothing waits any more to be put into the store. */
  stop(): void {
    clearTimeout(this.#saving);
    this.#unsaved = undefined;
  }

  /** What the store kept, where nothing newer is here. */
  restore(caseId: string, note: string): void {
    if (note !== '') this.texts[caseId] ??= note;
  }

  clear(): void {
    this.texts = {};
  }
}
