/** Why an open row waits although nothing has failed. Pure. */

/** The reason of a message whose restock the shop has stopped. */
export const STOPPED = 'restock_stopped'

const RULES = new Set(['quiet_hours', 'number_being_told', 'counting', STOPPED])

/** Whether the reason of an open row is a rule (quiet hours, a ceiling), and no failure. */
export const isRule = (reason: string): boolean => RULES.has(reason) || reason.endsWith('_ceiling')
