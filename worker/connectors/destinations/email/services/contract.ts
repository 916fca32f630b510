/**
 * What a mail service is to the e-mail destination: one mail in, one outcome out. The destination
 * decides what a mail says and where its links lead. A new service is a folder here and a line in
 * all.ts.
 */
import type * as v from 'valibot'
import type { Faults, FieldOf } from '../../../contract.ts'
import type { Hook, Verification } from '../../../hook.ts'
import type { AddressReports, Finding } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import type { Signing } from '../../sender.ts'

/** One mail. It is the same at every attempt, byte for byte. */
export interface Mail {
  /** The key of the call: the same at every attempt. */
  key: string
  to: string
  from: { email: string; name: string }
  replyTo?: string | undefined
  subject: string
  html: string
  text: string
  /** The link that stops all messages with one click (RFC 8058). */
  unsubscribe: string
}

/** A service with its options. */
export interface Mailer {
  send(mail: Mail): Promise<Outcome>
  /** Makes harmless calls that show whether the key works and, where possible, the sender. */
  probe(from: string): Promise<Finding[]>
  /** Whether a webhook comes from the service. */
  verify?(hook: Hook): Promise<Verification>
  /** The bounces and complaints that a webhook reports; undefined for an unknown shape. */
  readReports?(hook: Hook): AddressReports | undefined
}

/** The schema of a service's options. */
export type MailSchema = v.GenericSchema<unknown, { via: string; from?: string | undefined }>

/** A mail service. */
export interface MailService<S extends MailSchema, Field extends string = FieldOf<S>> {
  via: v.InferOutput<S>['via']
  options: S
  /** Options that are write-only. */
  secrets: readonly Field[]
  /** Further options that name the server or account of the secrets (connectors/contract.ts). */
  account?: readonly Field[]
  /**
   * It sends with the Worker's credentials, which all shops share. So a shop may send only from its
   * domains.
   */
  shared?: true
  /** What the service needs in the DNS of the sender's domain. */
  signing?: Signing
  /** Options of the right shape that still cannot work. */
  faults?(options: v.InferOutput<S>): Faults
  /** What to do about the codes of this service alone. */
  faultTexts?: Readonly<Record<string, string>>
  /** Opens the service. The options have their secrets in clear. */
  open(options: v.InferOutput<S>, env: Env): Mailer
}

/** Defines a mail service. The type of its options is that of its schema. */
export const defineMailService = <S extends MailSchema>(service: MailService<S>): MailService<S> =>
  service
