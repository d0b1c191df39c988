// One datum on screen: marked, corrected, rejected.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { FieldView } from '$lib/ipc';
import { show, signedIn } from '../../test/desk';
import FieldRow from './FieldRow.svelte';

const NUMBER: FieldView = {
  name: 'documentNumber',
  declared: 'CA00000AA',
  read: [
    { source: 'mrz', value: 'CA00000AB', seen: null },
    { source: 'capture', value: 'CA00000AA', seen: null },
  ],
  review: 'notReviewed',
  confirmed: null,
  differences: [{ against: 'mrz', says: 'CA00000AB' }],
  history: [],
};

async function row(field: FieldView, locked = false) {
  const onanswer = vi.fn();
  const { container } = show(await signedIn(), FieldRow, () => ({ field, locked, onanswer }));
  return { onanswer, container };
}

test('the letters that differ are marked, and the difference is said', async () => {
  const { container } = await row(NUMBER);
  expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toContain('B');
  expect(container.textContent).toContain('La MRZ riporta CA00000AB.');
});

test('a correction goes out in canonical form', async () => {
  const { onanswer } = await row({
    ...NUMBER,
    name: 'birthDate',
    declared: '1977-11-06',
    read: [],
  });
  await fireEvent.click(screen.getByTestId('field-revise-birthDate'));
  const input = screen.getByTestId<HTMLInputElement>('field-input-birthDate');
  expect(input.value).toBe('06/11/1977');
  await fireEvent.input(input, { target: { value: '7/11/1977' } });
  await fireEvent.submit(input);
  expect(onanswer).toHaveBeenCalledWith({ kind: 'revise', value: '1977-11-07' });
});

test('what is not a date is not taken for one', async () => {
  const { onanswer } = await row({
    ...NUMBER,
    name: 'birthDate',
    declared: '1977-11-06',
    read: [],
  });
  await fireEvent.click(screen.getByTestId('field-revise-birthDate'));
  const input = screen.getByTestId('field-input-birthDate');
  await fireEvent.input(input, { target: { value: '31/02/1977' } });
  await fireEvent.submit(input);
  expect(onanswer).not.toHaveBeenCalled();
});

test('a value that nobody read is approved as declared', async () => {
  const { onanswer } = await row(NUMBER);
  await fireEvent.click(screen.getByTestId('field-approve-documentNumber'));
  expect(onanswer).toHaveBeenCalledWith({ kind: 'approve', value: 'CA00000AA' });
});

test('without the claim there is nothing to press', async () => {
  const { container } = await row(NUMBER, true);
  expect(container.querySelectorAll('button')).toHaveLength(0);
});
