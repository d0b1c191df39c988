// Every screen, looked at by axe in both languages. Colours are not part of
// it (there is no painter here): tokens.test.ts proves their contrast.

import axe from 'axe-core';
import type { Component } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import CredentialsDialog from './CredentialsDialog.svelte';
import FirstOperator from './FirstOperator.svelte';
import KeySheet from './KeySheet.svelte';
import NoticeList from './NoticeList.svelte';
import Passphrase from './Passphrase.svelte';
import RefusalSheet from './RefusalSheet.svelte';
import ReviewPane from './ReviewPane.svelte';
import SignIn from './SignIn.svelte';

type Screen = [string, Component<never>, (desk: Desk) => Record<string, unknown>];

const SCREENS: Screen[] = [
  ['sign in', SignIn, () => ({ lastUserName: '' })],
  ['first operator', FirstOperator, () => ({ minimum: 10 })],
  ['passphrase', Passphrase, () => ({ minimum: 12 })],
  ['review', ReviewPane, (desk) => ({ view: desk.review.view })],
  ['refusal', RefusalSheet, () => ({})],
  ['credentials', CredentialsDialog, () => ({})],
  ['keys', KeySheet, () => ({ onclose: () => undefined })],
  ['notices', NoticeList, () => ({})],
];

describe.each(['it', 'en'] as const)('in %s', (locale) => {
  test.each(SCREENS)('%s has no barrier that axe can see', async (_name, component, props) => {
    const desk = await signedIn('desk', locale);
    await desk.review.open('1');
    await desk.review.openRefusal();
    desk.notices.failed({ code: 'offline', params: {} });
    show(desk, component, () => props(desk) as never);
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
