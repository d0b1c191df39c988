// The checklist on screen: answered, seen on something, in the way.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Sight } from '$lib/evidence/sight.svelte';
import type { CaseView } from '$lib/ipc';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import Checklist from './Checklist.svelte';
import DecisionBar from './DecisionBar.svelte';

const view = (desk: Desk): { view: CaseView } => {
  if (desk.review.view === undefined) throw new Error('no case is open');
  return { view: desk.review.view };
};
const press = (desk: Desk, key: string, shiftKey = false) =>
  desk.shortcuts.press(new KeyboardEvent('keydown', { key, shiftKey, cancelable: true }));
const item = (name: string) => screen.getByTestId(`item-${name}`);

async function opened(caseId = '1') {
  const desk = await signedIn();
  await desk.review.open(caseId);
  const sight = new Sight();
  sight.load(view(desk).view);
  desk.checklist.open();
  show(desk, Checklist, () => view(desk), sight);
  return { desk, sight };
}

test('an answer is given by click, and taken back by another', async () => {
  const { desk } = await opened();
  expect(item('nose').dataset.answer).toBe('open');
  await fireEvent.click(screen.getByTestId('answer-nose-yes'));
  await expect.poll(() => item('nose').dataset.answer).toBe('yes');
  expect(item('nose').textContent).toContain('Operatore Uno');
  expect(screen.getByTestId('checklist-progress').textContent).toContain('7 di 18');
  await fireEvent.click(screen.getByTestId('answer-nose-yes'));
  await expect.poll(() => item('nose').dataset.answer).toBe('open');
  expect(desk.review.view?.timeline.at(-1)?.event).toBe('checklistAnswered');
});

test('keys answer the item at hand and go on to the next that is open', async () => {
  const { desk } = await opened();
  expect(item('mrzAgrees').getAttribute('aria-current')).toBe('true');
  press(desk, '1');
  await expect.poll(() => item('mrzAgrees').dataset.answer).toBe('yes');
  await expect.poll(() => item('dataRecorded').getAttribute('aria-current')).toBe('true');
  press(desk, '3');
  await expect.poll(() => item('dataRecorded').dataset.answer).toBe('notAssessable');
  press(desk, 'J', true);
  await expect.poll(() => item('dataRecorded').getAttribute('aria-current')).toBe('true');
  press(desk, '2');
  await expect.poll(() => item('dataRecorded').dataset.answer).toBe('no');
});

test('keys do nothing while another part of the review is shown', async () => {
  const { desk } = await opened();
  desk.review.pane = 'notes';
  press(desk, '1');
  await Promise.resolve();
  expect(desk.review.busy).toBe(false);
  expect(item('mrzAgrees').dataset.answer).toBe('no');
});

test('what an answer was seen on is kept, and shown again', async () => {
  const { desk, sight } = await opened();
  sight.player.seek(4.2);
  await fireEvent.click(screen.getByTestId('item-instant-hologram'));
  await expect.poll(() => item('hologram').textContent).toContain('Visto nel video a 0:04.200');
  sight.player.seek(0);
  await fireEvent.click(screen.getByTestId('item-look-hologram'));
  expect(sight.player.time).toBe(4.2);

  const transform = sight.stage.transforms.left;
  transform.frame = { width: 670, height: 430 };
  transform.picture = { width: 1340, height: 860 };
  transform.zoomBy(2);
  desk.checklist.choose('hologram');
  press(desk, 's');
  await expect.poll(() => item('hologram').textContent).toContain('un dettaglio');
  const seen = desk.review.view?.checklist.items.find(
    (each) => each.item.name === 'hologram',
  )?.seen;
  expect(seen).toEqual({
    kind: 'spot',
    spot: {
      evidence: 'documentFront',
      area: { x: 335, y: 215, width: 670, height: 430 },
      atMs: null,
    },
  });
});

test('not queried is said until the register was asked, with its time then', async () => {
  const { desk } = await opened();
  expect(screen.getByTestId('register').textContent).toContain('Non interrogato.');
  expect(screen.getByTestId('register').textContent).not.toContain('segnalato');
  press(desk, 'q');
  await expect.poll(() => screen.getByTestId('register').dataset.register).toBe('notListed');
  expect(screen.getByTestId('register').textContent).toContain('non segnalato');
});

test('a document that is listed is shown at the top', async () => {
  const { desk } = await opened('4');
  await desk.review.claim();
  await fireEvent.click(screen.getByTestId('ask-register'));
  await expect
    .poll(() => screen.queryByTestId('register-listed')?.textContent)
    .toContain('segnalato come smarrito o rubato');
  expect(desk.review.view?.actions.validate).toBe('checklistAgainst');
});

test('the decision says what is missing and leads there', async () => {
  const desk = await signedIn();
  await desk.review.open('1');
  show(desk, DecisionBar, () => view(desk));
  expect(screen.getByTestId<HTMLButtonElement>('validate').disabled).toBe(true);
  const blocker = screen.getByTestId('blocker');
  expect(blocker.textContent).toContain('La MRZ concorda con i dati stampati');
  await fireEvent.click(blocker);
  expect(desk.review.pane).toBe('checklist');
  expect(desk.checklist.current?.item.name).toBe('mrzAgrees');
  desk.review.pane = 'review';
  press(desk, 'a');
  expect(desk.review.pane).toBe('checklist');
});

test('an answer that could not be kept is not lost', async () => {
  const { desk } = await opened();
  // Another case changes hands behind the desk: the stamp is an old one.
  const seen = desk.review.view;
  if (seen?.stamp == null) throw new Error('the case is claimed');
  desk.review.view = { ...seen, stamp: { ...seen.stamp, version: seen.stamp.version + 7 } };
  await fireEvent.click(screen.getByTestId('answer-nose-yes'));
  await expect.poll(() => desk.review.conflict?.wanted).toBe('checklist');
  desk.review.settle();
  await expect.poll(() => screen.queryByTestId('checklist-unsaved')).not.toBeNull();
  expect(item('nose').dataset.answer).toBe('open');
  await fireEvent.click(screen.getByTestId('checklist-save'));
  await expect.poll(() => item('nose').dataset.answer).toBe('yes');
  expect(screen.queryByTestId('checklist-unsaved')).toBeNull();
});
