// How good a picture is, in words and numbers.

import { kindText } from '$lib/evidence/words';
import { t, words } from '$lib/i18n/index.svelte';
import type {
  Answer,
  CheckView,
  EvidenceKind,
  FieldName,
  MeasureView,
  QualityUnit,
  QualityView,
} from '$lib/ipc';
import { listing } from './sizes';

/** One picture with everything that was measured of it. */
export interface Picture {
  evidence: EvidenceKind;
  passed: Answer;
  measures: MeasureView[];
}

/** The pictures in their order; a card that was measured as a document and as a
 * face is one. */
export function picturesOf(quality: QualityView[]): Picture[] {
  const pictures: Picture[] = [];
  for (const { evidence, passed, measures } of quality) {
    const same = pictures.find((picture) => picture.evidence === evidence);
    if (same === undefined) pictures.push({ evidence, passed, measures: [...measures] });
    else {
      same.passed = worse(same.passed, passed);
      same.measures.push(...measures);
    }
  }
  return pictures;
}

export const failing = ({ measures }: Pick<Picture, 'measures'>): MeasureView[] =>
  measures.filter(({ passed }) => passed === 'no');

/** `Blur: 4.59 px (at most 1.6 px)`. */
export function measureText({ measure, value, unit, bound, threshold }: MeasureView): string {
  const name = t(`measure.${measure}`);
  if (value === null || threshold === null) return t('quality.notMeasured', { name });
  return t(`quality.${bound}`, {
    name,
    value: amount(value, unit),
    threshold: amount(threshold, unit),
  });
}

/** Which data the places of a measure touch; nothing where they touch none. */
export function touchedText({ fields }: Pick<MeasureView, 'fields'>): string | undefined {
  if (fields.length === 0) return undefined;
  const names = fields.map((field: FieldName) => t(`field.${field}`).toLowerCase());
  return t('quality.touches', { fields: listing(names, words.tag) });
}

/** Why nothing could be read for a check: the poor pictures it looks at. */
export function causesOf(check: CheckView, quality: QualityView[]): string[] {
  const read = check.reason.code === 'nothingRead' || check.reason.code === 'missing';
  if (check.answer !== 'notAssessable' || !read) return [];
  const looksAt: EvidenceKind[] =
    check.check === 'healthCardNotExpired'
      ? ['healthCardFront', 'healthCardRear']
      : ['documentFront', 'documentRear'];
  return quality
    .filter(({ evidence, subject }) => subject === 'document' && looksAt.includes(evidence))
    .flatMap((picture) => {
      const [first] = failing(picture);
      if (first === undefined) return [];
      const advice = t(`advice.${first.advice}`);
      return [t('quality.cause', { picture: kindText(picture.evidence), advice })];
    });
}

function amount(value: number, unit: QualityUnit): string {
  const format = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(words.tag, options).format(value);
  switch (unit) {
    case 'pixels':
      return `${format({ maximumFractionDigits: 2 })} px`;
    case 'dotsPerInch':
      return `${format({ maximumFractionDigits: 0 })} dpi`;
    case 'share':
      return format({ style: 'percent', maximumFractionDigits: 2 });
    case 'levels':
      return t('quality.levels', { level: format({ maximumFractionDigits: 0 }) });
  }
}

function worse(one: Answer, other: Answer): Answer {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' || other === 'yes' ? 'yes' : 'notAssessable';
}
