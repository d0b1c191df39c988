// What lies over the screens: the staff's way out, the warning, hints, the
// voice, and what the window does not let anybody do.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PIN } from '$lib/ipc/memory/kiosk';
import { capture, SCENES } from '$lib/ipc/memory/kiosk-scenes';
import { arrowTo, press, type } from '../../test/keypad';
import { atStep } from '../../test/kiosk';
import { CornerTaps } from './gesture';

afterEach(() => vi.useRealTimers());

describe('the staff’s way out', () => {
  test.each([
    ['five taps in the corner', [0, 300, 600, 900, 1200], 10, true],
    ['four taps', [0, 300, 600, 900], 10, false],
    ['five taps in four seconds', [0, 1000, 2000, 3000, 4000], 10, false],
    ['five taps elsewhere', [0, 300, 600, 900, 1200], 400, false],
  ])('%s', (_name, times, place, opens) => {
    const taps = new CornerTaps();
    expect(times.map((at) => taps.tap(place, 20, at)).includes(true)).toBe(opens);
  });

  test('the gesture opens the pad, and the PIN closes the kiosk', async () => {
    const kiosk = atStep('welcome');
    await screen.findByTestId('screen-welcome');
    for (let tap = 0; tap < 5; tap += 1)
      await fireEvent.pointerDown(window, { clientX: 20, clientY: 20 });
    await screen.findByTestId('staff-sheet');
    (await screen.findByTestId('pin')).focus();
    await type(PIN);
    await press('Enter');
    await waitFor(() => expect(kiosk.closed).toBe(true));
  });

  test('a wrong PIN is said, and after three the pad waits', async () => {
    const kiosk = atStep('welcome');
    await screen.findByTestId('screen-welcome');
    await press('k', { ctrlKey: true, altKey: true });
    const line = await screen.findByTestId<HTMLInputElement>('pin');
    for (let attempt = 0; attempt < 4; attempt += 1) {
      line.focus();
      await type('1111');
      await press('Enter');
      await waitFor(() => expect(line.value).toBe(''));
      await screen.findByTestId('problem');
    }
    expect(screen.getByTestId('problem').textContent).toContain('30 s');
    expect(line.disabled).toBe(true);
    expect(kiosk.closed).toBe(false);
  });
});

test('the warning counts down, and a touch of its button gives more time', async () => {
  const kiosk = atStep('consent');
  await screen.findByTestId('screen-consent');
  vi.useFakeTimers();
  kiosk.warn(12);
  await vi.advanceTimersByTimeAsync(0);
  expect(screen.getByTestId('idle-left').textContent).toBe('12 secondi');
  await vi.advanceTimersByTimeAsync(2000);
  expect(screen.getByTestId('idle-left').textContent).toBe('10 secondi');
  expect(screen.getByTestId('idle-sheet').getAttribute('role')).toBe('alertdialog');
  await fireEvent.click(screen.getByTestId('idle-more'));
  await vi.advanceTimersByTimeAsync(50);
  expect(screen.queryByTestId('idle-sheet')).toBeNull();
});

test('one hint at a time, over the picture, aloud and for screen readers', async () => {
  const kiosk = atStep('documentFront');
  expect((await screen.findByTestId('hint')).textContent).toContain('nella cornice');
  kiosk.tell(SCENES.documentGlare);
  await waitFor(() => expect(screen.getByTestId('hint').textContent).toContain('riflesso'));
  expect(screen.getAllByTestId('hint')).toHaveLength(1);
  expect(screen.getByTestId('live').dataset['tone']).toBe('hold');
  expect(screen.getByTestId('kiosk-said').textContent).toContain('riflesso');
});

test('what the engine sees is drawn where it is, and the picture turns green when taken', async () => {
  const kiosk = atStep('documentFront');
  await screen.findByTestId('live');
  kiosk.tell(
    capture('documentFront', {
      stage: 'hold',
      outline: [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.75, 0.75],
        [0.25, 0.75],
      ],
    }),
  );
  const outline = await screen.findByTestId('outline');
  expect(outline.getAttribute('points')).toBe('320,180 960,180 960,540 320,540');
  kiosk.tell(SCENES.documentTaken);
  await screen.findByTestId('still');
  expect(screen.queryByTestId('live')).toBeNull();
});

test('a silent kiosk says nothing until it is asked to', async () => {
  const kiosk = atStep('consent');
  await fireEvent.click(await screen.findByTestId('kiosk-access'));
  await fireEvent.click(await screen.findByTestId('voice-off'));
  await fireEvent.click(screen.getByTestId('access-close'));
  const said = kiosk.spoken.length;
  kiosk.tell(SCENES.documentTaken);
  await screen.findByTestId('screen-taken');
  expect(kiosk.spoken).toHaveLength(said);
  await fireEvent.click(screen.getByTestId('kiosk-again'));
  expect(kiosk.spoken).toHaveLength(said + 1);
});

