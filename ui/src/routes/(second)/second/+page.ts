import { connect } from '$lib/ipc';

export const load = async () => ({ backend: await connect() });
