// Every screen and sheet of the kiosk, looked at by axe in all four languages.
// Colours are not part of it (there is no painter here): tokens.test.ts proves
// their contrast.

import { fireEvent, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { KIOSK_LANGUAGES } from '$lib/i18n/kiosk/index.svelte';
import { SCENES } from '$lib/ipc/memory/kiosk-scenes';
import { atStep } from '../../test/kiosk';

/** Sheets, by the button that opens them, on the step where it is. */
const SHEETS = [
  ['help-sheet', 'consent', 'kiosk-help'],
  ['language-sheet', 'consent', 'kiosk-language'],
  ['access-sheet', 'consent', 'kiosk-access'],
  ['stop-sheet', 'consent', 'kiosk-stop'],
  ['in-person-sheet', 'face', 'in-person'],
  ['policy-sheet', 'consent', 'policy'],
  ['policy-text', 'consentWithText', 'policy'],
  ['piece-sheet', 'review', 'piece-face'],
] as const;

async function barriers(): Promise<unknown[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  });
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}

describe.each(KIOSK_LANGUAGES)('in %s', (language) => {
  test.each(Object.keys(SCENES))('the screen %s has no barrier that axe can see', async (step) => {
    atStep(step, language);
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(heading.textContent).not.toBe('');
    expect(await barriers()).toEqual([]);
  });

  test.each(SHEETS)('%s has no barrier that axe can see', async (sheet, step, button) => {
    atStep(step, language);
    await fireEvent.click(await screen.findByTestId(button));
    await screen.findByTestId(sheet);
    expect(await barriers()).toEqual([]);
  });

  test.each(['devices', 'documentRear', 'face'])(
    'pieces asked for again, at %s, have no barrier that axe can see',
    async (step) => {
      atStep(step, language, { again: 'documentRear:blurred,face:movementsMissing' });
      await screen.findByRole('heading', { level: 1 });
      expect(await barriers()).toEqual([]);
    },
  );

  test('the warning and the staff pad have no barrier that axe can see', async () => {
    atStep('idle', language);
    await screen.findByTestId('idle-sheet');
    expect(await barriers()).toEqual([]);
    await fireEvent.click(screen.getByTestId('idle-more'));
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true, altKey: true });
    await screen.findByTestId('staff-sheet');
    expect(await barriers()).toEqual([]);
  });
});

test('every kind of screen that the core can tell is in the scenes', () => {
  const kinds = new Set(Object.values(SCENES).map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(
    [
      'capture',
      'consent',
      'devices',
      'face',
      'newRequest',
      'outOfService',
      'outcome',
      'phone',
      'request',
      'review',
      'selfTest',
      'starting',
      'stopped',
      'submitting',
      'welcome',
    ].toSorted(),
  );
});
