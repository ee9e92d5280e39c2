/** The same answers, each worked out once; who asks again meanwhile is told `meanwhile`, where answers may ask for each other in a circle. */
export function remembered<T>(answer: (id: string) => T, meanwhile?: T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (meanwhile !== undefined) known.set(id, meanwhile);
    const made = answer(id);
    known.set(id, made);
    return made;
  };
}

/** What is made when it is asked for first, and never again. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
