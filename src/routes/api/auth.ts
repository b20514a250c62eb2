// /api/auth: programs sign up, in and out.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Credentials, RefreshInput, Registration, Session } from '../../schemas/auth.ts'
import { ref } from '../../schemas/common.ts'
import { answers, Nothing } from '../../schemas/problems.ts'
import { SIGNED_IN } from '../../schemas/roles.ts'
import { UserJson } from '../../schemas/users.ts'
import { hashedRegistration, register } from '../../services/registration.ts'
import { signIn, signOut } from '../../services/sign-in.ts'
import {
  invalidToken,
  rotateRefreshToken,
  signAccessToken,
  startTokenSession,
  type TokenSession,
} from '../../services/tokens.ts'
import { getUser } from '../../services/users.ts'
import { viewerOf } from '../../services/viewers.ts'
import {
  contentWithoutPassword,
  programSession,
  refreshSeconds,
  signInContext,
} from '../sign-in-context.ts'
import { tagged } from './respond.ts'

const tags = ['Sign-in']
// An access token that has expired must not keep anybody from getting a new one.
const config = { roles: 'public', identify: false } as const

const auth: FastifyPluginAsyncTypebox = async (app) => {
  for (const [path, operationId] of aliases('register')) {
    app.post(path, {
      config,
      schema: {
        tags,
        summary: 'Create an account of a customer',
        operationId,
        body: ref(Registration),
        response: answers({ 201: ref(UserJson) }, [409, 422]),
      },
      handler: async (request, reply) => {
        const account = await hashedRegistration(request.body)
        const content = contentWithoutPassword(request.body)
        const user = await request.once((change) => register(change, account), content)
        return tagged(reply.code(201), user)
      },
    })
  }

  for (const [path, operationId] of aliases('login')) {
    app.post(path, {
      config,
      schema: {
        tags,
        summary: 'Sign in',
        description: 'After too many wrong passwords in a row: 429, also for the right one.',
        operationId,
        body: ref(Credentials),
        response: answers({ 200: ref(Session) }, [401, 403, 422]),
      },
      handler: async (request) => {
        const opened = await signIn(signInContext(request), request.body, (change, account) =>
          startTokenSession(change, programSession(request, account.id)),
        )
        return sessionAnswer(request, opened)
      },
    })
  }

  app.post('/api/auth/refresh', {
    config,
    schema: {
      tags,
      summary: 'Exchange a refresh token for new tokens',
      description: 'Each refresh token is good once. Using it again ends the whole session.',
      operationId: 'refresh',
      body: ref(RefreshInput),
      response: answers({ 200: ref(Session) }, [401, 422]),
    },
    handler: async (request) => {
      const { refreshToken } = request.body
      const rotated = await request.change((change) =>
        rotateRefreshToken(change, refreshToken, refreshSeconds(request)),
      )
      if (!rotated) throw invalidToken()
      return sessionAnswer(request, rotated)
    },
  })

  app.post('/api/auth/logout', {
    config: { roles: SIGNED_IN },
    schema: {
      tags,
      summary: 'Sign out',
      description: 'Ends the session at once: its access tokens and its refresh token.',
      operationId: 'logout',
      response: answers({ 204: Nothing }),
    },
    handler: async (request, reply) => {
      await request.change((change) => signOut(change, viewerOf(request)))
      return reply.code(204).send(null)
    },
  })
}

/** `/api/auth/...` is the address of the document; older programs know the same under /api/users. */
const aliases = (verb: string) =>
  [
    [`/api/auth/${verb}`, verb],
    [`/api/users/${verb}`, `${verb}User`],
  ] as const

/** Tokens are answered and never kept, so these two take no idempotency key. */
async function sessionAnswer(request: FastifyRequest, session: TokenSession): Promise<Session> {
  const { config, db, jwt } = request.server
  return {
    accessToken: signAccessToken(jwt, session),
    tokenType: 'Bearer',
    expiresIn: config.jwtExpiresIn,
    refreshToken: session.refreshToken,
    user: await getUser(db, session.userId),
  }
}

export default auth
