/** Ids are UUIDv7 (RFC 9562): their order is the order in which they were made. */
import { v7 } from 'uuid'

/** A new id, of this moment unless another is given. */
export const newId = (at?: number): string => v7(at === undefined ? undefined : { msecs: at })

/** When an id was made: milliseconds since 1970, which a UUIDv7 begins with. */
export const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
