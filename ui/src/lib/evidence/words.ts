// Short names of pieces of evidence.

import { timecode } from '$lib/format/moments';
import { t } from '$lib/i18n/index.svelte';
import type { EvidenceKind, EvidenceProblem, EvidenceView } from '$lib/ipc';

export const kindText = (kind: EvidenceKind): string => t(`evidence.${kind}`);
export const kindShort = (kind: EvidenceKind): string => t(`evidence.${kind}.short`);
export const problemText = (problem: EvidenceProblem): string => t(`problem.${problem}`);

/** What a piece is; a frame that was kept is named with its time. */
export function pieceText({ kind, snapshot }: EvidenceView): string {
  if (snapshot === null) return kindText(kind);
  return t('evidence.snapshot.at', { at: timecode(snapshot.atMs / 1000) });
}

export function pieceShort({ kind, snapshot }: EvidenceView): string {
  return snapshot === null ? kindShort(kind) : timecode(snapshot.atMs / 1000);
}
