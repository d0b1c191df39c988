// The accounts that the scripted back end knows.

import type { AccountForm, AccountView, ErrorCode, NewAccountForm } from '../bindings';

const account = (
  id: string,
  userName: string,
  displayName: string,
  role: AccountView['role'],
  active = true,
): AccountView => ({
  id,
  userName,
  displayName,
  role,
  active,
  raoUserName: userName.replace('operatore', 'rao'),
  raoId: `14${id.slice(2).padStart(2, '0')}`,
});

export class Accounts {
  #accounts = [
    account('op1', 'operatore.uno', 'Operatore Uno', 'administrator'),
    account('op2', 'operatore.due', 'Operatore Due', 'rao'),
    account('op3', 'responsabile.uno', 'Responsabile Uno', 'administrator'),
    account('op4', 'revisore.uno', 'Revisore Uno', 'auditor'),
    account('op5', 'operatore.tre', 'Operatore Tre', 'rao', false),
  ];

  view = () => ({ minimumLength: 10, accounts: this.#accounts });

  create({ password, ...form }: NewAccountForm): ErrorCode | null {
    if (password.length < 10) return 'passwordTooShort';
    if (this.#accounts.some(({ userName }) => userName === form.userName)) return 'userNameTaken';
    this.#accounts.push({ ...form, id: `op${this.#accounts.length + 1}`, active: true });
    return null;
  }

  /** As the store does it: an active administrator remains. */
  change(form: AccountForm): ErrorCode | null {
    const changed = this.#accounts.map((one) => (one.id === form.id ? { ...one, ...form } : one));
    if (!changed.some(({ role, active }) => role === 'administrator' && active)) {
      return 'lastAdministrator';
    }
    this.#accounts = changed;
    return null;
  }
}
