/** Every number that shapes this source, with its unit in the name and its reason beside it. */

/** SKUs that are read one after the other before their levels are stored. */
export const SKUS_PER_BATCH = 10
/** How long one run reads; the next run continues. It must fit into a source's lease. */
export const RUN_MS = 5 * 60_000
/** SKUs that are read of one push: a longer push would delay the polls for hours. */
export const SKUS_PER_PUSH = 1000
