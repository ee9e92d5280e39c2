/** What a change of a setting is a matter of, in the order in which reports tell it. */
export const CONCERNS = ['capacity', 'connections', 'memory', 'cpu', 'storage', 'time', 'security', 'routing', 'monitoring', 'versions', 'other'] as const;

/** One of them. */
export type Concern = (typeof CONCERNS)[number];
