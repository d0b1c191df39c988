// The quality of the pictures: a poor one says why and is shown, good ones are
// no alarm, and a check that read nothing names the picture.

import { fireEvent, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { Sight } from '$lib/evidence/sight.svelte';
import { causesOf, measureText } from '$lib/format/quality';
import { words } from '$lib/i18n/index.svelte';
import type { AssessmentView, CheckView, EvidenceKind, MeasureView, QualityView } from '$lib/ipc';
import { show, signedIn } from '../../test/desk';
import Checks from './Checks.svelte';
import Quality from './Quality.svelte';
import ReviewPane from './ReviewPane.svelte';

beforeEach(() => (words.locale = 'en'));

const sharpness = (evidence: EvidenceKind, value: number): MeasureView => ({
  measure: 'sharpness',
  value,
  unit: 'pixels',
  threshold: 1.6,
  bound: 'atMost',
  passed: value > 1.6 ? 'no' : 'yes',
  advice: value > 1.6 ? 'holdStill' : 'good',
  seen: value > 1.6 ? [{ evidence, area: { x: 1, y: 2, width: 30, height: 20 }, atMs: null }] : [],
  fields: [],
});

const picture = (evidence: EvidenceKind, value: number): QualityView => ({
  evidence,
  subject: evidence === 'selfie' ? 'face' : 'document',
  passed: value > 1.6 ? 'no' : 'yes',
  measures: [sharpness(evidence, value)],
});

const unread: CheckView = {
  check: 'sidesMatch',
  answer: 'notAssessable',
  reason: { code: 'nothingRead' },
  seen: [],
};

test('good pictures stand folded, with what was measured behind it', async () => {
  const desk = await signedIn('desk', 'en');
  const quality = [picture('documentFront', 0.9), picture('selfie', 1)];
  show(desk, Quality, () => ({ quality }));
  expect(screen.getByTestId('quality').textContent).toContain('2 of 2 good');
  const fold = screen.getByRole('button');
  expect(fold.textContent).toContain('Document, front and Selfie');
  await fireEvent.click(fold);
  expect(fold.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByTestId('quality').textContent).toContain('Blur: 0.9 px (at most 1.6 px)');
});

test('a poor picture says the sentence, value and threshold, and is shown', async () => {
  const desk = await signedIn('desk', 'en');
  await desk.review.open('3');
  const view = desk.review.view;
  if (view?.assessment.kind !== 'done') throw new Error('the case is assessed');
  const { quality } = view.assessment.report;
  const sight = new Sight();
  sight.load(view);
  show(desk, Quality, () => ({ quality }), sight);
  const front = screen.getByTestId('quality-documentFront');
  expect(front.textContent.replace(/\s+/g, ' ')).toContain(
    'tilt it a little or move it away from the lamp. It touches: expiry. Reflections: 2.1% (at most 0.3%)',
  );
  expect(screen.queryByTestId('quality-documentRear')).toBeNull();
  await fireEvent.pointerEnter(front);
  expect(sight.at('quality:documentFront')).toBe(true);
  await fireEvent.click(within(front).getByRole('button'));
  expect(sight.boxesOn('documentFront').map(({ area }) => area)).toContainEqual({
    x: 880,
    y: 560,
    width: 250,
    height: 150,
  });
});

test('a check that read nothing names the picture that is poor', async () => {
  const desk = await signedIn('desk', 'en');
  const quality = [picture('documentFront', 0.9), picture('documentRear', 4.6)];
  show(desk, Checks, () => ({ checks: [unread], quality }));
  expect(screen.getByTestId('cause-sidesMatch').textContent).toBe(
    'Poor picture, Document, rear: The picture is blurred: hold still and let the camera focus.',
  );
});

test.each<[string, CheckView]>([
  ['answered', { ...unread, answer: 'no' }],
  ['open for another reason', { ...unread, reason: { code: 'noMethod' } }],
  ['of another document', { ...unread, check: 'healthCardNotExpired' }],
])('a check that is %s has no poor picture behind it', (_, check) => {
  expect(causesOf(check, [picture('documentRear', 4.6), picture('selfie', 4.6)])).toEqual([]);
});

test('values stand in their units', () => {
  const measure = sharpness('selfie', 2);
  const said = (parts: Partial<MeasureView>) => measureText({ ...measure, ...parts });
  expect(said({})).toBe('Blur: 2 px (at most 1.6 px)');
  expect(said({ value: 352.4, unit: 'dotsPerInch', threshold: 200, bound: 'atLeast' })).toBe(
    'Blur: 352 dpi (at least 200 dpi)',
  );
  expect(said({ value: 61, unit: 'levels', threshold: 80, bound: 'atLeast' })).toBe(
    'Blur: 61 of 255 (at least 80 of 255)',
  );
  expect(said({ value: null })).toBe('Blur: not assessable');
});

test('an assessment of pictures that nobody measured says nothing of them', async () => {
  const desk = await signedIn('desk', 'en');
  await desk.review.open('3');
  const view = desk.review.view;
  if (view?.assessment.kind !== 'done') throw new Error('the case is assessed');
  const assessment: AssessmentView = {
    kind: 'done',
    report: { ...view.assessment.report, quality: [] },
  };
  show(desk, ReviewPane, () => ({ view: { ...view, assessment } }));
  expect(screen.queryByTestId('quality')).toBeNull();
});
