// Every screen, looked at by axe in both languages. Colours are not part of
// it (there is no painter here): tokens.test.ts proves their contrast.

import axe from 'axe-core';
import type { Component } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import type { Desk } from '$lib/state/desk.svelte';
import Apart from '$lib/evidence/Apart.svelte';
import Evidence from '$lib/evidence/Evidence.svelte';
import { Sight } from '$lib/evidence/sight.svelte';
import { memoryBackend } from '$lib/ipc/memory';
import { Shown } from '$lib/state/shown.svelte';
import Statistics from '../../routes/(office)/statistics/+page.svelte';
import Archive from '../../routes/(office)/archive/+page.svelte';
import Settings from '../../routes/(office)/settings/+page.svelte';
import { show, signedIn } from '../../test/desk';
import AccountSheet from './AccountSheet.svelte';
import OwnPasswordDialog from './OwnPasswordDialog.svelte';
import AskAgainSheet from './AskAgainSheet.svelte';
import CaseHeader from './CaseHeader.svelte';
import Checklist from './Checklist.svelte';
import ConflictDialog from './ConflictDialog.svelte';
import ConnectionStatus from './ConnectionStatus.svelte';
import CredentialsDialog from './CredentialsDialog.svelte';
import DocumentsDialog from './DocumentsDialog.svelte';
import Duplicates from './Duplicates.svelte';
import Earlier from './Earlier.svelte';
import FieldHistory from './FieldHistory.svelte';
import FirstOperator from './FirstOperator.svelte';
import HandOverSheet from './HandOverSheet.svelte';
import HoldSheet from './HoldSheet.svelte';
import KeySheet from './KeySheet.svelte';
import NoticeList from './NoticeList.svelte';
import Notes from './Notes.svelte';
import Palette from './Palette.svelte';
import Passphrase from './Passphrase.svelte';
import QueuePane from './QueuePane.svelte';
import RefusalSheet from './RefusalSheet.svelte';
import ReviewPane from './ReviewPane.svelte';
import SignIn from './SignIn.svelte';
import StartScreen from './StartScreen.svelte';
import Timeline from './Timeline.svelte';

// There is no painter here.
vi.mock('./pdf', () => ({
  openPdf: () => ({ pages: Promise.resolve([]), close: () => undefined }),
}));

const ontoggle = () => undefined;

function compared(desk: Desk) {
  const sight = new Sight();
  if (desk.review.view !== undefined) sight.load(desk.review.view);
  sight.compare();
  return { view: desk.review.view, sight };
}

const conflict = (desk: Desk) => ({
  wanted: 'refuse',
  error: { code: 'stale', params: {} },
  seen: desk.review.view,
});

/** The second window with a picture in it. */
function apart(desk: Desk) {
  const shown = new Shown(memoryBackend());
  shown.piece = desk.review.view?.evidence[0] ?? null;
  return { shown };
}

/** Attempts of a piece, as the case's own pieces look. */
const attempts = (desk: Desk) =>
  (desk.review.view?.evidence ?? []).map((evidence) => ({
    evidence,
    replacedAt: new Date().toISOString(),
  }));

const revised = (desk: Desk) => desk.review.view?.fields.find(({ history }) => history.length > 0);

type Screen = [string, Component<never>, (desk: Desk) => Record<string, unknown>];

const SCREENS: Screen[] = [
  ['sign in', SignIn, () => ({ lastUserName: '' })],
  ['new account', AccountSheet, () => ({ sheet: { kind: 'new' } })],
  ['own password', OwnPasswordDialog, () => ({})],
  ['first operator', FirstOperator, () => ({ minimum: 10 })],
  ['passphrase', Passphrase, () => ({ minimum: 12 })],
  ['start', StartScreen, () => ({})],
  ['queue', QueuePane, () => ({})],
  ['case header', CaseHeader, (desk) => ({ view: desk.review.view, queueShown: true, ontoggle })],
  ['evidence', Evidence, (desk) => ({ view: desk.review.view, sight: new Sight(), panes: 'test' })],
  ['compared faces', Evidence, (desk) => ({ ...compared(desk), panes: 'test' })],
  ['second window', Apart, apart],
  ['review', ReviewPane, (desk) => ({ view: desk.review.view })],
  ['checklist', Checklist, (desk) => ({ view: desk.review.view })],
  ['notes', Notes, (desk) => ({ view: desk.review.view })],
  ['timeline', Timeline, (desk) => ({ entries: desk.review.view?.timeline ?? [] })],
  ['documents', DocumentsDialog, () => ({})],
  ['palette', Palette, () => ({ onclose: () => undefined })],
  ['connection', ConnectionStatus, () => ({})],
  ['settings', Settings, () => ({})],
  ['archive', Archive, () => ({})],
  ['statistics', Statistics, () => ({})],
  ['duplicates', Duplicates, () => ({})],
  ['refusal', RefusalSheet, () => ({})],
  ['asking again', AskAgainSheet, (desk) => ({ view: desk.review.view })],
  ['hold', HoldSheet, () => ({})],
  ['earlier attempts', Earlier, (desk) => ({ earlier: attempts(desk) })],
  ['history of a field', FieldHistory, (desk) => ({ field: revised(desk) })],
  ['hand over', HandOverSheet, (desk) => ({ view: desk.review.view, way: 'handOver' })],
  ['take over', HandOverSheet, (desk) => ({ view: desk.review.view, way: 'takeOver' })],
  ['conflict', ConflictDialog, (desk) => ({ view: desk.review.view, conflict: conflict(desk) })],
  ['credentials', CredentialsDialog, () => ({})],
  ['keys', KeySheet, () => ({ onclose: () => undefined })],
  ['notices', NoticeList, () => ({})],
];

describe.each(['it', 'en'] as const)('in %s', (locale) => {
  test.each(SCREENS)('%s has no barrier that axe can see', async (_name, component, props) => {
    const desk = await signedIn('desk', locale);
    await desk.review.open('1');
    await desk.review.answer('surname', { kind: 'revise', value: 'ROSSI' });
    await desk.review.openAskAgain();
    await desk.review.openRefusal();
    await desk.duplicates.load('1');
    await desk.statistics.span('30', Date.now());
    desk.notices.failed({ code: 'offline', params: {} });
    show(desk, component, () => props(desk) as never);
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
