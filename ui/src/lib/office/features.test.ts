// Features and checks: each with its word, and where it is seen.

import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import type { FeatureView, Presence, SpotView } from '$lib/ipc';
import { show, signedIn } from '../../test/desk';
import CheckRow from './CheckRow.svelte';
import Features from './Features.svelte';
import ReviewPane from './ReviewPane.svelte';

beforeEach(() => (words.locale = 'en'));

const AREA = { x: 10, y: 20, width: 30, height: 40 };

const feature = (name: FeatureView['name'], presence: Presence): FeatureView => ({
  name,
  presence,
  seen: { evidence: 'documentFront', area: presence === 'found' ? AREA : null, atMs: null },
});

test.each<[Presence, string]>([
  ['found', 'signature'],
  ['missing', 'signature missing'],
  ['notAssessable', 'signature not assessable'],
])('a feature that is %s says so', (presence, expected) => {
  render(Features, { features: [feature('signature', presence)] });
  const said = screen.getByTestId('feature-signature');
  expect(said.textContent.trim().replace(/\s+/g, ' ')).toBe(expected);
  expect(said.dataset['presence']).toBe(presence);
});

test('what is found is pointed at and shown, what is not has no place', async () => {
  const [onpoint, onshow] = [vi.fn(), vi.fn<(spot: SpotView) => void>()];
  const features = [feature('photo', 'found'), feature('signature', 'missing')];
  render(Features, { features, onpoint, onshow });
  const button = screen.getByRole('button');
  await fireEvent.pointerEnter(button);
  expect(onpoint).toHaveBeenLastCalledWith(features[0]?.seen);
  await fireEvent.pointerLeave(button);
  expect(onpoint).toHaveBeenLastCalledWith(null);
  await fireEvent.click(button);
  expect(onshow).toHaveBeenCalledWith(features[0]?.seen);
  expect(screen.getAllByRole('button')).toHaveLength(1);
});

test('the review of a case lists them and counts what was found', async () => {
  const desk = await signedIn('desk', 'en');
  await desk.review.open('3');
  show(desk, ReviewPane, () => ({ view: desk.review.view }) as never);
  expect(screen.getByTestId('features').textContent).toContain('4 of 7 found');
  expect(screen.getByTestId('feature-signature').dataset['presence']).toBe('missing');
});

test('where a check is seen is pointed at like a feature', async () => {
  const onpoint = vi.fn();
  const spot: SpotView = { evidence: 'documentFront', area: AREA, atMs: null };
  render(CheckRow, {
    check: {
      check: 'notBWCopy',
      answer: 'no',
      reason: { code: 'seen', signs: ['noColour'] },
      seen: [spot],
    },
    reason: { code: 'seen', signs: ['noColour'] },
    onpoint,
  });
  expect(screen.getByTestId('check-notBWCopy').textContent).toContain('the document has no colour');
  await fireEvent.pointerEnter(screen.getByTestId('seen-notBWCopy'));
  expect(onpoint).toHaveBeenLastCalledWith(spot);
});
