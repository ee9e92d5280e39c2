/** The fewest pods of what must not stop: two survive the loss of one, three of them also while a node is drained. */
export const fewest = (ha: boolean): number => (ha ? 3 : 2);
