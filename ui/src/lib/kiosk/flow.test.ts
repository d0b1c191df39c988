// Whole sessions at the scripted kiosk, with a keypad alone.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { CODE } from '$lib/ipc/memory/kiosk';
import { arrowTo, press, type } from '../../test/keypad';
import { atStep } from '../../test/kiosk';

const GOES_BY_ITSELF = { play: 'on' };

/** The step of the rail, once the kiosk has come to it. */
const step = (name: string) =>
  waitFor(() => expect(screen.getByTestId('kiosk-rail').dataset['step']).toBe(name));
const focusIsOnHeading = () => waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));

async function keepWhatWasTaken(name: string): Promise<void> {
  await step(name);
  await screen.findByTestId('screen-taken');
  await focusIsOnHeading();
  await press('Enter');
}

test('a customer with a keypad goes from the welcome to the end', async () => {
  const kiosk = atStep('welcome', 'it', GOES_BY_ITSELF);
  await screen.findByTestId('screen-welcome');
  await arrowTo('begin-en');
  await press('Enter');

  await screen.findByTestId('screen-request');
  expect(document.documentElement.lang).toBe('en');
  await type('41230');
  await press('Enter');

  await screen.findByTestId('screen-devices');
  await focusIsOnHeading();
  await press('Enter');

  await screen.findByTestId('screen-consent');
  await arrowTo('consent-privacy');
  await press(' ');
  await arrowTo('consent-authenticity');
  await press(' ');
  await press('Enter');

  for (const side of ['documentFront', 'documentRear', 'healthCardFront', 'healthCardRear'])
    await keepWhatWasTaken(side);

  await screen.findByTestId('screen-phone');
  await press('Enter');
  await screen.findByTestId('screen-code');
  await type(CODE);
  await press('Enter');

  await keepWhatWasTaken('selfie');

  await screen.findByTestId('face-begin');
  await focusIsOnHeading();
  await press('Enter');
  await screen.findByTestId('face-keep');
  await press('Enter');

  await screen.findByTestId('screen-review');
  await focusIsOnHeading();
  await press('Enter');
  expect((await screen.findByTestId('outcome')).dataset['sent']).toBe('delivered');
  await focusIsOnHeading();
  await press('Enter');
  await screen.findByTestId('screen-welcome');

  expect(kiosk.spoken.join(' ')).toContain('Show the front of your document');
  expect(kiosk.spoken.join(' ')).not.toContain('347');
});

test('of pieces asked for again, each is captured and nothing else, and the reason is said', async () => {
  const kiosk = atStep('request', 'en', {
    again: 'documentRear:blurred,face:movementsMissing',
    ...GOES_BY_ITSELF,
  });
  await screen.findByTestId('screen-request');
  await type('41230');
  await press('Enter');
  await screen.findByTestId('screen-devices');
  expect(screen.getByTestId('asked-documentRear').textContent).toContain('It was blurred');
  expect(screen.queryByTestId('asked-documentFront')).toBeNull();
  await focusIsOnHeading();
  await press('Enter');
  await keepWhatWasTaken('documentRear');
  await screen.findByTestId('face-begin');
  expect(screen.getByTestId('screen-face').textContent).toContain('Some movements were missing');
  await focusIsOnHeading();
  await press('Enter');
  await screen.findByTestId('face-keep');
  await press('Enter');
  await screen.findByTestId('screen-review');
  expect(screen.getAllByTestId(/^piece-/).map((piece) => piece.dataset['testid'])).toEqual([
    'piece-documentRear',
    'piece-face',
  ]);
  await press('Enter');
  await screen.findByTestId('outcome');
  const spoken = kiosk.spoken.join(' ');
  expect(spoken).toContain('Back of the document. It was blurred: hold still.');
  expect(spoken).toContain('Show the back of your document');
  expect(spoken).not.toContain('turn the document over');
});

test('the next customer finds nothing of what the last one chose', async () => {
  atStep('outcome');
  await fireEvent.click(await screen.findByTestId('kiosk-access'));
  await fireEvent.click(await screen.findByTestId('look-contrast'));
  await fireEvent.click(screen.getByTestId('size-large'));
  await fireEvent.click(screen.getByTestId('voice-off'));
  expect(document.documentElement.dataset['theme']).toBe('contrast');
  await fireEvent.click(screen.getByTestId('access-close'));
  await fireEvent.click(screen.getByTestId('finish'));
  await screen.findByTestId('screen-welcome');
  expect(document.documentElement.dataset['theme']).toBe('light');
  expect(document.documentElement.hasAttribute('data-large')).toBe(false);
});

