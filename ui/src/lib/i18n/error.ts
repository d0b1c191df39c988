// Puts an error of the shell into words: what happened, what to do.

import type { ApiError } from '$lib/ipc';
import { t } from './index.svelte';

export interface ErrorWords {
  what: string;
  todo: string;
}

export function errorWords({ code, params }: ApiError): ErrorWords {
  const known = {
    path: '',
    minimum: '',
    seconds: 0,
    name: '',
    file: '',
    line: '',
    problem: '',
    command: '',
    error: '',
    id: '',
    reference: '',
    address: '',
    ...params,
  };
  return { what: t(`error.${code}.what`, known), todo: t(`error.${code}.todo`, known) };
}
