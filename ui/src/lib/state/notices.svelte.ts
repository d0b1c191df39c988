// Short words in the corner: something was done, something failed.

import type { ApiError, Outcome } from '$lib/ipc';

export type Notice =
  | { kind: 'failed'; id: number; error: ApiError }
  | {
      kind: 'decided';
      id: number;
      outcome: Outcome;
      subject: string | null;
      until: number;
      undo: () => void;
    }
  | { kind: 'exported'; id: number; path: string }
  | { kind: 'saved'; id: number; path: string }
  | { kind: 'passwordSet'; id: number }
  | { kind: 'queueEmpty'; id: number };

type Fresh = Notice extends infer N ? (N extends Notice ? Omit<N, 'id'> : never) : never;

const SHOWN_MS = 8000;

export class Notices {
  list = $state.raw<Notice[]>([]);
  #last = 0;

  /** Shows a notice; errors stay until they are put away. */
  add(notice: Fresh): void {
    const id = (this.#last += 1);
    const alone = this.list.filter(({ kind }) => kind !== notice.kind || kind === 'decided');
    this.list = [...alone, { ...notice, id } as Notice];
    if (notice.kind === 'failed') return;
    const ms = notice.kind === 'decided' ? notice.until - Date.now() : SHOWN_MS;
    setTimeout(() => this.remove(id), Math.max(0, ms));
  }

  failed(error: ApiError): void {
    this.add({ kind: 'failed', error });
  }

  remove(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  clear(): void {
    this.list = [];
  }
}
