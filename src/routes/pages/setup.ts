// /setup: the shop and its owner, once, by whoever holds the token of the log.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { SetupInput } from '../../schemas/settings.ts'
import { checked } from '../../schemas/validation.ts'
import { checkedPlace } from '../../services/places.ts'
import { Problems } from '../../services/problems.ts'
import { createShop, needsSetup } from '../../services/setup.ts'
import { hashedUser } from '../../services/users.ts'
import { type ByField, type Form, inputOf, type Refused, valuesOf } from './forms.ts'
import {
  currencyChoices,
  localeChoices,
  preferredLocale,
  timeZoneChoices,
} from './place-choices.ts'
import { passwordOf, signInBrowser, submittedSignIn } from './sign-in.ts'

const config = { roles: 'public' } as const

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
    const { password, token, ...form } = request.body as Form
    if (!opens(token)) return lockedPage(reply)
    return submittedSignIn(
      reply,
      async () => {
        const input = checkedSetup({ ...inputOf(form), password: passwordOf({ password }) })
        const { email, fullName, password: typed, ...shop } = input
        const owner = await hashedUser({ email, fullName, password: typed, role: 'admin' })
        await request.change((change) => createShop(change, shop, owner))
        app.setupToken?.spend()
        return signInBrowser(request, reply, input)
      },
      () => {
        reply.flash('success', 'Your shop is set up. Take the first order whenever you like.')
        return reply.redirect('/admin', 303)
      },
      (refused) => setupPage(reply, { ...form, token }, refused),
    )
  })
}

/** The shape and the place are checked both, so that all that is wrong is said at once. */
function checkedSetup(given: Record<string, unknown>): SetupInput {
  const problems = new Problems()
  const input = problems.take(() => checked(SetupInput, given))
  const place = { currency: '', locale: '', timeZone: '', ...given }
  problems.take(() => checkedPlace(place))
  problems.refuseAny()
  return input as SetupInput
}

/** The link of the log is the key; without it this page only says where to find it. */
const lockedPage = (reply: FastifyReply) =>
  reply.code(403).page('setup/locked', { title: 'Set up your shop' })

function setupPage(reply: FastifyReply, form: Form, refused?: Refused) {
  const values: ByField = valuesOf(form)
  return reply.page('setup/index', {
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
