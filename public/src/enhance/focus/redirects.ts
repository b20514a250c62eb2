// Full page loads after a form: the next page restores focus and scroll position.
import { byId, type Origin } from './origin.ts'

const KEY = 'origin'
/** Milliseconds; a later page is another visit. */
const LONGEST = 30_000

/** Storage may be forbidden: then the page starts at its top. */
export function saveOrigin(origin: Origin): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), origin }))
  } catch {
    // Only the position is lost.
  }
}

/** The origin of the action that loaded this page; `undefined` for any other page. */
export function loadOrigin(): Origin | undefined {
  let text: string | null = null
  try {
    text = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
  } catch {
    return undefined
  }
  const { at, origin } = JSON.parse(text ?? '{"at":0}') as { at: number; origin: Origin }
  if (Date.now() - at > LONGEST) return undefined
  return origin.path === location.pathname || origin.parts.some(byId) ? origin : undefined
}
