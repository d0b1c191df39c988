// The templates of declaration and contract, as an administrator looks at them.

import type { ApiError, Backend, Language, TemplatesView } from '$lib/ipc';

export class Templates {
  view = $state.raw<TemplatesView>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  /** The language of the specimens. */
  language = $state<Language>('it');
  #asked = 0;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Has the templates make their specimens anew, from the files as they are
   * now; an answer that another question has overtaken is dropped. */
  async load(language = this.language): Promise<void> {
    this.language = language;
    const turn = (this.#asked += 1);
    this.busy = true;
    const answer = await this.#backend.previewTemplates(language);
    if (turn !== this.#asked) return;
    this.busy = false;
    this.failure = answer.status === 'error' ? answer.error : undefined;
    if (answer.status === 'ok') this.view = answer.data;
  }

  async openFolder(): Promise<void> {
    const answer = await this.#backend.openTemplateFolder();
    this.failure = answer.status === 'error' ? answer.error : undefined;
  }

  clear(): void {
    this.#asked += 1;
    this.view = undefined;
    this.failure = undefined;
    this.busy = false;
  }
}
