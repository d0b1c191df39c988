import { beforeEach, expect, test } from 'vitest';
import { words } from '$lib/i18n/index.svelte';
import type { AreaView, CheckView, FieldView, MeasureView, SpotView } from '$lib/ipc';
import { boxesOf, markLabel, marksOf, momentsOf, momentText, speaksAgainst } from './marks';

const area = (x: number, width = 100): AreaView => ({ x, y: 0, width, height: 20 });
const spot = (parts: Partial<SpotView>): SpotView => ({
  evidence: 'documentFront',
  area: null,
  atMs: null,
  ...parts,
});
const field = (name: FieldView['name'], seen: SpotView | null): FieldView => ({
  name,
  declared: 'Rossi',
  read: [{ source: 'mrz', value: 'ROSSO', seen }],
  review: 'notReviewed',
  confirmed: null,
  differences: [{ against: 'mrz', says: 'ROSSO' }],
  history: [],
});
const check = (seen: SpotView[], answer: CheckView['answer'] = 'yes'): CheckView => ({
  check: 'livenessDetected',
  answer,
  reason: { code: 'seen', signs: ['trackLost'] },
  seen,
});

const measure = (name: MeasureView['measure'], seen: SpotView[]): MeasureView => ({
  measure: name,
  value: 4.59,
  unit: 'pixels',
  threshold: 1.6,
  bound: 'atMost',
  passed: seen.length > 0 ? 'no' : 'yes',
  advice: seen.length > 0 ? 'holdStill' : 'good',
  seen,
  fields: [],
});

const marks = (fields: FieldView[], checks: CheckView[] = []) =>
  marksOf({
    fields,
    assessment: {
      kind: 'done',
      report: {
        verdict: 'accepted',
        checks,
        face: {
          kind: 'compared',
          score: 90,
          level: 'high',
          distanceMilli: 100,
          frames: 1,
          several: [],
        },
        features: [
          { name: 'photo', presence: 'found', seen: spot({ area: area(0) }) },
          { name: 'chip', presence: 'missing', seen: spot({}) },
        ],
        quality: [
          {
            evidence: 'documentRear',
            subject: 'document',
            passed: 'no',
            measures: [
              measure('sharpness', [spot({ evidence: 'documentRear', area: area(9) })]),
              measure('glare', []),
            ],
          },
        ],
        mrz: null,
        failReason: null,
        loip: null,
        engine: '',
        tookMs: 0,
      },
    },
  });

beforeEach(() => {
  words.locale = 'en';
});

test('what was read nowhere has no mark, everything else has one', () => {
  const found = marks(
    [field('surname', null), field('sex', spot({}))],
    [check([spot({}), spot({})])],
  );
  expect(found.map(({ subject }) => subject)).toEqual([
    'field:sex',
    'check:livenessDetected',
    'check:livenessDetected',
    'feature:photo',
    'feature:chip',
    'quality:documentRear',
  ]);
});

test('a case whose checks still run has the marks of its readings', () => {
  const found = marksOf({
    fields: [field('surname', spot({ area: area(5) }))],
    assessment: { kind: 'waiting' },
  });
  expect(found).toHaveLength(1);
});

test('what stands at the same place is one box, and the smallest box lies on top', () => {
  const boxes = boxesOf(
    marks([
      field('surname', spot({ area: area(0, 20) })),
      field('givenName', spot({ area: area(0) })),
      field('sex', spot({ area: area(50, 60) })),
    ]),
  );
  expect(boxes.map(({ marks: at }) => at.map(({ subject }) => subject))).toEqual([
    ['field:givenName', 'feature:photo'],
    ['quality:documentRear'],
    ['field:sex'],
    ['field:surname'],
  ]);
});

test('moments are in the order of the recording, and close ones are one', () => {
  const at = (atMs: number) => spot({ evidence: 'video', atMs });
  const moments = momentsOf(marks([], [check([at(5000), at(1000)]), check([at(1080)], 'no')]));
  expect(moments.map(({ seconds, marks: there }) => [seconds, there.length])).toEqual([
    [1, 2],
    [5, 1],
  ]);
  expect(moments[1] && momentText(moments[1])).toBe(
    '0:05.000 · Living person before the camera. Seen: the face was lost on the way.',
  );
});

test('a mark says what stands there, and whether it speaks against the case', () => {
  const found = marks([field('surname', spot({}))], [check([spot({})], 'no'), check([spot({})])]);
  expect(found.map((mark) => [markLabel(mark), speaksAgainst(mark)])).toEqual([
    ['Surname: ROSSO', true],
    ['Living person before the camera', true],
    ['Living person before the camera', false],
    ['Portrait', false],
    ['Chip', true],
    ['Blur: 4.59 px (at most 1.6 px)', false],
  ]);
});
