// Statistics and duplicates of the scripted back end: numbers that look like a
// branch's month, always the same for the same days.

import type {
  DecisionCounts,
  DuplicatesView,
  StatisticsQuery,
  StatisticsView,
  TwinView,
} from '../bindings';
import type { Story } from './cases';

const NOBODY: DecisionCounts = { validated: 0, refused: 0, approved: 0 };

function days({ from, until }: StatisticsQuery): string[] {
  const found: string[] = [];
  const last = Date.parse(`${until}T00:00:00Z`);
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= last; at += 86_400_000) {
    found.push(new Date(at).toISOString().slice(0, 10));
  }
  return found;
}

/** The counter is closed on Sundays. */
function countsOf(day: string): DecisionCounts {
  const date = new Date(`${day}T00:00:00Z`);
  if (date.getUTCDay() === 0) return NOBODY;
  const seed = (date.getUTCDate() * 7 + date.getUTCMonth() * 3 + date.getUTCDay() * 5) % 11;
  const validated = 6 + seed;
  return { validated, refused: (seed * 3) % 5, approved: validated - (seed % 3) };
}

export function statisticsOf(query: StatisticsQuery, worked: boolean): StatisticsView {
  const lines = days(query).map((day) => ({ day, counts: worked ? countsOf(day) : NOBODY }));
  const sum = (name: keyof DecisionCounts) =>
    lines.reduce((all, { counts }) => all + counts[name], 0);
  const [validated, refused, approved] = [sum('validated'), sum('refused'), sum('approved')];
  const share = (whole: number, of: number) => Math.floor(whole * of);
  const operator = (name: string, of: number, medianSeconds: number) => ({
    name,
    counts: {
      validated: share(validated, of),
      refused: share(refused, of),
      approved: share(approved, of),
    },
    times: {
      cases: share(validated + refused, of),
      medianSeconds,
      ninthDecileSeconds: medianSeconds * 3,
    },
  });
  const any = validated + refused > 0;
  return {
    days: lines,
    operators: any
      ? [operator('Operatore Due', 0.36, 173), operator('Operatore Uno', 0.64, 204)]
      : [],
    reasons:
      refused === 0
        ? []
        : [
            { reason: 'documentUnreadable', count: share(refused, 0.41) },
            { reason: 'dataMismatch', count: share(refused, 0.24) },
            { reason: 'faceMismatch', count: share(refused, 0.19) },
            { reason: 'documentExpired', count: share(refused, 0.16) },
          ],
    agreement: [
      { verdict: 'accepted', validated: share(validated, 0.71), refused: share(refused, 0.08) },
      { verdict: 'rejected', validated: share(validated, 0.05), refused: share(refused, 0.62) },
      { verdict: 'inconclusive', validated: share(validated, 0.23), refused: share(refused, 0.2) },
      { verdict: 'failed', validated: 0, refused: share(refused, 0.09) },
    ],
    agreedPercent: any ? 93 : null,
    times: any ? { cases: validated + refused, medianSeconds: 192, ninthDecileSeconds: 610 } : null,
  };
}

const twin = (story: Story): TwinView => ({
  caseId: story.id,
  centralKey: story.centralKey,
  subject: story.subject,
  createdAt: story.createdAt,
  state: story.state,
});

/** The first case shares a tax code with the second and a face with the third. */
export function duplicatesOf(story: Story, stories: Story[]): DuplicatesView {
  const [first, second, third] = stories;
  const shown = story === first && second !== undefined && third !== undefined;
  return {
    shared: shown ? [{ field: 'taxCode', cases: [twin(second)] }] : [],
    faces: shown ? [{ case: twin(third), score: 86 }] : [],
    facesCompared: story.unreadable === null ? 1204 : null,
    faceLimit: 80,
    contactLimit: 3,
  };
}
