// Contexts of the templates for set-up, sign-in, profile and users.
import type { DeviceJson } from '../../schemas/access/devices.ts'
import type { User } from '../../schemas/access/users.ts'
import type { Consents } from '../../schemas/people/consent.ts'
import type { Employee } from '../../schemas/people/employees.ts'
import type { Role } from '../../services/access/roles/index.ts'
import type { FactorStatus } from '../../services/access/second-factor/index.ts'
import type { UserSession } from '../../services/access/sessions/all.ts'
import type { Session } from '../../services/access/sessions/index.ts'
import type { StatusLabel } from '../helpers/labels/status.ts'
import type { Choice, Empty, Page, Pager, SentForm, Tab } from './parts.ts'
import type { Overtaken } from './people.ts'

export interface AccessPages {
  'access/passwords/forgotten': Page
  'access/passwords/link': PasswordLinkPage
  'access/passwords/new': NewPasswordPage
  'access/profile/index': ProfilePage
  'access/second-factor/index': SecondFactorPage
  'access/second-factor/recovery-codes': RecoveryCodesPage
  'access/second-factor/sign-in': SecondStepPage
  'access/setup/index': SetupPage
  'access/setup/locked': Page
  'access/sign-in/login': LoginPage
  'access/sign-in/register': NewForm & { next: string }
  'access/sign-in/resume': ResumePage
  'access/roles/edit': RoleEditPage
  'access/roles/index': RolesPage
  'access/roles/new': RoleNewPage
  'access/confirm/index': ConfirmPage
  'access/tablets/code': CodePage
  'access/tablets/enrol': EnrolPage
  'access/tablets/index': TabletsPage
  'access/tablets/switch': SwitchPage
  'access/users/edit': UserEditPage
  'access/users/index': UsersPage
  'access/users/new': UserNewPage
  'access/users/sessions': SessionsPage
}

export interface AccessFragments {
  'access/users/_table': UsersPage
}

interface ProfilePage extends Page, SentForm {
  user: User
  secondFactor: FactorStatus
  /** What a customer said about offers and news; null for staff. */
  consents: Consents | null
  devices: readonly (Session & { name: string; isThis: boolean })[]
}

interface SetupPage extends Page, SentForm {
  token: string
  currencies: readonly Choice[]
  locales: readonly Choice[]
  timeZones: readonly Choice[]
}

interface LoginPage extends Page, Omit<SentForm, 'values'> {
  /** Null where the page stands in for another one. */
  values: SentForm['values'] | null
  /** The path to go to afterwards; empty for the usual one. */
  next: string
  /** A form that was sent before the sign-in, as JSON. */
  kept: string | null
  /** Which files have to be chosen again; empty for none. */
  filesLost: string
  /** Why the form that was sent could not be carried along. */
  notKept: 'too_long' | 'files' | 'password' | null
}

/** Switching by name and PIN on a shared tablet. */
interface SwitchPage extends Page, Omit<SentForm, 'values'>, Pick<LoginPage, 'next' | 'kept'> {
  people: readonly { id: number; fullName: string; avatarUrl: string | null }[]
  /** The id of the chosen person, or empty. */
  chosen: string
  isLocked: boolean
  isSignedIn: boolean
  /** PINs do not work before somebody has signed in by password. */
  needsPassword: boolean
  filesLost: string
  notKept: LoginPage['notKept']
  values: null
}

/** Asks for the password before a sensitive action. */
interface ConfirmPage extends Page, Omit<SentForm, 'values'> {
  values: null
  /** Where the form goes: that of the action itself, with its fields, or /auth/confirm. */
  action: string
  fields: readonly (readonly [name: string, value: string])[]
  /** A file was sent along, and has to be chosen again. */
  hasFile: boolean
  back: string
}

interface TabletsPage extends Page, SentForm {
  devices: readonly DeviceJson[]
  idempotencyKey: string
}

interface CodePage extends Page {
  name: string
  code: string
  expiresAt: string
  /** Where it is typed. */
  address: string
}

type EnrolPage = Page & SentForm & { tablet: string | null }

interface NewForm extends Page, SentForm {
  idempotencyKey: string
}

interface ResumePage extends Page {
  kept: {
    action: string
    fields: readonly (readonly [name: string, value: string])[]
    files: number
  }
  /** What was typed, under the words of the form. */
  typed: readonly { label: string; value: string }[]
  filesLost: string
  /** Whether the form can be shown again with what was typed. */
  canLook: boolean
  /** Who typed it, if somebody else has the shared tablet now. */
  typedBy: string | null
  /** The form is of a page from before the sign-in. */
  isStale: boolean
}

interface UsersPage extends Page {
  users: readonly (User & { badge: StatusLabel })[]
  total: number
  /** What is shown after the end of the list. */
  beyond: Empty | null
  search: string
  role: string
  /** `true`, `false`, or empty for both. */
  active: string
  tabs: readonly Tab[]
  pager: Pager & { csv: string | null }
}

interface UserChoices {
  employees: readonly Employee[]
  roles: readonly Choice[]
  roleId: string
}

interface RolesPage extends Page {
  roles: readonly (Omit<Role, 'limits'> & {
    /** In words; empty for none. */
    limits: string
  })[]
}

/** Groups of checkboxes. */
export interface PermissionBoxes {
  groups: readonly {
    title: string
    permissions: readonly { name: string; label: string; checked: boolean; disabled: boolean }[]
  }[]
}

type RoleNewPage = NewForm & PermissionBoxes

interface RoleEditPage extends Page, SentForm, PermissionBoxes {
  role: Role
  /** Owner and Customer cannot be changed. */
  isFixed: boolean
  version: string | number | undefined
}

type UserNewPage = NewForm & UserChoices

interface UserEditPage extends Page, SentForm, UserChoices {
  user: User
  conflict: Overtaken | null
  version: string | number
  badge: StatusLabel
  isSelf: boolean
  hasSecondFactor: boolean
}

interface SessionsPage extends Page {
  devices: readonly (Omit<UserSession, 'userAgent'> & {
    name: string
    badge: StatusLabel | null
    isThis: boolean
    canEnd: boolean
    /** The last action of the person, with a link to it. */
    action: { words: string; at: string; href: string } | null
  })[]
  total: number
  problem: string | null
  isLive: boolean
  beyond: Empty | null
  pager: Pager
}

interface SecondFactorPage extends Page, SentForm {
  status: FactorStatus
  /** Nothing else is open before the set-up. */
  isBlocked: boolean
  /** Begun and not confirmed. */
  setUp: { secret: string; qrCode: string } | null
}

interface RecoveryCodesPage extends Page {
  heading: string
  codes: readonly string[]
  next: string
}

interface SecondStepPage extends Page, SentForm, Pick<LoginPage, 'next' | 'kept' | 'filesLost'> {}

interface PasswordLinkPage extends Page {
  id: number
  fullName: string
  url: string
  expiresAt: string
}

interface NewPasswordPage extends Page, SentForm {
  account: { email: string; fullName: string }
  action: string
}
