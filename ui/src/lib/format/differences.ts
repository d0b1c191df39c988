// Marks the letters in which two values differ. Case, accents and the width
// of gaps are not differences: a document writes ROSSI for Rossi.

import { diffArrays } from 'diff';

export interface Segment {
  text: string;
  differs: boolean;
}

/** The segments of `shown`, marked where it differs from `other`. */
export function markDifferences(shown: string, other: string): Segment[] {
  const letters = [...shown];
  if (alike(shown, other)) return [{ text: shown, differs: false }];
  const segments: Segment[] = [];
  let at = 0;
  for (const part of diffArrays(letters.map(plain), [...other].map(plain))) {
    if (part.added) continue;
    const text = letters.slice(at, at + part.value.length).join('');
    at += part.value.length;
    segments.push({ text, differs: part.removed });
  }
  return segments;
}

/** Whether two values say the same. */
export function alike(a: string, b: string): boolean {
  const squeeze = (text: string) => [...text.trim()].map(plain).join('').replaceAll(/\s+/g, ' ');
  return squeeze(a) === squeeze(b);
}

function plain(letter: string): string {
  return letter
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
