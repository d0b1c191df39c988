// The checklist of the scripted back end; `domain::checklist` says how the real
// one is reckoned.

import type {
  Answer,
  ChecklistGap,
  ChecklistForm,
  ChecklistItem,
  ChecklistItemView,
  ChecklistView,
  EvidenceView,
} from '../bindings';

const ITEMS: ChecklistItem[] = [
  { kind: 'security', name: 'colourShiftingInk' },
  { kind: 'security', name: 'hologram' },
  { kind: 'security', name: 'guilloches' },
  { kind: 'security', name: 'microprint' },
  { kind: 'security', name: 'rainbowPrint' },
  { kind: 'security', name: 'secondPortrait' },
  { kind: 'question', name: 'mrzAgrees' },
  { kind: 'question', name: 'dataRecorded' },
  { kind: 'question', name: 'referenceConsulted' },
  { kind: 'question', name: 'notReportedLost' },
  { kind: 'face', name: 'faceShape' },
  { kind: 'face', name: 'forehead' },
  { kind: 'face', name: 'eyebrows' },
  { kind: 'face', name: 'eyes' },
  { kind: 'face', name: 'cheeks' },
  { kind: 'face', name: 'nose' },
  { kind: 'face', name: 'ears' },
  { kind: 'face', name: 'mouth' },
  { kind: 'face', name: 'chin' },
  { kind: 'face', name: 'marks' },
  { kind: 'face', name: 'ageGap' },
];
const VARIABLE: readonly string[] = ['colourShiftingInk', 'hologram'];
const [FEATURES, VARIABLE_FEATURES] = [3, 2];

/** A checklist with these answers; what is not named is open. */
export function checklist(answers: Partial<Record<ChecklistItem['name'], Answer>>): ChecklistView {
  const view: ChecklistView = {
    items: ITEMS.map((item) => ({
      item,
      variable: VARIABLE.includes(item.name),
      answer: answers[item.name] ?? null,
      operator: answers[item.name] === undefined ? null : 'Operatore Uno',
      at: answers[item.name] === undefined ? null : new Date().toISOString(),
      seen: null,
    })),
    answered: 0,
    needed: 0,
    gaps: [],
    reference:
      'https://www.consilium.europa.eu/prado/en/prado-documents/ITA/B/docs-per-category.html',
    register: { kind: 'notQueried' },
  };
  if (answers.notReportedLost !== undefined) query(view, false);
  return reckon(view);
}

/** A checklist in which everything that is needed is answered with yes. */
export const complete = (): ChecklistView =>
  checklist(
    Object.fromEntries(
      ITEMS.filter(
        ({ name }) => !['microprint', 'rainbowPrint', 'secondPortrait'].includes(name),
      ).map(({ name }) => [name, 'yes']),
    ),
  );

/** Asks the register, which lists the document or not. */
export function query(view: ChecklistView, listed: boolean): void {
  const at = new Date().toISOString();
  const asOf = new Date(Date.now() - 6 * 3_600_000).toISOString();
  view.register = listed
    ? { kind: 'listed', at, asOf, reported: '2026-01-07' }
    : { kind: 'notListed', at, asOf };
}

export function answer(
  view: ChecklistView,
  form: Pick<ChecklistForm, 'item' | 'answer' | 'seen'>,
  evidence: EvidenceView[],
): void {
  const found = view.items.find(({ item }) => item.name === form.item.name);
  if (found === undefined) return;
  const piece = evidence.find(({ id }) => id === form.seen?.evidenceId);
  found.answer = form.answer;
  found.operator = form.answer === null ? null : 'Operatore Uno';
  found.at = form.answer === null ? null : new Date().toISOString();
  found.seen =
    form.seen === null || piece === undefined
      ? null
      : {
          kind: 'spot',
          spot: { evidence: piece.kind, area: form.seen.area, atMs: form.seen.atMs },
        };
}

export function reckon(view: ChecklistView): ChecklistView {
  const of = (kind: ChecklistItem['kind']) => view.items.filter(({ item }) => item.kind === kind);
  const gaps: ChecklistGap[] = [];
  const gap = (code: ChecklistGap['code'], against: boolean, rest: Partial<ChecklistGap> = {}) =>
    gaps.push({ code, item: null, has: 0, needed: 0, against, ...rest });
  const said = (items: ChecklistItemView[], which: Answer) =>
    items.filter(({ answer: given }) => given === which);

  const security = of('security');
  const yes = said(security, 'yes');
  const variable = yes.filter((each) => each.variable).length;
  for (const { item } of said(security, 'no')) gap('no', true, { item });
  if (variable < VARIABLE_FEATURES) {
    gap('variable', false, { has: variable, needed: VARIABLE_FEATURES });
  }
  if (yes.length < FEATURES) gap('features', false, { has: yes.length, needed: FEATURES });

  const asked = [...of('question'), ...of('face')];
  for (const { item, answer: given } of asked) {
    if (item.name === 'notReportedLost' && view.register.kind === 'listed') gap('listed', true);
    else if (item.name === 'notReportedLost' && view.register.kind === 'notQueried') {
      gap('notQueried', false);
    } else if (given === null) gap('unanswered', false, { item });
    else if (given === 'no') gap('no', true, { item });
    else if (given === 'notAssessable' && item.kind === 'question') {
      gap('notAssessable', true, { item });
    }
  }
  const others = Math.min(yes.length - variable, FEATURES - VARIABLE_FEATURES);
  view.gaps = gaps;
  view.needed = FEATURES + asked.length;
  view.answered =
    Math.min(variable + others, FEATURES) + asked.filter((each) => each.answer !== null).length;
  return view;
}
