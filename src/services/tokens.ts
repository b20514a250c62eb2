// Programs sign in for an access token (a JWT) and a refresh token that is good for one use (RFC 9700, 4.14).
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { Refusal } from './refusal.ts'
import { hashOf, newSecret } from './secrets.ts'
import { endSession, insertSession, type NewSession, secondsAfter } from './sessions.ts'
import { findTokenViewer, type SeenViewer } from './viewers.ts'

export const ISSUER = 'hemline'

/** Signs and verifies JWTs; the algorithm, the issuer and the time are its configuration. */
export interface TokenSigner {
  sign(payload: object): string
  /** Throws for what is not a valid token of ours. */
  verify<Payload extends object>(token: string): Payload
}

/**
 * `sub` is the user (a string, as RFC 7519 wants it), `sid` the session; the signer adds `iat` and `exp`, in seconds.
 */
export interface AccessClaims {
  sub: string
  sid: number
  iat: number
  exp: number
}

export interface TokenSession {
  sessionId: number
  userId: number
  refreshToken: string
}

export const invalidToken = () =>
  new Refusal(
    'unauthenticated',
    'invalid_token',
    'This token is not valid, or not any more. Sign in again at /api/auth/login.',
  )

export const signAccessToken = (signer: TokenSigner, session: TokenSession): string =>
  signer.sign({ sub: String(session.userId), sid: session.sessionId })

/**
 * The viewer of an access token: signed by us, and its session and user still stand.
 * @throws Refusal `invalid_token`
 */
export function verifyAccessToken(
  db: Reader,
  signer: TokenSigner,
  token: string,
): Awaitable<SeenViewer> {
  const viewer = findTokenViewer(db, claimsOf(signer, token))
  return viewer instanceof Promise ? viewer.then(orRefused) : orRefused(viewer)
}

function orRefused(viewer: SeenViewer | undefined): SeenViewer {
  if (!viewer) throw invalidToken()
  return viewer
}

interface KnownClaims {
  sid: number
  userId: number
  /** In seconds. */
  iat: number
  exp: number
}

/** A signature stays right, so each token is verified once; only its end has to be looked at each time. */
const verified = new WeakMap<TokenSigner, Map<string, KnownClaims>>()
const MOST_VERIFIED = 1_000

function claimsOf(signer: TokenSigner, token: string): KnownClaims {
  const claims = verified.get(signer)?.get(token) ?? remembered(signer, token)
  if (claims.exp * 1000 <= Date.now()) throw invalidToken()
  return claims
}

function remembered(signer: TokenSigner, token: string): KnownClaims {
  const claims = verifiedClaims(signer, token)
  const known = verified.get(signer) ?? new Map<string, KnownClaims>()
  verified.set(signer, known)
  if (known.size >= MOST_VERIFIED) known.clear()
  known.set(token, claims)
  return claims
}

function verifiedClaims(signer: TokenSigner, token: string): KnownClaims {
  try {
    const { sub, sid, iat, exp } = signer.verify<AccessClaims>(token)
    const claims = { userId: Number(sub), sid, iat, exp }
    if (Object.values(claims).every(Number.isSafeInteger)) return claims
  } catch {
    // Not signed by us, or not any more: refused like a claim that is missing.
  }
  throw invalidToken()
}

export async function startTokenSession(
  change: Change,
  session: NewSession,
): Promise<TokenSession> {
  const sessionId = await insertSession(change, 'token', session)
  const refreshToken = await issueRefreshToken(change, sessionId, session.expiresIn)
  return { sessionId, userId: session.userId, refreshToken }
}

async function issueRefreshToken(
  change: Change,
  sessionId: number,
  expiresIn: number,
): Promise<string> {
  const secret = newSecret()
  const expiresAt = secondsAfter(change.at, expiresIn)
  await change.run(sql`
    INSERT INTO refresh_tokens (session_id, secret_hash, expires_at, created_at, updated_at)
    VALUES (${sessionId}, ${hashOf(secret)}, ${expiresAt}, ${change.at}, ${change.at})`)
  return secret
}

interface Refresh {
  id: number
  sessionId: number
  userId: number
  /** Truth as the engine writes it: 1 or true. */
  used: number | boolean
  live: number | boolean
}

/**
 * Exchanges a refresh token for the next. A used one is in two hands, so its session ends for both.
 * @returns undefined when it is refused: not thrown, because the ended session must be committed
 */
export async function rotateRefreshToken(
  change: Change,
  refreshToken: string,
  expiresIn: number,
): Promise<TokenSession | undefined> {
  const refresh = await findRefresh(change, refreshToken)
  if (!refresh?.live) return undefined
  const { id, sessionId, userId } = refresh
  if (refresh.used) {
    await endSession(change, userId, sessionId)
    await recordEvent(change, 'user.session_revoked', 'user', userId, { reason: 'token_reused' })
    return undefined
  }
  await change.run(sql`
    UPDATE refresh_tokens SET used_at = ${change.at}, updated_at = ${change.at} WHERE id = ${id}`)
  await change.run(sql`
    UPDATE sessions
    SET last_used_at = ${change.at}, expires_at = ${secondsAfter(change.at, expiresIn)},
        updated_at = ${change.at}
    WHERE id = ${sessionId}`)
  const next = await issueRefreshToken(change, sessionId, expiresIn)
  return { sessionId, userId, refreshToken: next }
}

function findRefresh(change: Change, refreshToken: string) {
  return change.get<Refresh>(sql`
    SELECT r.id, r.session_id AS "sessionId", s.user_id AS "userId",
           r.used_at IS NOT NULL AS used,
           (s.revoked_at IS NULL AND r.expires_at > ${change.at} AND u.is_active = 1) AS live
    FROM refresh_tokens r
    JOIN sessions s ON s.id = r.session_id
    JOIN users u ON u.id = s.user_id
    WHERE r.secret_hash = ${hashOf(refreshToken)}`)
}
