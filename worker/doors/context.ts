import type { Look } from '../message/look.ts'

/** What handlers find on their context. Middleware of a door adds its own variables by `With`. */
export interface App {
  Bindings: Env
  Variables: {
    requestId: string
    /** The look of the shop that the request is about, as soon as that is known. */
    look?: Look
  }
}

/** The context after a middleware has set further variables. */
export interface With<Variables> {
  Bindings: Env
  Variables: App['Variables'] & Variables
}
