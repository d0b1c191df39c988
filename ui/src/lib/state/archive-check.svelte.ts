// Examining an archive: chosen in a dialog or dropped on the window.

import type { ApiError, ArchiveReport, Backend } from '$lib/ipc';

export class ArchiveCheck {
  report = $state.raw<ArchiveReport>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async examine(path: string | null): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = undefined;
    const answer = await this.#backend.verifyArchive(path);
    this.busy = false;
    if (answer.status === 'error') this.failure = answer.error;
    else if (answer.data.kind === 'examined') this.report = answer.data.report;
  }

  clear(): void {
    this.report = undefined;
    this.failure = undefined;
  }
}
