// First set-up page: creates the shop and its owner once, with the token printed in the log.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { parseShopLocale } from '../../../lib/text/locales.ts'
import { originAtSetup } from '../../../plugins/requests/origin.ts'
import { SetupInput } from '../../../schemas/access/setup.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { createShop, needsSetup } from '../../../services/access/setup.ts'
import { withPasswordHash } from '../../../services/access/users/index.ts'
import { type ByField, type Form, formOf, inputOf, type Refused, valuesOf } from '../forms.ts'
import {
  currencyChoices,
  localeChoices,
  preferredLocale,
  timeZoneChoices,
} from '../shop/locale-choices.ts'
import { passwordOf, signInBrowser, submittedSignIn } from './sign-in.ts'

const config = { permission: 'public' } as const

const setup: FastifyPluginAsyncTypebox = async (app) => {
  const opens = (token: unknown) =>
    typeof token === 'string' && app.setupToken?.opens(token) === true

  app.get('/setup', { config }, async (request, reply) => {
    if (!(await needsSetup(app.db))) return reply.redirect('/auth/login', 303)
    const { token } = request.query as { token?: unknown }
    if (!opens(token)) return lockedPage(reply)
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const locale = preferredLocale(request.headers['accept-language'])
    return setupPage(reply, { token: String(token), locale, timeZone })
  })

  app.post('/setup', { config }, async (request, reply) => {
    if (!(await needsSetup(app.db))) return reply.redirect('/auth/login', 303)
    const { password, token, ...form } = formOf(request)
    if (!opens(token)) return lockedPage(reply)
    return submittedSignIn(
      reply,
      async () => {
        const input = checkedSetup({ ...inputOf(form), password: passwordOf({ password }) })
        const { email, fullName, password: typed, ...given } = input
        const shop = { publicUrl: originAtSetup(request), ...given }
        const account = { email, fullName, password: typed, role: 'admin' } as const
        const owner = await withPasswordHash(app.db, account, shop.name)
        await request.change((change) => createShop(change, shop, owner))
        app.setupToken?.spend()
        return signInBrowser(request, reply, input)
      },
      () => {
        reply.flash('success', 'Your shop is set up. Take your first order.')
        return reply.redirect('/admin', 303)
      },
      (refused) => setupPage(reply, { ...form, token }, refused),
    )
  })
}

/** Checks shape and locale together, so that all errors are reported at once. */
function checkedSetup(given: Record<string, unknown>): SetupInput {
  const problems = new Problems()
  const input = problems.take(() => checked(SetupInput, given))
  const place = { currency: '', locale: '', timeZone: '', ...given }
  problems.take(() => parseShopLocale(place))
  return problems.results({ input }).input
}

/** Page without a valid token: says where to find the link. */
const lockedPage = (reply: FastifyReply) =>
  reply.code(403).page('access/setup/locked', { title: 'Set up your shop' })

function setupPage(reply: FastifyReply, form: Form, refused?: Refused) {
  const values: ByField = valuesOf(form)
  return reply.page('access/setup/index', {
    title: 'Set up your shop',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    token: values.token ?? '',
    currencies: currencyChoices(),
    locales: localeChoices(preferredLocale(values.locale)),
    timeZones: timeZoneChoices(values.timeZone || 'UTC'),
  })
}

export default setup
