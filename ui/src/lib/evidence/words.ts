// Short names of pieces of evidence.

import { t } from '$lib/i18n/index.svelte';
import type { EvidenceKind, EvidenceProblem } from '$lib/ipc';

export const kindText = (kind: EvidenceKind): string => t(`evidence.${kind}`);
export const kindShort = (kind: EvidenceKind): string => t(`evidence.${kind}.short`);
export const problemText = (problem: EvidenceProblem): string => t(`problem.${problem}`);
