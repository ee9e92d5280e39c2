/** The long form (`npm run e2e`) takes the values of the rendered profiles; the short one, in every test run, takes shorter times. */
export const isLong = process.env['E2E'] === 'full';

/** One of two values, by the form. */
export const byForm = <T>(short: T, long: T): T => (isLong ? long : short);
