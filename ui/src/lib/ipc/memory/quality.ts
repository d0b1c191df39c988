// How good the drawn pictures are.

import type {
  AdviceName,
  AreaView,
  EvidenceKind,
  FieldName,
  MeasureName,
  MeasureView,
  QualityBound,
  QualityUnit,
  QualityView,
} from '../bindings';
import type { Person } from './people';

type Row = [MeasureName, number | null, QualityUnit, QualityBound, number];

/** A measure that fails: its value, what is said and where it is. */
export interface Poor {
  evidence: EvidenceKind;
  measure: MeasureName;
  value: number;
  advice: AdviceName;
  area: AreaView;
  fields?: FieldName[];
}

const DOCUMENT: Row[] = [
  ['crop', 72, 'pixels', 'atLeast', 2],
  ['resolution', 352, 'dotsPerInch', 'atLeast', 200],
  ['underexposure', 212, 'levels', 'atLeast', 90],
  ['overexposure', 0, 'share', 'atMost', 0.6],
  ['sharpness', 0.91, 'pixels', 'atMost', 1.6],
  ['glare', 0, 'share', 'atMost', 0.003],
  ['contrast', 181, 'levels', 'atLeast', 50],
  ['cover', null, 'share', 'atMost', 0.015],
];

const FACE: Row[] = [
  ['crop', 0.72, 'share', 'atLeast', 0],
  ['resolution', 148, 'pixels', 'atLeast', 60],
  ['underexposure', 202, 'levels', 'atLeast', 80],
  ['overexposure', 0.0006, 'share', 'atMost', 0.1],
  ['sharpness', 0.021, 'share', 'atMost', 0.035],
];

/** What was measured of the pictures of a person; `poor` is what fails. */
export function quality(person: Person, poor: Poor[] = []): QualityView[] {
  const sides: EvidenceKind[] =
    person.documentType === 'passport' ? ['documentFront'] : ['documentFront', 'documentRear'];
  return [
    ...sides.map((side) => picture(side, 'document', DOCUMENT, poor)),
    ...(['documentPhoto', 'selfie'] as const).map((it) => picture(it, 'face', FACE, poor)),
  ];
}

function picture(
  evidence: EvidenceKind,
  subject: QualityView['subject'],
  rows: Row[],
  poor: Poor[],
): QualityView {
  const measures = rows.map(([measure, value, unit, bound, threshold]): MeasureView => {
    const usual = { measure, unit, bound, threshold };
    const bad = poor.find((it) => it.evidence === evidence && it.measure === measure);
    if (bad !== undefined) {
      return {
        ...usual,
        value: bad.value,
        passed: 'no',
        advice: bad.advice,
        seen: [{ evidence, area: bad.area, atMs: null }],
        fields: bad.fields ?? [],
      };
    }
    return {
      ...usual,
      value,
      passed: value === null ? 'notAssessable' : 'yes',
      advice: value === null ? 'notJudged' : 'good',
      seen: [],
      fields: [],
    };
  });
  const passed = measures.some((measure) => measure.passed === 'no') ? 'no' : 'yes';
  return { evidence, subject, passed, measures };
}
