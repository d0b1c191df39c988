// The link to the central API, and the operator's password and PIN for it.

import type { ApiError, Backend, ConnectionView } from '$lib/ipc';

export class Connection {
  view = $state.raw<ConnectionView>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  /** Whether the dialog for password and PIN is open. */
  asking = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether decisions wait for nothing but password and PIN. */
  get credentialsNeeded(): boolean {
    const view = this.view;
    return view !== undefined && view.waiting > 0 && view.raoCredentials !== 'held';
  }

  load = () => this.#step(this.#backend.connectionState());
  retry = () => this.#step(this.#backend.retryNow());

  async provide(password: string, pin: string): Promise<boolean> {
    const done = await this.#step(this.#backend.provideRaoCredentials({ password, pin }));
    if (done) this.asking = false;
    return done;
  }

  ask(): void {
    this.failure = undefined;
    this.asking = true;
  }

  received(view: ConnectionView): void {
    this.view = view;
  }

  async #step(answered: ReturnType<Backend['connectionState']>): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    const answer = await answered;
    this.busy = false;
    if (answer.status === 'ok') this.view = answer.data;
    else this.failure = answer.error;
    return answer.status === 'ok';
  }
}
