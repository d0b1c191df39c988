// The accounts of this desk, and the password of who is signed in.

import type { AccountForm, AccountsView, AccountView, ApiError, Backend } from '$lib/ipc';
import type { NewAccountForm, Result } from '$lib/ipc';
import type { Notices } from './notices.svelte';

/** What is being done to the accounts. */
export type AccountSheet = { kind: 'new' } | { kind: 'change'; account: AccountView };

export class Accounts {
  view = $state.raw<AccountsView>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  sheet = $state.raw<AccountSheet | null>(null);
  changingPassword = $state(false);
  readonly #backend: Backend;
  readonly #notices: Notices;

  constructor(backend: Backend, notices: Notices) {
    this.#backend = backend;
    this.#notices = notices;
  }

  async load(): Promise<void> {
    await this.#received(this.#backend.accounts());
  }

  open(sheet: AccountSheet): void {
    this.failure = undefined;
    this.sheet = sheet;
  }

  close(): void {
    this.failure = undefined;
    this.sheet = null;
    this.changingPassword = false;
  }

  async create(form: NewAccountForm): Promise<void> {
    if (await this.#received(this.#backend.createAccount(form))) this.sheet = null;
  }

  /** Changes an account, and its password where one is given. */
  async change(form: AccountForm, password: string): Promise<void> {
    if (!(await this.#received(this.#backend.changeAccount(form)))) return;
    if (password !== '') {
      const reset = this.#backend.resetPassword({ id: form.id, password });
      if (!(await this.#passwordSet(reset))) return;
    }
    this.sheet = null;
  }

  async changeOwnPassword(present: string, next: string): Promise<void> {
    const changed = this.#backend.changeOwnPassword({ present, new: next });
    if (await this.#passwordSet(changed)) this.changingPassword = false;
  }

  async #received(answered: Promise<Result<AccountsView>>): Promise<boolean> {
    const answer = await this.#step(answered);
    if (answer.status === 'ok') this.view = answer.data;
    return answer.status === 'ok';
  }

  async #passwordSet(answered: Promise<Result<null>>): Promise<boolean> {
    const answer = await this.#step(answered);
    if (answer.status === 'ok') this.#notices.add({ kind: 'passwordSet' });
    return answer.status === 'ok';
  }

  async #step<T>(answered: Promise<Result<T>>): Promise<Result<T>> {
    this.busy = true;
    this.failure = undefined;
    const answer = await answered;
    this.busy = false;
    if (answer.status === 'error') this.failure = answer.error;
    return answer;
  }
}
