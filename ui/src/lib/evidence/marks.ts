// What the engine saw in the evidence, and which part of the review says it.

import { timecode } from '$lib/format/moments';
import { fieldText } from '$lib/format/fields';
import { measureText } from '$lib/format/quality';
import { reasonText } from '$lib/format/reasons';
import { t } from '$lib/i18n/index.svelte';
import type {
  AreaView,
  CaseView,
  CheckName,
  CheckView,
  EvidenceKind,
  FeatureName,
  FeatureView,
  FieldName,
  FieldView,
  MeasureView,
  ReadingView,
  SpotView,
} from '$lib/ipc';

/** A line of the review that the evidence has something of. */
export type Subject =
  | `field:${FieldName}`
  | `check:${CheckName}`
  | `feature:${FeatureName}`
  | `quality:${EvidenceKind}`;

/** One thing that was seen, at one spot. */
export type Mark = { subject: Subject; spot: SpotView } & (
  | { kind: 'field'; field: FieldView; reading: ReadingView }
  | { kind: 'check'; check: CheckView }
  | { kind: 'feature'; feature: FeatureView }
  | { kind: 'quality'; measure: MeasureView }
);

/** Marks that lie on the same part of a picture. */
export interface Boxed {
  area: AreaView;
  marks: Mark[];
}

/** Marks at the same time of the recording. */
export interface Moment {
  seconds: number;
  marks: Mark[];
}

/** Marks closer than this are one moment: an eye cannot tell them on the bar. */
const MOMENT_MS = 120;

/** Everything that was seen, in the order of the review. */
export function marksOf({ fields, assessment }: Pick<CaseView, 'fields' | 'assessment'>): Mark[] {
  const report = assessment.kind === 'done' ? assessment.report : undefined;
  const marks: Mark[] = [];
  for (const field of fields) {
    for (const reading of field.read) {
      if (reading.seen === null) continue;
      marks.push({
        kind: 'field',
        subject: `field:${field.name}`,
        spot: reading.seen,
        field,
        reading,
      });
    }
  }
  for (const check of report?.checks ?? []) {
    for (const spot of check.seen) {
      marks.push({ kind: 'check', subject: `check:${check.check}`, spot, check });
    }
  }
  for (const feature of report?.features ?? []) {
    marks.push({
      kind: 'feature',
      subject: `feature:${feature.name}`,
      spot: feature.seen,
      feature,
    });
  }
  for (const { evidence, measures } of report?.quality ?? []) {
    for (const measure of measures) {
      for (const spot of measure.seen) {
        marks.push({ kind: 'quality', subject: `quality:${evidence}`, spot, measure });
      }
    }
  }
  return marks;
}

/** The boxes of `marks`, the smallest last so that it lies on top. */
export function boxesOf(marks: Mark[]): Boxed[] {
  const boxes: Boxed[] = [];
  for (const mark of marks) {
    const { area } = mark.spot;
    if (area === null) continue;
    const same = boxes.find((box) => sameArea(box.area, area));
    if (same === undefined) boxes.push({ area, marks: [mark] });
    else same.marks.push(mark);
  }
  const size = ({ area }: Boxed) => area.width * area.height;
  return boxes.toSorted((a, b) => size(b) - size(a));
}

/** The moments of the recording that something was seen at, in their order. */
export function momentsOf(marks: Mark[]): Moment[] {
  const moments: Moment[] = [];
  const timed = marks.flatMap((mark) =>
    mark.spot.evidence === 'video' && mark.spot.atMs !== null ? [{ mark, at: mark.spot.atMs }] : [],
  );
  for (const { mark, at } of timed.toSorted((a, b) => a.at - b.at)) {
    const last = moments.at(-1);
    if (last === undefined || at - last.seconds * 1000 > MOMENT_MS) {
      moments.push({ seconds: at / 1000, marks: [mark] });
    } else {
      last.marks.push(mark);
    }
  }
  return moments;
}

/** The name of a mark, short enough to stand beside its box. */
export function markLabel(mark: Mark): string {
  switch (mark.kind) {
    case 'field':
      return markText(mark);
    case 'check':
      return t(`check.${mark.check.check}`);
    case 'feature':
      return capital(t(`feature.${mark.feature.name}`));
    case 'quality':
      return measureText(mark.measure);
  }
}

/** What stands at a mark: `Surname: ROSSI`, `Living person: it was lost …`. */
export function markText(mark: Mark): string {
  switch (mark.kind) {
    case 'field':
      return t('mark.field', {
        name: t(`field.${mark.field.name}`),
        value: fieldText(mark.field.name, mark.reading.value),
      });
    case 'check':
      return t('mark.check', {
        name: t(`check.${mark.check.check}`),
        reason: reasonText(mark.check.reason),
      });
    case 'feature':
      return t('mark.feature', { name: t(`feature.${mark.feature.name}`) });
    case 'quality':
      return t('mark.quality', {
        measure: measureText(mark.measure),
        advice: t(`advice.${mark.measure.advice}`),
      });
  }
}

/** What was seen at a moment, for its marker: `0:03.100 · …`. */
export const momentText = ({ seconds, marks }: Moment): string =>
  [timecode(seconds), ...new Set(marks.map(markText))].join(' · ');

/** Whether a mark speaks against what was declared. */
export function speaksAgainst(mark: Mark): boolean {
  switch (mark.kind) {
    case 'field':
      return mark.field.differences.some(({ against }) => against === mark.reading.source);
    case 'check':
      return mark.check.answer === 'no';
    case 'feature':
      return mark.feature.presence === 'missing';
    case 'quality':
      return false;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const sameArea = (a: AreaView, b: AreaView): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
