// The way in: opening the store, the first operator, signing in and out.

import type {
  Answered,
  ApiError,
  Backend,
  FirstOperatorForm,
  OperatorView,
  StartState,
} from '$lib/ipc';

export class Start {
  state = $state.raw<StartState>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get operator(): OperatorView | undefined {
    return this.state?.kind === 'signedIn' ? this.state.operator : undefined;
  }

  load = () => this.#step(this.#backend.startState());
  choosePassphrase = (text: string) => this.#step(this.#backend.choosePassphrase(text));
  unlock = (text: string) => this.#step(this.#backend.unlock(text));
  createFirstOperator = (form: FirstOperatorForm) =>
    this.#step(this.#backend.createFirstOperator(form));
  signIn = (userName: string, password: string) =>
    this.#step(this.#backend.signIn({ userName, password }));
  signOut = () => this.#step(this.#backend.signOut());

  async #step(answered: Answered<StartState>): Promise<void> {
    this.busy = true;
    this.failure = undefined;
    const answer = await answered;
    this.busy = false;
    if (answer.status === 'ok') this.state = answer.data;
    else this.failure = answer.error;
  }
}
