// Two-step sign-in of one's own account: set up, confirm, turn off. /profile/second-factor.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import { qrCodeUrl } from '../../../../lib/qr-code.ts'
import {
  RecoveryCodesInput,
  SecondFactorCode,
  SecondFactorOff,
} from '../../../../schemas/access/second-factor.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { expectOwnPassword } from '../../../../services/access/profile.ts'
import {
  beginSetup,
  confirmSetup,
  findSetup,
  getFactorStatus,
  secondFactorKey,
} from '../../../../services/access/second-factor/index.ts'
import {
  renewRecoveryCodes,
  turnOffWithCode,
} from '../../../../services/access/second-factor/verification.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { homeOf } from '../../../../views/helpers/navigation.ts'
import { otpauthOf } from '../../../shared/otpauth.ts'
import { signInContext } from '../../../shared/sign-in-context.ts'
import { formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { passwordOf, submittedSignIn } from '../sign-in.ts'

const PATH = '/profile/second-factor'
/** Open to somebody who must set it up first. */
const config = { permission: 'account', withoutSecondFactor: true } as const

const setUp: FastifyPluginAsyncTypebox = async (app) => {
  const key = secondFactorKey(app.config.cookieSecret)

  app.get(PATH, { config }, (_request, reply) => factorPage(reply))

  app.post(PATH, { config }, async (request, reply) =>
    submitForm(
      reply,
      () => request.change((change) => beginSetup(change, key, viewerOf(request).id)),
      () => reply.redirect(`${PATH}#set-up`, 303),
      (refused) => factorPage(reply, refused),
    ),
  )

  // The codes are shown in the answer itself: they are stored nowhere.
  app.post(`${PATH}/confirm`, { config }, async (request, reply) => {
    const { id } = viewerOf(request)
    return submitForm(
      reply,
      async () => {
        const { code } = checked(SecondFactorCode, { code: valuesOf(formOf(request)).code ?? '' })
        return request.change((change) => confirmSetup(change, key, id, code))
      },
      (codes) => codesPage(reply, codes),
      (refused) => factorPage(reply, refused),
    )
  })

  app.post(`${PATH}/off`, { config: { permission: 'account' } }, async (request, reply) => {
    const form = formOf(request)
    return submittedSignIn(
      reply,
      async () => {
        const typed = { password: passwordOf(form), code: valuesOf(form).code ?? '' }
        const { password, code } = checked(SecondFactorOff, typed)
        const context = signInContext(request)
        const credentials = { email: viewerOf(request).email, password }
        const account = await expectOwnPassword(context, credentials, '/password')
        await turnOffWithCode(context, account, code)
      },
      () => {
        reply.flash('success', 'Two-step sign-in is off.')
        return reply.redirect(PATH, 303)
      },
      (refused) => factorPage(reply, refused),
    )
  })

  // Names of their own: the form to turn it off, on the same page, has a password and a code, too.
  app.post(
    `${PATH}/recovery-codes`,
    { config: { permission: 'account' } },
    async (request, reply) => {
      const form = formOf(request)
      return submittedSignIn(
        reply,
        async () => {
          const typed = {
            password: passwordOf(form, 'codesPassword'),
            code: valuesOf(form).codesCode ?? '',
          }
          const { password, code } = checked(RecoveryCodesInput, typed)
          const context = signInContext(request)
          const credentials = { email: viewerOf(request).email, password }
          const account = await expectOwnPassword(context, credentials, '/password')
          return renewRecoveryCodes(context, account, code)
        },
        (codes) => codesPage(reply, codes, 'New recovery codes'),
        (refused) => {
          const { password, code } = refused.errors
          const named = {
            ...(password && { codesPassword: password }),
            ...(code && { codesCode: code }),
          }
          return factorPage(reply, { ...refused, errors: dictionary(named) })
        },
      )
    },
  )

  async function factorPage(reply: FastifyReply, refused?: Refused) {
    const viewer = viewerOf(reply.request)
    const secret = await findSetup(app.db, key, viewer.id)
    reply.header('cache-control', 'no-store')
    return reply.page('access/second-factor/index', {
      title: 'Two-step sign-in',
      status: await getFactorStatus(app.db, viewer.id),
      isBlocked: viewer.lacksSecondFactor,
      setUp: secret
        ? {
            secret: secret.replace(/.{4}(?=.)/g, '$& '),
            qrCode: await qrCodeUrl(await otpauthOf(app.db, viewer, secret)),
          }
        : null,
      values: valuesOf({}),
      errors: refused?.errors ?? null,
      problem: refused?.message ?? null,
    })
  }

  function codesPage(
    reply: FastifyReply,
    codes: readonly string[],
    heading = 'Two-step sign-in is on',
  ) {
    const viewer = viewerOf(reply.request)
    reply.header('cache-control', 'no-store')
    return reply.page('access/second-factor/recovery-codes', {
      title: 'Recovery codes',
      heading,
      codes,
      next: viewer.lacksSecondFactor ? homeOf(viewer) : '/profile',
    })
  }
}

export default setUp
