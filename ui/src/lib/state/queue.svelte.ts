// The queue: the rows of one filter, searched, kept fresh.

import type { ApiError, Backend, ProgressView, QueueCounts, QueueFilter, QueueRow } from '$lib/ipc';

export const FILTERS: readonly QueueFilter[] = ['mine', 'unassigned', 'all', 'done'];

export class Queue {
  filter = $state<QueueFilter>('unassigned');
  search = $state('');
  rows = $state.raw<QueueRow[]>();
  counts = $state.raw<QueueCounts>();
  failure = $state.raw<ApiError>();
  #asked = 0;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks again; an answer that another question has overtaken is dropped. */
  async refresh(): Promise<void> {
    const turn = (this.#asked += 1);
    const answer = await this.#backend.listQueue({ filter: this.filter, search: this.search });
    if (turn !== this.#asked) return;
    if (answer.status === 'ok') {
      this.failure = undefined;
      this.rows = answer.data.rows;
      this.counts = answer.data.counts;
    } else {
      this.failure = answer.error;
    }
  }

  show(filter: QueueFilter): Promise<void> {
    if (filter !== this.filter) this.rows = undefined;
    this.filter = filter;
    return this.refresh();
  }

  look(search: string): Promise<void> {
    this.search = search;
    return this.refresh();
  }

  /** Open cases with these words, whatever the queue shows; none where the
   * question failed. */
  async find(search: string): Promise<QueueRow[]> {
    const answer = await this.#backend.listQueue({ filter: 'all', search });
    return answer.status === 'ok' ? answer.data.rows : [];
  }

  /** The row above or below `id`, or the first. */
  neighbour(id: string | undefined, step: 1 | -1): QueueRow | undefined {
    const rows = this.rows ?? [];
    const at = rows.findIndex((row) => row.id === id);
    return at < 0 ? rows[0] : rows[at + step];
  }

  progressed(caseId: string, progress: ProgressView): void {
    this.rows = this.rows?.map((row) => (row.id === caseId ? { ...row, progress } : row));
  }

  clear(): void {
    this.#asked += 1;
    this.rows = undefined;
    this.counts = undefined;
    this.search = '';
  }
}