test('beside an operator nobody asks for a PIN', async () => {
  const kiosk = atStep('consent', 'it', { assisted: '1' });
  await screen.findByTestId('screen-consent');
  await press('k', { ctrlKey: true, altKey: true });
  await fireEvent.click(await screen.findByTestId('staff-leave'));
  await waitFor(() => expect(kiosk.closed).toBe(true));
});

test.each([
  ['help', 'welcome', ['kiosk-help', 'help-counter']],
  ['text and voice', 'documentFront', ['kiosk-access', 'access-counter']],
  ['the consent', 'consent', ['in-person']],
  ['the picture with the document', 'selfie', ['in-person']],
  ['the face', 'face', ['in-person']],
  ['a face that failed', 'faceFailed', ['in-person']],
])('whoever wants no camera chooses a person, from %s', async (_, step, buttons) => {
  atStep(step);
  for (const button of buttons) await fireEvent.click(await screen.findByTestId(button));
  await fireEvent.click(await screen.findByTestId('in-person-no'));
  await waitFor(() => expect(screen.queryByTestId('in-person-sheet')).toBeNull());
  expect(screen.queryByTestId('stopped')).toBeNull();
  for (const button of buttons) await fireEvent.click(await screen.findByTestId(button));
  await fireEvent.click(await screen.findByTestId('in-person-yes'));
  expect((await screen.findByTestId('stopped')).dataset['reason']).toBe('inPerson');
  expect(screen.getByTestId('screen-stopped').textContent).toContain('documento di identità');
});

test('a keypad alone chooses a person, and hears what to bring', async () => {
  const kiosk = atStep('face', 'en');
  await screen.findByTestId('screen-face');
  await arrowTo('in-person');
  await press('Enter');
  await screen.findByTestId('in-person-sheet');
  await arrowTo('in-person-yes');
  await press('Enter');
  await screen.findByTestId('stopped');
  await waitFor(() =>
    expect(kiosk.spoken.at(-1)).toContain('Please have ready: Your identity document'),
  );
});

test('after the end there is no camera to choose a person instead of', async () => {
  atStep('outcome');
  await fireEvent.click(await screen.findByTestId('kiosk-help'));
  await screen.findByTestId('help-call');
  expect(screen.queryByTestId('help-counter')).toBeNull();
});

test('the policy is read part by part with a keypad, aloud, and left behind its end', async () => {
  const kiosk = atStep('consentWithText');
  await fireEvent.click(await screen.findByTestId('policy'));
  const text = await screen.findByTestId('policy-text');
  await waitFor(() => expect(document.activeElement).toBe(text));
  expect(screen.getByTestId('policy-version').textContent).toContain('it-3f9a1c2b7d10');
  await press('ArrowDown');
  expect(kiosk.spoken.at(-1)).toContain('Informativa di esempio');
  for (let part = 1; part < text.children.length; part += 1) await press('ArrowDown');
  expect(kiosk.spoken.at(-1)).toContain('Nessuna decisione');
  expect(text.querySelectorAll('[aria-current]')).toHaveLength(1);
  expect(document.activeElement).toBe(text);
  await press('ArrowDown');
  expect(document.activeElement).toBe(screen.getByTestId('policy-close'));
  await press('Enter');
  await waitFor(() => expect(screen.queryByTestId('policy-sheet')).toBeNull());
});

test('without a text of the bank the policy is where the request says', async () => {
  atStep('consent');
  await fireEvent.click(await screen.findByTestId('policy'));
  expect((await screen.findByTestId('policy-url')).textContent).toContain('example.org/privacy');
  expect(screen.queryByTestId('policy-text')).toBeNull();
});

describe('the window swallows', () => {
  test.each([
    ['F5', {}],
    ['r', { ctrlKey: true }],
    ['R', { ctrlKey: true, shiftKey: true }],
    ['p', { ctrlKey: true }],
    ['ArrowLeft', { altKey: true }],
    ['+', { ctrlKey: true }],
    ['-', { ctrlKey: true }],
    ['0', { ctrlKey: true }],
    ['I', { ctrlKey: true, shiftKey: true }],
    ['F12', {}],
    ['F11', {}],
    ['w', { ctrlKey: true }],
    ['BrowserBack', {}],
  ])('%s %o', async (key, held) => {
    atStep('welcome');
    await screen.findByTestId('screen-welcome');
    expect(await fireEvent.keyDown(document.body, { key, ...held })).toBe(false);
  });

  test.each(['contextmenu', 'dragstart', 'selectstart', 'drop', 'copy'])('%s', async (name) => {
    atStep('welcome');
    const welcome = await screen.findByTestId('screen-welcome');
    const event = new Event(name, { bubbles: true, cancelable: true });
    welcome.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });

  test('but not what is typed, nor the selection in a line', async () => {
    atStep('request');
    const line = await screen.findByTestId('request-code');
    expect(await fireEvent.keyDown(line, { key: 'r' })).toBe(true);
    const event = new Event('selectstart', { bubbles: true, cancelable: true });
    line.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  test('and nothing more once the window is closed', async () => {
    const { lockDown } = await import('./lockdown');
    lockDown(window)();
    expect(await fireEvent.keyDown(document.body, { key: 'F5' })).toBe(true);
  });
});
