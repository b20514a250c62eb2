// Objects that are looked up by names from outside.

/** A copy without a prototype: a name that it lacks is undefined, never a member of `Object` such as `constructor`. */
export const dictionary = <Members extends object>(members: Members): Members =>
  Object.assign(Object.create(null), members)
