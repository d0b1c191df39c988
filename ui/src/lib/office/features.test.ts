// The features of the document: each with its word, and where it is seen.

import { fireEvent, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { Sight } from '$lib/evidence/sight.svelte';
import { words } from '$lib/i18n/index.svelte';
import type { FeatureView, Presence } from '$lib/ipc';
import { show, signedIn } from '../../test/desk';
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
])('a feature that is %s says so', async (presence, expected) => {
  const desk = await signedIn('desk', 'en');
  show(desk, Features, () => ({ features: [feature('signature', presence)] }));
  const said = screen.getByTestId('feature-signature');
  expect(said.textContent.trim().replace(/\s+/g, ' ')).toBe(expected);
  expect(said.dataset['presence']).toBe(presence);
});

test('what is found is pointed at and shown, what is not has no place', async () => {
  const desk = await signedIn('desk', 'en');
  await desk.review.open('3');
  const view = desk.review.view;
  if (view === undefined) throw new Error('the case is open');
  const sight = new Sight();
  sight.load(view);
  const features = [feature('photo', 'found'), feature('signature', 'missing')];
  show(desk, Features, () => ({ features }), sight);
  const button = screen.getByRole('button');
  await fireEvent.pointerEnter(screen.getByTestId('feature-photo'));
  expect(sight.at('feature:photo')).toBe(true);
  await fireEvent.pointerLeave(screen.getByTestId('feature-photo'));
  expect(sight.at('feature:photo')).toBe(false);
  await fireEvent.click(button);
  expect(sight.at('feature:photo')).toBe(true);
  expect(screen.getAllByRole('button')).toHaveLength(1);
});

test('the review of a case lists them and counts what was found', async () => {
  const desk = await signedIn('desk', 'en');
  await desk.review.open('3');
  show(desk, ReviewPane, () => ({ view: desk.review.view }) as never);
  expect(screen.getByTestId('features').textContent).toContain('4 of 7 found');
  expect(screen.getByTestId('feature-signature').dataset['presence']).toBe('missing');
});
