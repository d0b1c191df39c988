// Accounts are made, changed and suspended by administrators.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import Settings from '../../routes/(office)/settings/+page.svelte';
import { show, signedIn } from '../../test/desk';

// There is no painter here that could draw the pages of templates.
vi.mock('./pdf', () => ({
  openPdf: () => ({ pages: Promise.resolve([]), close: () => undefined }),
}));

async function settings() {
  const desk = await signedIn();
  show(desk, Settings, () => ({}));
  await waitFor(() => expect(screen.getByTestId('account-operatore.due')).toBeTruthy());
  return desk;
}

const click = (testid: string) => fireEvent.click(screen.getByTestId(testid));
const type = (testid: string, value: string) =>
  fireEvent.input(screen.getByTestId(testid), { target: { value } });

test('a new account is in the list', async () => {
  await settings();
  await click('account-new');
  await type('account-display-name', 'Operatore Quattro');
  await type('account-user', 'operatore.quattro');
  await click('account-role-auditor');
  await type('account-rao-user', 'rao.quattro');
  await type('account-rao-id', '1404');
  await type('account-password', 'specimen-4-word');
  expect(screen.getByTestId('account-save')).toHaveProperty('disabled', true);
  await type('account-password-again', 'specimen-4-word');
  await click('account-save');
  const row = await screen.findByTestId('account-operatore.quattro');
  expect(within(row).getByText('Revisore')).toBeTruthy();
  expect(screen.queryByTestId('account-sheet')).toBeNull();
});

test('a user name that is taken is said in the sheet, which keeps what was typed', async () => {
  await settings();
  await click('account-new');
  for (const [field, text] of [
    ['account-display-name', 'Altro'],
    ['account-user', 'operatore.due'],
    ['account-rao-user', 'rao'],
    ['account-rao-id', '1'],
    ['account-password', 'specimen-4-word'],
    ['account-password-again', 'specimen-4-word'],
  ] as const) {
    await type(field, text);
  }
  await click('account-save');
  expect(await screen.findByTestId('error-userNameTaken')).toBeTruthy();
  expect(screen.getByTestId('account-display-name')).toHaveProperty('value', 'Altro');
});

test('an account is suspended, and one’s own is not', async () => {
  await settings();
  await click('account-change-operatore.due');
  await click('account-suspended');
  await click('account-save');
  const row = screen.getByTestId('account-operatore.due');
  await waitFor(() => expect(within(row).getByText('Sospeso')).toBeTruthy());
  await click('account-change-operatore.uno');
  expect(screen.getByTestId('account-suspended')).toHaveProperty('disabled', true);
});

test('a wrong present password is said, the right one changes it', async () => {
  const desk = await settings();
  await click('change-password');
  await type('password-present', 'wrong');
  await type('password-new', 'specimen-5-word');
  await type('password-again', 'specimen-5-word');
  await click('password-save');
  expect(await screen.findByTestId('error-wrongPassword')).toBeTruthy();
  await type('password-present', 'specimen-1-word');
  await click('password-save');
  await waitFor(() => expect(screen.queryByTestId('own-password-dialog')).toBeNull());
  expect(desk.notices.list).toMatchObject([{ kind: 'passwordSet' }]);
});
