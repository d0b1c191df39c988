// Commands and cases by name, and the sheet of keys: both show the one table.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { ACTIONS } from '$lib/keys';
import { show, signedIn } from '../../test/desk';
import KeySheet from './KeySheet.svelte';
import Palette from './Palette.svelte';

async function palette(search = '') {
  const desk = await signedIn('desk', 'en');
  const [refuse, zoomIn, onclose] = [vi.fn(), vi.fn(), vi.fn()];
  desk.shortcuts.listen(() => ({ zoomIn, refuse, claim: undefined }));
  show(desk, Palette, () => ({ onclose }));
  const input = screen.getByTestId('palette-search');
  await fireEvent.input(input, { target: { value: search } });
  return { desk, refuse, zoomIn, onclose, input };
}

test('only what can be done at the moment is offered', async () => {
  await palette();
  expect(screen.getByTestId('palette-refuse').textContent).toContain('R');
  expect(screen.queryByTestId('palette-claim')).toBeNull();
  expect(screen.queryByTestId('palette-approve')).toBeNull();
});

test('words narrow it down, and choosing closes it and acts', async () => {
  const { zoomIn, onclose } = await palette('in zoom');
  expect(screen.queryByTestId('palette-refuse')).toBeNull();
  await fireEvent.click(screen.getByTestId('palette-zoomIn'));
  await expect.poll(() => zoomIn.mock.calls.length).toBe(1);
  expect(onclose).toHaveBeenCalledOnce();
});

test('cases are found by name, whatever the queue shows', async () => {
  const { desk } = await palette('bianchi');
  const found = await screen.findByTestId('palette-case-2');
  expect(found.textContent).toContain('Bianchi, Giulia');
  await fireEvent.click(found);
  await expect.poll(() => desk.review.view?.id).toBe('2');
});

test('nothing found is said', async () => {
  await palette('zzz');
  expect(screen.getByTestId('palette-none').textContent).toContain('zzz');
});

test('the sheet of keys has every action of the table', async () => {
  show(await signedIn(), KeySheet, () => ({ onclose: () => undefined }));
  const missing = ACTIONS.filter((action) => screen.queryByTestId(`key-${action}`) === null);
  expect(missing).toEqual([]);
  expect(screen.getByTestId('key-moveLeft').textContent).toContain('Maiusc ←');
});
