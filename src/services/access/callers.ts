// Who sends a request: a person who is signed in (the viewer), or a program with an API key, which has no account.
import type { Actor } from '../shared/change.ts'
import { actorOfKey, type KeyCaller } from './keys/callers.ts'
import { actorOf, type Viewer } from './viewers.ts'

export type Caller = Viewer | KeyCaller

interface Called {
  viewer: Viewer | null
  key: KeyCaller | null
}

export const isKey = (caller: Caller): caller is KeyCaller => 'keyId' in caller

/** Null for a visitor. */
export const findCaller = ({ viewer, key }: Called): Caller | null => viewer ?? key

export function callerOf(request: Called): Caller {
  const caller = findCaller(request)
  if (!caller) throw new Error('This route is open to visitors, so it may have no caller')
  return caller
}

export const actorOfCaller = (caller: Caller): Actor =>
  isKey(caller) ? actorOfKey(caller) : actorOf(caller)

/** As counters and stored answers name a caller: `user:1`, `key:1`. */
export const callerName = (caller: Caller): string =>
  isKey(caller) ? `key:${caller.keyId}` : `user:${caller.id}`
