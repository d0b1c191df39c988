import { connect } from '$lib/ipc';

export const load = async () => ({ kiosk: (await connect()).kiosk });
