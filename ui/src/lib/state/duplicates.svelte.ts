// What the case on the desk has in common with others.

import type { ApiError, Backend, DuplicatesView } from '$lib/ipc';

export class Duplicates {
  view = $state.raw<DuplicatesView>();
  failure = $state.raw<ApiError>();
  #caseId: string | undefined;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** How many other cases there are to look at. */
  get count(): number {
    if (this.view === undefined) return 0;
    const cases = [
      ...this.view.shared.flatMap(({ cases }) => cases),
      ...this.view.faces.map((face) => face.case),
    ];
    const ids = cases.map(({ caseId }) => caseId);
    return ids.filter((id, at) => ids.indexOf(id) === at).length;
  }

  /** Asks for `caseId`; what was shown of another case goes at once. */
  async load(caseId: string): Promise<void> {
    if (this.#caseId !== caseId) this.clear();
    this.#caseId = caseId;
    const answer = await this.#backend.duplicates(caseId);
    if (this.#caseId !== caseId) return;
    if (answer.status === 'ok') {
      this.view = answer.data;
      this.failure = undefined;
    } else {
      this.failure = answer.error;
    }
  }

  clear(): void {
    this.#caseId = undefined;
    this.view = undefined;
    this.failure = undefined;
  }
}
