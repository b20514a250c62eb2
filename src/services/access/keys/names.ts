// Names of API keys in the history: marked, so that a program is not taken for a person of the same name.

export const KEY_SUFFIX = ' (API key)'

/** Whether the author of an event was a key: a person always has an id there. */
export const isKeyName = (actorId: number | null, name: string): boolean =>
  actorId === null && name.endsWith(KEY_SUFFIX)
