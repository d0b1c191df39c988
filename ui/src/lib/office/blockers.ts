// Why an action is not open, in words.

import { t } from '$lib/i18n/index.svelte';
import type { Blocker } from '$lib/ipc';

export const blockerText = (blocker: Blocker): string => t(`blocker.${blocker}`);
