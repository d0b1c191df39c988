// What is left of the operators' time, in the shortest words. It informs; it
// never counts seconds.

import { t } from '$lib/i18n/index.svelte';

const HOUR = 60;

/** `45 min`, `3 h`; `2 h late` once it is over. */
export function left(minutes: number): string {
  const size = Math.abs(minutes);
  const time =
    size < HOUR
      ? t('due.minutes', { count: size })
      : t('due.hours', { count: Math.floor(size / HOUR) });
  return minutes < 0 ? t('due.over', { time }) : time;
}
