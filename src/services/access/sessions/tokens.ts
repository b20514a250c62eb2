// Access tokens (JWT) and refresh tokens, which are good for one use (RFC 9700, 4.14).

import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { BoundedCache } from '../../../lib/cache/bounded-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { findTokenViewer, type SeenViewer } from '../viewers.ts'
import { endSession, insertSession, type NewSession, secondsAfter } from './index.ts'

export const ISSUER = 'hemline'

export interface TokenSigner {
  sign(payload: object): string
  /** @throws for an invalid token */
  verify<Payload extends object>(token: string): Payload
}

/** `sub` is the user (a string, RFC 7519), `sid` the session; the signer adds `iat` and `exp`, in seconds. */
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

/** @throws Refusal `invalid_token` */
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

interface TokenClaims {
  sid: number
  userId: number
  /** In seconds. */
  iat: number
  exp: number
}

/** A valid signature stays valid: each token is verified once, and only its expiry every time. */
const claimsCaches = new WeakMap<TokenSigner, BoundedCache<string, TokenClaims>>()
const LIMIT = 500

function claimsOf(signer: TokenSigner, token: string): TokenClaims {
  const claims = claimsCaches.get(signer)?.get(token) ?? verifyOnce(signer, token)
  if (claims.exp * 1000 <= Date.now()) throw invalidToken()
  return claims
}

function verifyOnce(signer: TokenSigner, token: string): TokenClaims {
  const claims = verifiedClaims(signer, token)
  const cache = claimsCaches.get(signer) ?? new BoundedCache<string, TokenClaims>(LIMIT)
  claimsCaches.set(signer, cache)
  return cache.set(token, claims)
}

function verifiedClaims(signer: TokenSigner, token: string): TokenClaims {
  try {
    const { sub, sid, iat, exp } = signer.verify<AccessClaims>(token)
    const claims = { userId: Number(sub), sid, iat, exp }
    if (Object.values(claims).every(Number.isSafeInteger)) return claims
  } catch {
    // A token without valid claims is refused below.
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
  const secret = createSecret()
  const expiresAt = secondsAfter(change.at, expiresIn)
  await change.run(sql`
    INSERT INTO refresh_tokens (session_id, secret_hash, expires_at, created_at, updated_at)
    VALUES (${sessionId}, ${hashSecret(secret)}, ${expiresAt}, ${change.at}, ${change.at})`)
  return secret
}

interface Refresh {
  id: number
  sessionId: number
  userId: number
  /** 1 on SQLite, true on PostgreSQL. */
  used: number | boolean
  live: number | boolean
}

/**
 * Exchanges a refresh token for the next. A reused token was stolen or copied, so its session ends.
 * @returns undefined if refused: not thrown, because the end of the session must be committed
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
    await recordEvent(change, 'user.session_revoked', userId, { reason: 'token_reused' })
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
    WHERE r.secret_hash = ${hashSecret(refreshToken)}`)
}
