// Everything the desk's screens share, made once when the window opens and
// handed down by context.

import { createContext } from 'svelte';
import type { Backend } from '$lib/ipc';
import { Accounts } from './accounts.svelte';
import { ArchiveCheck } from './archive-check.svelte';
import { Checklist } from './checklist.svelte';
import { Clock } from './clock.svelte';
import { Connection } from './connection.svelte';
import { Duplicates } from './duplicates.svelte';
import { Notices } from './notices.svelte';
import { Preferences } from './preferences.svelte';
import { Queue } from './queue.svelte';
import { Review } from './review.svelte';
import { Shortcuts } from './shortcuts';
import { Start } from './start.svelte';
import { Statistics } from './statistics.svelte';
import { Templates } from './templates.svelte';

/** How often the desk gives a sign of life for the case that lies on it. */
const ALIVE_MS = 60_000;

export class Desk {
  readonly clock = new Clock();
  readonly shortcuts = new Shortcuts();
  readonly notices = new Notices();
  readonly start: Start;
  readonly preferences: Preferences;
  readonly connection: Connection;
  readonly queue: Queue;
  readonly review: Review;
  readonly checklist: Checklist;
  readonly archiveCheck: ArchiveCheck;
  readonly duplicates: Duplicates;
  readonly statistics: Statistics;
  readonly accounts: Accounts;
  readonly templates: Templates;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.start = new Start(backend);
    this.preferences = new Preferences(backend);
    this.connection = new Connection(backend);
    this.queue = new Queue(backend);
    this.review = new Review(backend, this.notices);
    this.checklist = new Checklist(this.review);
    this.archiveCheck = new ArchiveCheck(backend);
    this.duplicates = new Duplicates(backend);
    this.statistics = new Statistics(backend, this.notices);
    this.accounts = new Accounts(backend, this.notices);
    this.templates = new Templates(backend);
  }

  /** Asks for the start state and listens from now on; the answer ends it. */
  open(): () => void {
    void this.preferences.load();
    void this.start.load();
    const silence = this.#backend.listen({
      queueChanged: () => void this.queue.refresh(),
      caseChanged: (caseId) => void this.review.changed(caseId),
      connectionChanged: (connection) => this.connection.received(connection),
      checksProgressed: ({ caseId, progress }) => {
        this.queue.progressed(caseId, progress);
        this.review.progressed(caseId, progress);
      },
      startChanged: () => void this.start.load(),
      fileDropped: (path) => void this.archiveCheck.examine(path),
    });
    const stop = this.clock.start();
    const alive = setInterval(() => void this.review.keepLease(), ALIVE_MS);
    return () => {
      clearInterval(alive);
      silence();
      stop();
    };
  }

  /** Opens the kiosk for a customer at this desk. */
  async assist(): Promise<void> {
    const answer = await this.#backend.openAssistedSession();
    if (answer.status === 'error') this.notices.failed(answer.error);
  }

  /** Signs out and forgets everything personal that is on screen. */
  async signOut(): Promise<void> {
    await this.review.drafts.save();
    await this.start.signOut();
    if (this.start.operator === undefined) this.forget();
  }

  forget(): void {
    this.review.close();
    this.checklist.clear();
    this.queue.clear();
    this.notices.clear();
    this.archiveCheck.clear();
    this.duplicates.clear();
    this.statistics.clear();
    this.templates.clear();
  }
}

export const [getDesk, setDesk] = createContext<Desk>();
