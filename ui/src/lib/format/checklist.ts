// The items of the checklist in words, and what is still in the way.

import { t } from '$lib/i18n/index.svelte';
import type { ChecklistGap, ChecklistItem, RegisterView } from '$lib/ipc';
import { civilDate, instant } from './moments';

export function itemText(item: ChecklistItem): string {
  switch (item.kind) {
    case 'security':
      return t(`checklist.security.${item.name}`);
    case 'question':
      return t(`checklist.question.${item.name}`);
    case 'face':
      return t(`checklist.face.${item.name}`);
  }
}

export function gapText({ code, item, has, needed }: ChecklistGap): string {
  return t(`checklist.gap.${code}`, { item: item === null ? '' : itemText(item), has, needed });
}

/** What the register said, and when. That nobody asked is not an answer. */
export function registerText(register: RegisterView, tag: string): string {
  switch (register.kind) {
    case 'absent':
      return t('checklist.register.absent');
    case 'notQueried':
      return t('checklist.register.notQueried');
    case 'notListed':
      return t('checklist.register.notListed', {
        at: instant(register.at, tag),
        asOf: register.asOf === null ? '–' : instant(register.asOf, tag),
      });
    case 'listed':
      return t('checklist.register.listed', {
        at: instant(register.at, tag),
        reported: register.reported === null ? '–' : civilDate(register.reported, tag),
      });
  }
}
