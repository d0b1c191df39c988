// Where the drawn documents show what documents show.

import type { AreaView, EvidenceKind, FeatureName, FeatureView } from '../bindings';
import type { Person } from './people';

type Row = [FeatureName, EvidenceKind, AreaView | null];

const area = (x: number, y: number, width: number, height: number): AreaView => ({
  x,
  y,
  width,
  height,
});

const CARD: Row[] = [
  ['header', 'documentFront', area(92, 84, 500, 76)],
  ['photo', 'documentFront', area(96, 206, 378, 494)],
  ['signature', 'documentFront', area(926, 600, 294, 90)],
  ['mrz', 'documentRear', area(96, 560, 1150, 216)],
  ['barCode', 'documentRear', area(820, 110, 416, 96)],
  ['ghostPortrait', 'documentRear', null],
  ['ovi1', 'documentFront', null],
];

const PASSPORT: Row[] = [
  ...CARD.slice(0, 3),
  ['mrz', 'documentFront', area(70, 846, 1200, 90)],
  ['ovi1', 'documentFront', null],
];

/** What is there; what has no place cannot be told. */
export function features(person: Person, missing: FeatureName[] = []): FeatureView[] {
  const rows = person.documentType === 'passport' ? PASSPORT : CARD;
  return rows.map(([name, evidence, place]) => {
    const gone = missing.includes(name);
    return {
      name,
      presence: gone ? 'missing' : place === null ? 'notAssessable' : 'found',
      seen: { evidence, area: gone ? null : place, atMs: null },
    };
  });
}
