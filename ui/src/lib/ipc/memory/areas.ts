// Where the drawn specimens have what the scripted engine reads of them, in
// pixels of the drawings (see `artwork.ts`).

import type { AreaView, EvidenceKind, FieldName, ReadingSource, SpotView } from '../bindings';
import type { Person } from './people';

const area = (x: number, y: number, width: number, height: number): AreaView => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});
const on = (evidence: EvidenceKind, where: AreaView | null): SpotView => ({
  evidence,
  area: where,
  atMs: null,
});

/** A time of the recording, and the part of its picture. */
export const during = (atMs: number, where: AreaView | null = null): SpotView => ({
  evidence: 'video',
  area: where,
  atMs,
});

/** The lines of the front in their order. */
const FRONT: FieldName[] = ['surname', 'givenName', 'birthDate', 'sex', 'issueDate', 'expiryDate'];

/** Line, first letter and length in a zone of three lines. */
const TD1: Partial<Record<FieldName, [number, number, number]>> = {
  documentType: [0, 0, 2],
  issuingCountry: [0, 2, 3],
  documentNumber: [0, 5, 9],
  birthDate: [1, 0, 6],
  sex: [1, 7, 1],
  expiryDate: [1, 8, 6],
  citizenship: [1, 15, 3],
};
/** The same in a zone of two lines. */
const TD3: Partial<Record<FieldName, [number, number, number]>> = {
  documentType: [0, 0, 2],
  issuingCountry: [0, 2, 3],
  documentNumber: [1, 0, 9],
  citizenship: [1, 10, 3],
  birthDate: [1, 13, 6],
  sex: [1, 20, 1],
  expiryDate: [1, 21, 6],
};

/** Where the reading of `source` stands; nowhere for what is not printed. */
export function seen(person: Person, name: FieldName, source: ReadingSource): SpotView | null {
  switch (source) {
    case 'mrz':
      return inZone(person, name);
    case 'visualZone':
      return printed(person, name);
    case 'barCode':
      return on('documentRear', area(816, 104, 430, 108));
    case 'capture':
      return null;
  }
}

function inZone(person: Person, name: FieldName): SpotView | null {
  const passport = person.documentType === 'passport';
  const letters = (text: string) => text.replaceAll(/[^A-Za-z]/g, '<').length;
  const [first, last] = [passport ? 5 : 0, passport ? 0 : 2];
  const surname = letters(person.surname);
  const place =
    name === 'surname'
      ? ([last, first, surname] as const)
      : name === 'givenName'
        ? ([last, first + surname + 2, letters(person.givenName)] as const)
        : (passport ? TD3 : TD1)[name];
  if (place === undefined) return null;
  const [line, at, length] = place;
  return passport
    ? on('documentFront', area(70 + at * 27.27 - 3, 848 + line * 44, length * 27.27 + 6, 40))
    : on('documentRear', area(96 + at * 38.33 - 4, 562 + line * 74, length * 38.33 + 8, 60));
}

function printed(person: Person, name: FieldName): SpotView | null {
  if (name === 'taxCode') {
    return person.documentType === 'passport'
      ? null
      : on('documentRear', area(90, 136, 16 * 20.5, 32));
  }
  if (name === 'documentNumber') return on('documentFront', area(1018, 86, 232, 48));
  if (name === 'birthPlace') {
    return on('documentFront', area(530, 423, person.birthPlace.length * 22 + 10, 30));
  }
  const line = FRONT.indexOf(name);
  if (line < 0) return null;
  const before = name === 'birthDate' ? person.birthPlace.length * 22 + 12 : 0;
  const length =
    name === 'surname'
      ? person.surname.length
      : name === 'givenName'
        ? person.givenName.length
        : name === 'sex'
          ? 1
          : 8;
  return on('documentFront', area(530 + before, 239 + line * 92, length * 22 + 12, 30));
}
