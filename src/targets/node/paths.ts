/** Where an application says that its process lives. */
export const LIVE_PATH = '/livez';
/** Where it says that it wants traffic. */
export const READY_PATH = '/readyz';
/** Where a Python application tells of everything that it works with. */
export const FULL_PATH = '/healthz';
