// Descriptions of all event types, for the order timeline and the activity page.
import type { EventData, EventType } from '../../../../schemas/events/types.ts'
import {
  type EventOf,
  type EventRow,
  isKnown,
  isOrderEvent,
  type OrderEventType,
} from '../../../../services/shared/events/read.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import type { IconName } from '../../../../views/helpers/icons.ts'
import { consentLabel } from '../../../../views/helpers/labels/consent.ts'
import { CATALOGUE_WORDS } from './catalogue.ts'
import { changedFields } from './fields.ts'
import { ORDER_WORDS, type OrderEventWords } from './orders.ts'
import type { Sentence } from './sentence.ts'

export type Words = {
  readonly [Type in EventType]: (data: EventData<Type>, fmt: Formats) => Sentence
}

const say = (icon: IconName, verb: string, rest = ''): Sentence => ({ icon, verb, rest })

function changed(icon: IconName, verb: string, data: object): Sentence {
  const fields = changedFields(data)
  return say(icon, verb, fields && `: ${fields}`)
}

/** ": e-mail yes, text message no" */
function consentWords({
  emailConsent,
  textConsent,
}: EventData<'customer.consent_changed'>): string {
  const said = [
    emailConsent && `e-mail ${consentLabel(emailConsent.after)}`,
    textConsent && `text message ${consentLabel(textConsent.after)}`,
  ].filter(Boolean)
  return said.length > 0 ? `: ${said.join(', ')}` : ''
}

export const WORDS: Words = {
  ...ORDER_WORDS,
  ...CATALOGUE_WORDS,
  'customer.created': () => say('user-plus', 'added customer'),
  'customer.updated': (data) => changed('pencil', 'changed customer', data),
  'customer.consent_changed': (data) =>
    say('mail', 'changed offers and news for', consentWords(data)),
  'customer.archived': () => say('inbox', 'archived customer'),
  'customer.restored': () => say('rotate-ccw', 'restored customer'),
  'customer.merged': () => say('users', 'merged another record into customer'),
  'customer.unmerged': () => say('undo-2', 'undid the merge into customer'),
  'customer.erased': () => say('trash-2', 'erased a customer:'),
  'customer.code_created': () => say('key-round', 'made an account code for'),
  'customer.invited': () => say('mail', 'invited', 'to open an account'),
  'customer.account_linked': () => say('user-cog', 'linked an account to'),
  'employee.created': () => say('user-plus', 'added employee'),
  'employee.updated': (data) => changed('pencil', 'changed employee', data),
  'employee.archived': () => say('inbox', 'archived employee'),
  'employee.restored': () => say('rotate-ccw', 'restored employee'),
  'settings.created': () => say('settings', 'set up'),
  'settings.updated': (data) => changed('settings', 'changed', data),
  'settings.logo_changed': () => say('image', 'changed the logo of'),
  'user.created': () => say('user-plus', 'opened an account for'),
  'user.updated': (data) => changed('user-cog', 'changed the account of', data),
  'user.avatar_changed': () => say('image', 'changed the picture of'),
  'user.deleted': ({ email }) => say('trash-2', 'deleted the account', email),
  'user.signed_in': ({ device }) => say('log-in', 'signed in', device && `: on ${device}`),
  'user.signed_out': () => say('log-out', 'signed out'),
  'user.session_revoked': () => say('shield', 'ended a session of'),
  'device.created': () => say('monitor', 'made a code for the tablet'),
  'device.enrolled': () => say('monitor', 'enrolled the tablet'),
  'device.revoked': () => say('ban', 'revoked the tablet'),
  'device.pin_locked': ({ tries }) =>
    say('shield', 'asks for a password on', `: ${tries} wrong PINs`),
  'role.created': () => say('shield', 'added the role'),
  'role.updated': (data) => changed('shield', 'changed the role', data),
  'role.deleted': ({ name }) => say('trash-2', 'deleted the role', name),
  'key.created': () => say('key-round', 'made the API key'),
  'key.updated': (data) => changed('key-round', 'changed the API key', data),
  'key.revoked': () => say('ban', 'revoked the API key'),
  'user.sign_in_locked': ({ tries, from, secondFactor }) =>
    say(
      'shield',
      `blocked wrong ${secondFactor ? 'codes' : 'passwords'} for`,
      `: ${tries} from ${from}`,
    ),
  'user.second_factor_enabled': () => say('shield', 'turned on two-step sign-in'),
  'user.second_factor_disabled': () => say('shield', 'turned off two-step sign-in'),
  'user.second_factor_reset': () => say('shield', 'reset two-step sign-in of'),
  'user.recovery_code_used': ({ left }) =>
    say('key-round', 'used a recovery code', `: ${left} left`),
  'user.recovery_codes_renewed': () => say('key-round', 'made new recovery codes'),
  'user.password_link_created': () => say('key-round', 'made a password link for'),
  'user.password_link_used': () => say('key-round', 'set a new password by link'),
  'user.session_ended': ({ device }) => say('log-out', 'signed out a device of', `: ${device}`),
}

export const sentenceOf = (event: EventRow, fmt: Formats): Sentence =>
  isKnown(event)
    ? describeEvent(event, fmt)
    : say('history', 'made another change to', `(${event.type})`)

const describeEvent = <Type extends EventType>(
  { type, data }: EventOf<Type>,
  fmt: Formats,
): Sentence => WORDS[type](data, fmt)

export const lineOf = (event: EventRow, fmt: Formats): Pick<OrderEventWords, 'icon' | 'line'> =>
  isOrderEvent(event)
    ? describeOrderEvent(event, fmt)
    : { icon: 'history', line: `Another change (${event.type})` }

const describeOrderEvent = <Type extends OrderEventType>(
  { type, data }: EventOf<Type>,
  fmt: Formats,
) => ORDER_WORDS[type](data, fmt)
