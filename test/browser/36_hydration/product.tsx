/** A server-rendered product page; `way` decides how it mounts the button. */
import { useEffect, useState } from 'react'
import type { start } from '../../../widget/shelfbell.d.mts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'shelf-bell': { sku: string; title: string }
    }
  }
}

/** The Worker's address, which the server writes into the page. */
declare const WORKER: string
declare const SHOP: string

export function Product({ way }: { way: string }) {
  const [pressed, setPressed] = useState(0)
  useEffect(() => {
    if (way !== 'effect') return
    void import(/* @vite-ignore */ `${WORKER}/shelfbell.mjs`).then(
      (module: { start: typeof start }) =>
        module.start({ shop: SHOP, sku: 'LAMP', target: '#price' }),
    )
  }, [way])
  return (
    <main>
      <h1>Lamp</h1>
      <div className="offer">
        <p id="price">49 EUR</p>
        {way === 'element' && <shelf-bell sku="LAMP" title="Lamp" />}
        <button type="button" onClick={() => setPressed(pressed + 1)}>
          Pressed {pressed} times
        </button>
        <p>Sent within two days.</p>
      </div>
    </main>
  )
}
