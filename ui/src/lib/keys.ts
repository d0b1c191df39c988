// The keys of the desk: the only table of them. Components bind actions by
// name; buttons, the sheet of keys and the palette show what stands here.

import { t, type MessageKey } from '$lib/i18n/index.svelte';

export const KEY_GROUPS = [
  'general',
  'queue',
  'decision',
  'checklist',
  'video',
  'faces',
  'evidence',
] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

export interface Key {
  group: KeyGroup;
  /** What the action is called. */
  label: MessageKey;
  /** Every key that does it, as [`nameOf`] names them. */
  keys: readonly string[];
  /** How the key is shown; some are named in the language of the window. */
  shown: string;
}

const key = (group: KeyGroup, label: MessageKey, shown: string, ...keys: string[]): Key => ({
  group,
  label,
  shown,
  keys,
});

export const KEYS = {
  palette: key('general', 'keys.palette', 'Ctrl K', 'Ctrl+k'),
  help: key('general', 'keys.title', '?', '?'),
  assist: key('general', 'rail.assist', 'K', 'k'),

  nextCase: key('queue', 'keys.next', 'N', 'n'),
  rowAbove: key('queue', 'keys.rowAbove', '↑', 'ArrowUp'),
  rowBelow: key('queue', 'keys.rowBelow', '↓', 'ArrowDown'),
  search: key('queue', 'keys.search', '/', '/'),
  lists: key('queue', 'keys.lists', 'G', 'g'),

  claim: key('decision', 'keys.claim', 'C', 'c'),
  hold: key('decision', 'keys.hold', 'H', 'h'),
  handOver: key('decision', 'keys.handOver', 'P', 'p'),
  approve: key('decision', 'keys.approve', 'A', 'a'),
  refuse: key('decision', 'keys.refuse', 'R', 'r'),
  askAgain: key('decision', 'keys.askAgain', 'I', 'i'),
  reason: key('decision', 'keys.reason', '1–0', ...'1234567890'),
  undo: key('decision', 'keys.undo', 'U', 'u'),
  confirm: key('decision', 'keys.confirm', 'Ctrl ↵', 'Ctrl+Enter'),

  checklist: key('checklist', 'keys.checklistOpen', 'D', 'd'),
  itemAfter: key('checklist', 'keys.itemAfter', 'J', 'j'),
  itemBefore: key('checklist', 'keys.itemBefore', '⇧ J', 'Shift+j'),
  answerItem: key('checklist', 'keys.answerItem', '1–3', ...'123'),
  seenPicture: key('checklist', 'checklist.seenPicture', 'S', 's'),
  seenInstant: key('checklist', 'checklist.seenInstant', '⇧ S', 'Shift+s'),
  lookAgain: key('checklist', 'checklist.lookAgain', 'Y', 'y'),
  askRegister: key('checklist', 'checklist.ask', 'Q', 'q'),

  pieceBefore: key('evidence', 'keys.pieceBefore', '←', 'ArrowLeft'),
  pieceAfter: key('evidence', 'keys.pieceAfter', '→', 'ArrowRight'),
  zoomIn: key('evidence', 'viewer.zoomIn', '+', '+', '='),
  zoomOut: key('evidence', 'viewer.zoomOut', '−', '-'),
  fit: key('evidence', 'viewer.fit', '0', '0'),
  moveLeft: key('evidence', 'keys.moveLeft', '⇧ ←', 'Shift+ArrowLeft'),
  moveRight: key('evidence', 'keys.moveRight', '⇧ →', 'Shift+ArrowRight'),
  moveUp: key('evidence', 'keys.moveUp', '⇧ ↑', 'Shift+ArrowUp'),
  moveDown: key('evidence', 'keys.moveDown', '⇧ ↓', 'Shift+ArrowDown'),
  turnLeft: key('evidence', 'viewer.turnLeft', '⇧ T', 'Shift+t'),
  turnRight: key('evidence', 'viewer.turnRight', 'T', 't'),
  boxes: key('evidence', 'viewer.boxes', 'B', 'b'),
  magnifier: key('evidence', 'viewer.magnifier', 'M', 'm'),
  adjust: key('evidence', 'viewer.adjust', 'E', 'e'),
  link: key('evidence', 'keys.link', 'L', 'l'),
  alone: key('evidence', 'keys.alone', 'F', 'f'),
  apart: key('evidence', 'viewer.apart', 'W', 'w'),

  compare: key('faces', 'viewer.compare', 'V', 'v'),
  wipe: key('faces', 'compare.flip', 'X', 'x'),

  play: key('video', 'keys.play', 'key.space', 'Space'),
  frameBefore: key('video', 'player.back', ',', ','),
  frameAfter: key('video', 'player.forward', '.', '.'),
  // Shift with comma and full stop, on an Italian keyboard and on others.
  markBefore: key('video', 'player.markBefore', '⇧ ,', ';', '<'),
  markAfter: key('video', 'player.markAfter', '⇧ .', ':', '>'),
  keepFrame: key('video', 'player.keep', 'Z', 'z'),
  loop: key('video', 'player.loop', 'O', 'o'),
} as const satisfies Record<string, Key>;

export type Action = keyof typeof KEYS;
export const ACTIONS = Object.keys(KEYS) as Action[];

const BY_KEY = new Map<string, Action[]>();
for (const action of ACTIONS) {
  for (const name of KEYS[action].keys) {
    BY_KEY.set(name, [...(BY_KEY.get(name) ?? []), action]);
  }
}

/** What a key may do; two actions share one where they are never there together. */
export const actionsOf = (name: string): readonly Action[] => BY_KEY.get(name) ?? [];

/** The key of `action`, as it is shown. */
export function keyOf(action: Action): string {
  const { shown } = KEYS[action];
  return shown === 'key.space' ? t('key.space') : shown;
}

/** The key of `action`, as it is read out. */
export const spokenKeyOf = (action: Action): string => keyOf(action).replace('⇧', t('key.shift'));

/** The name of the key that was pressed: `a`, `?`, `Space`, `Shift+ArrowUp`,
 * `Shift+a`, `Ctrl+k`. A sign that needs Shift is named by the sign alone. */
export function nameOf(event: KeyboardEvent): string {
  const plain = event.key === ' ' ? 'Space' : event.key;
  const name = plain.length === 1 ? plain.toLowerCase() : plain;
  const shift = event.shiftKey && (plain.length > 1 || /\p{L}/u.test(plain)) ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${shift}${name}`;
}
