// Statistics: the decisions of a period, and their export.

import { dayBefore } from '$lib/format/moments';
import type { ApiError, Backend, StatisticsView } from '$lib/ipc';
import type { Notices } from './notices.svelte';

export const SPANS = ['7', '30', '90', '365'] as const;
export type Span = (typeof SPANS)[number];

export class Statistics {
  from = $state('');
  until = $state('');
  view = $state.raw<StatisticsView>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  #asked = 0;
  readonly #backend: Backend;
  readonly #notices: Notices;

  constructor(backend: Backend, notices: Notices) {
    this.#backend = backend;
    this.#notices = notices;
  }

  /** The last days up to the one of `now`. */
  span(days: Span, now: number): Promise<void> {
    this.from = dayBefore(now, Number(days) - 1);
    this.until = dayBefore(now, 0);
    return this.load();
  }

  /** Which span the period is, seen from `now`. */
  spanAt(now: number): Span | undefined {
    if (this.until !== dayBefore(now, 0)) return undefined;
    return SPANS.find((days) => this.from === dayBefore(now, Number(days) - 1));
  }

  get isPeriod(): boolean {
    return this.from !== '' && this.until !== '' && this.from <= this.until;
  }

  /** How many decisions the period has. */
  get total(): number {
    const days = this.view?.days ?? [];
    return days.reduce((sum, { counts }) => sum + counts.validated + counts.refused, 0);
  }

  /** Asks again; an answer that another question has overtaken is dropped. */
  async load(): Promise<void> {
    if (!this.isPeriod) return;
    const turn = (this.#asked += 1);
    this.busy = true;
    const answer = await this.#backend.statistics({ from: this.from, until: this.until });
    if (turn !== this.#asked) return;
    this.busy = false;
    if (answer.status === 'ok') {
      this.view = answer.data;
      this.failure = undefined;
    } else {
      this.failure = answer.error;
    }
  }

  async save(): Promise<void> {
    const answer = await this.#backend.exportStatistics({ from: this.from, until: this.until });
    if (answer.status === 'error') this.#notices.failed(answer.error);
    else if (answer.data.kind === 'saved') {
      this.#notices.add({ kind: 'saved', path: answer.data.path });
    }
  }

  clear(): void {
    this.#asked += 1;
    this.view = undefined;
    this.failure = undefined;
    this.busy = false;
  }
}
