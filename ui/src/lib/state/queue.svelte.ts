// The queue: one list of cases, searched, sorted by when they are due, read in
// pages of which only those in view are kept fresh.

import type {
  ApiError,
  Backend,
  ProgressView,
  QueueCounts,
  QueueList,
  QueueOwner,
  QueueRow,
} from '$lib/ipc';

export const OWNERS: readonly QueueOwner[] = ['mine', 'unassigned', 'all'];
export const LISTS: readonly QueueList[] = [
  'open',
  'needsOperator',
  'secondStep',
  'awaitingCustomer',
  'onHold',
  'refused',
  'done',
  'unknown',
];

/** Cases read at once. */
export const PAGE = 100;
/** Pages kept around those in view. */
const KEPT = 6;

type Pages = Readonly<Record<number, readonly QueueRow[]>>;

export class Queue {
  owner = $state<QueueOwner>('unassigned');
  list = $state<QueueList>('open');
  search = $state('');
  /** How many cases the list has; unknown until the first answer. */
  length = $state<number>();
  counts = $state.raw<QueueCounts>();
  failure = $state.raw<ApiError>();
  #pages = $state.raw<Pages>({});
  #view: [first: number, last: number] = [0, 0];
  #asked = 0;
  #awaited: readonly number[] = [];
  #seat: string | undefined;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The case at this place, where its page is here. */
  at(index: number): QueueRow | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** The cases that are here, in their order. */
  get rows(): QueueRow[] {
    return Object.values(this.#pages).flat();
  }

  /** Shows the list that this operator chose last. */
  seat(operatorId: string): void {
    this.#seat = `queue-${operatorId}`;
    const [owner, list] = (localStorage.getItem(this.#seat) ?? '').split('/');
    this.owner = OWNERS.find((known) => known === owner) ?? 'unassigned';
    this.list = LISTS.find((known) => known === list) ?? 'open';
  }

  /** Asks again for what is in view; an answer that another question has
   * overtaken is dropped. */
  async refresh(): Promise<void> {
    const turn = (this.#asked += 1);
    this.#awaited = [];
    const [first, last] = this.#view;
    const pages = range(Math.floor(first / PAGE), Math.floor(last / PAGE));
    const fresh: Record<number, readonly QueueRow[]> = {};
    for (const page of pages) {
      const answer = await this.#ask(page);
      if (turn !== this.#asked) return;
      if (answer === undefined) return;
      fresh[page] = answer;
    }
    this.#pages = fresh;
  }

  /** Reads what is missing of the cases from `first` to `last`. */
  async need(first: number, last: number): Promise<void> {
    this.#view = [first, last];
    const turn = this.#asked;
    for (const page of range(Math.floor(first / PAGE), Math.floor(last / PAGE))) {
      if (page in this.#pages || this.#awaited.includes(page)) continue;
      this.#awaited = [...this.#awaited, page];
      const answer = await this.#ask(page);
      if (turn !== this.#asked) return;
      this.#awaited = this.#awaited.filter((awaited) => awaited !== page);
      if (answer === undefined) return;
      const near = Object.entries(this.#pages).filter(
        ([kept]) => Math.abs(Number(kept) - page) <= KEPT,
      );
      this.#pages = { ...Object.fromEntries(near), [page]: answer };
    }
  }

  async #ask(page: number): Promise<readonly QueueRow[] | undefined> {
    const turn = this.#asked;
    const answer = await this.#backend.listQueue({
      owner: this.owner,
      list: this.list,
      search: this.search,
      offset: page * PAGE,
      limit: PAGE,
    });
    if (turn !== this.#asked) return undefined;
    if (answer.status === 'error') {
      this.failure = answer.error;
      return undefined;
    }
    this.failure = undefined;
    this.length = answer.data.length;
    this.counts = answer.data.counts;
    return answer.data.rows;
  }

  show(owner: QueueOwner, list: QueueList = this.list): Promise<void> {
    if (owner !== this.owner || list !== this.list) this.#empty();
    this.owner = owner;
    this.list = list;
    if (this.#seat !== undefined) localStorage.setItem(this.#seat, `${owner}/${list}`);
    return this.refresh();
  }

  look(search: string): Promise<void> {
    this.search = search;
    this.#view = [0, 0];
    return this.refresh();
  }

  /** Open cases with these words, whatever the queue shows; none where the
   * question failed. */
  async find(search: string, limit: number): Promise<QueueRow[]> {
    const answer = await this.#backend.listQueue({
      owner: 'all',
      list: 'open',
      search,
      offset: 0,
      limit,
    });
    return answer.status === 'ok' ? answer.data.rows : [];
  }

  /** Where the case stands in the list, if it is here. */
  placeOf(id: string | undefined): number | undefined {
    for (const [page, rows] of Object.entries(this.#pages)) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return Number(page) * PAGE + at;
    }
    return undefined;
  }

  /** The place above or below the case, or the first. */
  neighbour(id: string | undefined, step: 1 | -1): number {
    const place = this.placeOf(id);
    const last = Math.max(0, (this.length ?? 0) - 1);
    return place === undefined ? 0 : Math.min(Math.max(place + step, 0), last);
  }

  progressed(caseId: string, progress: ProgressView): void {
    const place = this.placeOf(caseId);
    if (place === undefined) return;
    const page = Math.floor(place / PAGE);
    const rows = this.#pages[page] ?? [];
    this.#pages = {
      ...this.#pages,
      [page]: rows.map((row) => (row.id === caseId ? { ...row, progress } : row)),
    };
  }

  clear(): void {
    this.#asked += 1;
    this.#empty();
    this.counts = undefined;
    this.search = '';
  }

  #empty(): void {
    this.#pages = {};
    this.#awaited = [];
    this.#view = [0, 0];
    this.length = undefined;
  }
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
