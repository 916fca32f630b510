/** Why an open row waits although nothing has failed. Pure. */

/** The reason of a message whose restock the shop has stopped. */
export const STOPPED = 'restock_stopped'

/** The reason of a message that was written beside the limit of a day: it is sent on a day that has room. */
export const ENOUGH_TODAY = 'enough_today'

const RULES = new Set(['quiet_hours', 'number_being_told', 'counting', STOPPED, ENOUGH_TODAY])

/** Whether the reason of an open row is a rule (quiet hours, a ceiling), and no failure. */
export const isRule = (reason: string): boolean => RULES.has(reason) || reason.endsWith('_ceiling')
