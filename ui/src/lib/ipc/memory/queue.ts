// The queue of the scripted back end: its stories, or two hundred thousand
// cases that are made as they are asked for.

import type {
  ListCounts,
  QueueCounts,
  QueueList,
  QueueQuery,
  QueueRow,
  QueueView,
} from '../bindings';
import type { Story } from './cases';
import { row } from './views';

const MANY = 200_000;

const LISTS = [
  'needsOperator',
  'secondStep',
  'awaitingCustomer',
  'onHold',
  'refused',
  'done',
  'unknown',
] as const;

/** The list that a case is in. */
export function listOf({ state, onHold }: Pick<QueueRow, 'state' | 'onHold'>): QueueList {
  switch (state) {
    case 'waitingForReview':
      return onHold ? 'onHold' : 'needsOperator';
    case 'validated':
      return onHold ? 'onHold' : 'secondStep';
    case 'capturing':
    case 'incomplete':
    case 'captureFailed':
      return 'awaitingCustomer';
    case 'refused':
      return 'refused';
    case 'approved':
    case 'cancelled':
      return 'done';
    case 'unknown':
      return 'unknown';
  }
}

const isOpen = (list: QueueList) => list !== 'refused' && list !== 'done';

function count(rows: readonly QueueRow[]): ListCounts {
  const of = (list: QueueList) => rows.filter((row) => listOf(row) === list).length;
  const counts = Object.fromEntries(LISTS.map((list) => [list, of(list)]));
  return {
    ...(counts as Omit<ListCounts, 'open'>),
    open: rows.filter((row) => isOpen(listOf(row))).length,
  };
}

export function queue(stories: readonly Story[], query: QueueQuery): QueueView {
  const wanted = query.search.trim().toLowerCase();
  const found = stories.filter((story) =>
    [story.subject, story.centralKey, ...story.fields.map((field) => field.declared)].some(
      (text) => text?.toLowerCase().includes(wanted) ?? false,
    ),
  );
  const owned = (rows: QueueRow[], owner: QueueQuery['owner']) =>
    rows.filter(({ claim }) =>
      owner === 'all' ? true : owner === 'mine' ? claim.kind === 'mine' : claim.kind === 'none',
    );
  const every = stories.map(row);
  const rows = owned(found.map(row), query.owner).filter((one) =>
    query.list === 'open' ? isOpen(listOf(one)) : listOf(one) === query.list,
  );
  rows.sort((a, b) => (a.due?.leftMinutes ?? 1e6) - (b.due?.leftMinutes ?? 1e6));
  return {
    rows: rows.slice(query.offset, query.offset + query.limit),
    length: rows.length,
    counts: {
      mine: count(owned(every, 'mine')),
      unassigned: count(owned(every, 'unassigned')),
      all: count(every),
    },
  };
}

const SURNAMES = ['Rossi', 'Bianchi', 'Moretti', 'Ferrari', 'Esposito', 'Romano', 'Colombo'];
const NAMES = ['Anna', 'Marco', 'Giulia', 'Franco', 'Chiara', 'Paolo', 'Sara', 'Luca', 'Elena'];

/** A queue of two hundred thousand cases after the pattern of one. */
export function endless(pattern: Story, query: QueueQuery): QueueView {
  const every: ListCounts = {
    ...(Object.fromEntries(LISTS.map((list) => [list, 0])) as Omit<ListCounts, 'open'>),
    open: MANY,
    needsOperator: MANY,
  };
  const counts: QueueCounts = {
    mine: { ...every, open: 0, needsOperator: 0 },
    unassigned: every,
    all: every,
  };
  const length = query.owner === 'mine' ? 0 : MANY;
  const last = Math.min(query.offset + query.limit, length);
  const rows: QueueRow[] = [];
  for (let at = query.offset; at < last; at += 1) {
    rows.push({
      ...row(pattern),
      id: `many-${at}`,
      centralKey: String(100_000 + at),
      subject: `${SURNAMES[at % SURNAMES.length]}, ${NAMES[at % NAMES.length]}`,
      claim: { kind: 'none' },
      due: {
        at: new Date(Date.now() + at * 1000).toISOString(),
        leftMinutes: Math.floor(at / 60) - 90,
      },
    });
  }
  return { rows, length, counts };
}