test('a code that is not known keeps what was typed, and the problem goes with the next key', async () => {
  atStep('request');
  await screen.findByTestId('screen-request');
  await type('nobody');
  await press('Enter');
  const problem = await screen.findByTestId('problem');
  expect(problem.textContent).toContain('Non troviamo questo codice');
  const line = screen.getByTestId<HTMLInputElement>('request-code');
  expect(line.value).toBe('nobody');
  await fireEvent.click(screen.getByTestId('key-delete'));
  expect(line.value).toBe('nobod');
  expect(screen.queryByTestId('problem')).toBeNull();
});

test('a new request asks one question at a time, and back leads to the one before', async () => {
  atStep('newRequest');
  const passport = await screen.findByTestId('document-passport');
  await arrowTo('document-passport');
  expect(document.activeElement).toBe(passport);
  await press('Enter');
  await screen.findByTestId('new-givenName');
  await type('Giulia');
  await press('Enter');
  await screen.findByTestId('new-surname');
  await fireEvent.click(screen.getByTestId('kiosk-back'));
  const name = await screen.findByTestId<HTMLInputElement>('new-givenName');
  expect(name.value).toBe('Giulia');
  await press('Enter');
  for (const [question, answer] of [
    ['surname', 'Bianchi'],
    ['taxCode', ''],
    ['email', 'giulia'],
    ['phone', '3470000000'],
  ] as const) {
    const line = await screen.findByTestId(`new-${question}`);
    await waitFor(() => expect(document.activeElement).toBe(line));
    await type(answer);
    if (answer === '') await fireEvent.click(screen.getByTestId('new-skip'));
    else await press('Enter');
  }
  const wrong = await screen.findByTestId<HTMLInputElement>('new-email');
  expect(wrong.value).toBe('giulia');
  expect(screen.getByTestId('problem').textContent).toContain('e-mail');
});

test('three wrong codes end the session; before that, the attempts left are said', async () => {
  atStep('phoneCode');
  for (const left of [2, 1]) {
    (await screen.findByTestId('phone-code')).focus();
    await fireEvent.input(screen.getByTestId('phone-code'), { target: { value: '999999' } });
    await press('Enter');
    await waitFor(() =>
      expect(screen.getByTestId('attempts-left').textContent).toContain(String(left)),
    );
  }
  await press('Enter');
  expect((await screen.findByTestId('stopped')).dataset['reason']).toBe('otp');
});

test('an expired code asks for a new one, which can be sent at once', async () => {
  atStep('phoneExpired');
  expect((await screen.findByTestId('problem')).textContent).toContain('scaduto');
  await fireEvent.click(screen.getByTestId('phone-resend'));
  await waitFor(() => expect(screen.queryByTestId('problem')).toBeNull());
  expect(screen.getByTestId<HTMLButtonElement>('phone-resend').disabled).toBe(true);
});

test('any piece can be looked at, and taken again from the review', async () => {
  atStep('review');
  await fireEvent.click(await screen.findByTestId('piece-documentRear'));
  await fireEvent.click(await screen.findByTestId('review-retake'));
  await step('documentRear');
  expect(screen.queryByTestId('piece-sheet')).toBeNull();
  await fireEvent.click(screen.getByTestId('take-now'));
  await fireEvent.click(await screen.findByTestId('keep'));
  await screen.findByTestId('screen-review');
});

test('stopping asks once, and going on is the first answer', async () => {
  atStep('consent');
  await fireEvent.click(await screen.findByTestId('kiosk-stop'));
  await screen.findByTestId('stop-sheet');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('stop-no')));
  await press('Enter');
  await waitFor(() => expect(screen.queryByTestId('stop-sheet')).toBeNull());
  await fireEvent.click(screen.getByTestId('kiosk-stop'));
  await fireEvent.click(await screen.findByTestId('stop-yes'));
  expect((await screen.findByTestId('stopped')).dataset['reason']).toBe('customer');
});

test('offline is normal: the session ends well and says that it waits', async () => {
  atStep('review', 'en', { offline: '1', play: 'on' });
  expect((await screen.findByTestId('kiosk-waiting')).textContent).toBe(
    '3 sessions waiting to be sent',
  );
  await fireEvent.click(screen.getByTestId('submit'));
  expect((await screen.findByTestId('outcome')).dataset['sent']).toBe('waiting');
});
