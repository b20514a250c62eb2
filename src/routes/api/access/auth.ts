// Sign-up, sign-in, token refresh and sign-out of the API: /api/auth.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Credentials, RefreshInput, Registration, Session } from '../../../schemas/access/auth.ts'
import { UserJson } from '../../../schemas/access/users.ts'
import { ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { hashedRegistration, register } from '../../../services/access/registration.ts'
import {
  invalidToken,
  rotateRefreshToken,
  startTokenSession,
} from '../../../services/access/sessions/tokens.ts'
import { signIn, signOut } from '../../../services/access/sign-in/index.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import {
  contentWithoutPassword,
  programSession,
  refreshSeconds,
  signInContext,
} from '../../shared/sign-in-context.ts'
import { withETag } from '../respond.ts'
import { sessionAnswer } from './session-answer.ts'

const tags = ['Sign-in']
// An expired access token must not stop anybody from getting a new one.
const config = { permission: 'public', identify: false } as const

const auth: FastifyPluginAsyncTypebox = async (app) => {
  for (const [path, operationId] of aliases('register')) {
    app.post(path, {
      config,
      schema: {
        tags,
        summary: 'Create an account of a customer',
        description: `A JSON body to \`/auth/register\` does the same; a form there is the page. ${NAMES}`,
        operationId,
        body: ref(Registration),
        response: answers({ 201: ref(UserJson) }, [409, 422]),
      },
      handler: async (request, reply) => {
        const account = await hashedRegistration(app.db, request.body)
        const content = contentWithoutPassword(request.body)
        const user = await request.once((change) => register(change, account), content)
        return withETag(reply.code(201), user)
      },
    })
  }

  for (const [path, operationId] of aliases('login')) {
    app.post(path, {
      config,
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'A JSON body to `/auth/login` does the same; a form there is the page. After too many wrong passwords for an account from one address: 429 there, also for the right one; after many more from many addresses, 429 wherever the account is not known. An account with a second factor needs its `code`, too: without one, a right password is 401 `second_factor_required`.',
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
    config: { permission: 'account', withoutSecondFactor: true },
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

const NAMES =
  'The `name` is `fullName` of the account afterwards, and is taken under that name too.'

/** `/api/auth/...` is the documented path; older programs use the same under /api/users. */
const aliases = (verb: string) =>
  [
    [`/api/auth/${verb}`, verb],
    [`/api/users/${verb}`, `${verb}User`],
  ] as const

export default auth
