// The checklist of the case on the desk: which item is at hand, and what was
// answered to it.

import type {
  Answer,
  ChecklistGap,
  ChecklistItem,
  ChecklistItemView,
  ChecklistView,
  SightForm,
} from '$lib/ipc';
import type { Review } from './review.svelte';

/** The answers in the order of their keys. */
export const ANSWERS = ['yes', 'no', 'notAssessable'] as const satisfies readonly Answer[];

/** An answer that could not be kept: the case was another by then. */
interface Unsaved {
  item: ChecklistItem;
  answer: Answer | null;
  seen: SightForm | null;
}

export class Checklist {
  /** The item that the keys are for. */
  #current = $state<string>();
  /** Answers that could not be kept, by case. */
  #unsaved = $state.raw<Record<string, Unsaved[]>>({});
  readonly #review: Review;

  constructor(review: Review) {
    this.#review = review;
  }

  get view(): ChecklistView | undefined {
    return this.#review.view?.checklist;
  }

  get locked(): boolean {
    return this.#review.view?.actions.review !== null;
  }

  /** The item at hand: the one that was chosen, else the first in the way. */
  get current(): ChecklistItemView | undefined {
    const items = this.view?.items ?? [];
    return items.find(({ item }) => item.name === this.#current) ?? this.firstOpen ?? items[0];
  }

  /** What is in the way: first what speaks against an approval. */
  get gaps(): ChecklistGap[] {
    const gaps = this.view?.gaps ?? [];
    return [...gaps.filter(({ against }) => against), ...gaps.filter(({ against }) => !against)];
  }

  /** The item of the first thing in the way that has one. */
  get firstOpen(): ChecklistItemView | undefined {
    const items = this.view?.items ?? [];
    for (const { code, item } of this.gaps) {
      const found = items.find((each) => {
        if (item !== null) return each.item.name === item.name;
        if (code === 'notQueried' || code === 'listed') {
          return each.item.name === 'notReportedLost';
        }
        const open = each.answer === null;
        if (code === 'variable') return open && each.variable;
        return code === 'features' && open && each.item.kind === 'security';
      });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  get unsaved(): number {
    return this.#unsaved[this.#review.selected ?? '']?.length ?? 0;
  }

  choose(name: string): void {
    this.#current = name;
  }

  /** Opens the checklist at what is missing first. */
  open = (): void => {
    this.#review.pane = 'checklist';
    this.#current = this.firstOpen?.item.name;
  };

  step(by: 1 | -1): void {
    const items = this.view?.items ?? [];
    const at = items.findIndex(({ item }) => item.name === this.current?.item.name);
    this.#current = items[(at + by + items.length) % items.length]?.item.name;
  }

  /** Answers the item at hand and goes on to the next that is open. */
  async press(which: number): Promise<void> {
    const answer = ANSWERS[which];
    const current = this.current;
    if (answer === undefined || current === undefined || this.locked) return;
    if (await this.answer(current, answer)) this.#goOn(current);
  }

  /** Answers an item, or takes the answer back where it is given again. What it
   * was seen on stays. */
  async answer({ item, answer: given, seen }: ChecklistItemView, answer: Answer): Promise<boolean> {
    const kept = seen?.kind === 'spot' ? this.#form(seen.spot) : null;
    const next = given === answer ? null : answer;
    return this.#save({ item, answer: next, seen: next === null ? null : kept });
  }

  /** Keeps what the answer of an item was seen on. */
  async attach({ item, answer }: ChecklistItemView, seen: SightForm | undefined): Promise<boolean> {
    if (answer === null || seen === undefined || this.locked) return false;
    return this.#save({ item, answer, seen });
  }

  ask = (): Promise<boolean> => this.#review.queryRegister();
  consult = (): Promise<void> => this.#review.openReference();

  /** Tries once more what could not be kept. */
  async saveAgain(): Promise<void> {
    const id = this.#review.selected ?? '';
    const waiting = this.#unsaved[id] ?? [];
    this.#unsaved = { ...this.#unsaved, [id]: [] };
    for (const each of waiting) await this.#save(each);
  }

  /** Forgets everything about the cases that were open. */
  clear(): void {
    this.#current = undefined;
    this.#unsaved = {};
  }

  async #save(answer: Unsaved): Promise<boolean> {
    const id = this.#review.selected;
    if (id === undefined || this.#review.busy) return false;
    if (await this.#review.answerItem(answer)) return true;
    const others = (this.#unsaved[id] ?? []).filter(({ item }) => item.name !== answer.item.name);
    this.#unsaved = { ...this.#unsaved, [id]: [...others, answer] };
    return false;
  }

  #goOn({ item }: ChecklistItemView): void {
    const items = this.view?.items ?? [];
    const at = items.findIndex((each) => each.item.name === item.name);
    const next = items.slice(at + 1).find(({ answer }) => answer === null);
    this.#current = (next ?? this.firstOpen)?.item.name ?? item.name;
  }

  #form({ evidence, area, atMs }: { evidence: string } & Omit<SightForm, 'evidenceId'>) {
    const piece = this.#review.view?.evidence.find(({ kind }) => kind === evidence);
    return piece === undefined ? null : { evidenceId: piece.id, area, atMs };
  }
}
