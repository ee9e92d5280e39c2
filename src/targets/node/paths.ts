/** Where an application says that its process lives. */
export const LIVE_PATH = '/livez';
/** Where it says that it wants traffic. */
export const READY_PATH = '/readyz';
