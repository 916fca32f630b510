/** What people fill in on our own pages: an address, or a choice from a list. */
import type { FormChannel } from '../../../shared/client-config.ts'
import { type Choice, fieldOf } from './fields.ts'

const INPUTS = {
  email: { type: 'email', autocomplete: 'email', maxlength: 320 },
  sms: { type: 'tel', autocomplete: 'tel', maxlength: 40 },
} as const

interface AddressProps {
  channel: FormChannel
  label: string
  /** What is wrong with `value`, in words. */
  fault?: string | undefined
  /** What was sent, when the form is shown again. */
  value?: string | null | undefined
  /** The id of an element that says more about the field. */
  describedBy?: string
}

/** The field for an address of a channel, with its label. */
export function Address({ channel, label, fault, value, describedBy }: AddressProps) {
  const name = fieldOf(channel)
  const descriptions = [fault && `${name}-fault`, describedBy].filter(Boolean)
  return (
    <>
      <label for={name}>{label}</label>
      {fault && (
        <p class="fault" id={`${name}-fault`}>
          {fault}
        </p>
      )}
      <input
        {...INPUTS[channel]}
        dir="auto"
        id={name}
        name={name}
        value={value ?? ''}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={descriptions.join(' ') || undefined}
        autofocus={fault ? true : undefined}
      />
    </>
  )
}

/** A list with its label. */
export function Select({ name, label, options, chosen }: Choice & { name: string; label: string }) {
  return (
    <>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </>
  )
}
