// Frames that are kept of a recording.

import type { Story } from './cases';

/** Keeps the frame at a time, once; here it shows what the selfie shows. */
export function keepFrame({ id, evidence }: Story, atMs: number, at: string): void {
  const selfie = evidence.find(({ kind }) => kind === 'selfie');
  if (selfie === undefined || evidence.some(({ snapshot }) => snapshot?.atMs === atMs)) return;
  evidence.push({
    ...selfie,
    id: `${id}-snapshot-${atMs}`,
    kind: 'snapshot',
    mediaType: 'image/png',
    snapshot: { atMs, current: true, operator: 'Operatore Uno', at },
  });
}
