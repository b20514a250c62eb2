// The answer of a sign-in to a program: its tokens, and who it is.
import type { FastifyRequest } from 'fastify'
import type { Session } from '../../../schemas/access/auth.ts'
import { signAccessToken, type TokenSession } from '../../../services/access/sessions/tokens.ts'
import { getUser } from '../../../services/access/users/index.ts'

/** Responses with tokens are never stored, so such routes take no idempotency key. */
export async function sessionAnswer(
  request: FastifyRequest,
  session: TokenSession,
): Promise<Session> {
  const { config, db, jwt } = request.server
  return {
    accessToken: signAccessToken(jwt, session),
    tokenType: 'Bearer',
    expiresIn: config.jwtExpiresIn,
    refreshToken: session.refreshToken,
    user: await getUser(db, session.userId),
  }
}
