/**
 * Pages of shops as their platforms and themes write them, each shortened to what says where its buy
 * button is. The element with the attribute `here` is the place.
 */

/** A card of another product, as lists of related products have them. */
const card = (name: string) => `
  <li class="card">
    <a href="/${name}"><img alt="" width="40" height="40" src="data:," /></a>
    <h3><a href="/${name}">${name}</a></h3>
    <form action="/cart/add" method="post"><button name="add">Add to cart</button></form>
  </li>`

const cards = `<section><h2>You may also like</h2><ul>${['vase', 'bowl', 'cup'].map(card).join('')}</ul></section>`

const header = `
  <header>
    <a href="/">Acme</a>
    <nav><a href="/all">All</a></nav>
    <form action="/search" role="search"><input type="search" name="q" /><button>Search</button></form>
    <a class="btn btn-cart" href="/cart">Cart</a>
  </header>`

const footer = `
  <footer>
    <form action="/newsletter"><input type="email" name="email" /><button>Subscribe</button></form>
  </footer>`

const page = (product: string, rest = cards) =>
  `${header}<main><div class="product">${product}</div>${rest}</main>${footer}`

/** Where the button goes after the buy button, by what says that it is one. */
export const BUY_BUTTONS: Record<string, string> = {
  'a form of Shopify': page(`
    <h1>Lamp</h1>
    <form action="/en/cart/add" method="post"><input type="hidden" name="id" value="1" />
      <button type="button" name="minus">−</button><input name="quantity" value="1" /><button type="button" name="plus">+</button>
      <button here type="submit" name="add" disabled>Sold out</button>
      <button type="button" class="wishlist">Add to wishlist</button>
    </form>`),
  'a form of WooCommerce': page(`
    <h1>Lamp</h1>
    <form class="cart" method="post"><div class="quantity"><input name="quantity" value="1" /></div>
      <button here type="submit" name="add-to-cart" value="42" class="single_add_to_cart_button button alt">Lägg till i varukorg</button>
    </form>`),
  'a form of Magento': page(`
    <h1>Lamp</h1>
    <form id="product_addtocart_form" action="/checkout/cart/add/product/42/" method="post">
      <button here type="submit" title="In den Warenkorb" class="action primary tocart"><span>In den Warenkorb</span></button>
    </form>
    <a href="#" class="action towishlist">Auf die Wunschliste</a>`),
  'a form of PrestaShop': page(`
    <h1>Lampe</h1>
    <form id="add-to-cart-or-refresh" action="/panier" method="post">
      <button class="btn btn-touchspin js-touchspin" type="button">+</button>
      <button here class="btn btn-primary" data-button-action="add-to-cart" type="submit" disabled>Ajouter au panier</button>
    </form>`),
  'a form of Shopware': page(`
    <h1>Lampe</h1>
    <form id="productDetailPageBuyProductForm" action="/checkout/line-item/add" method="post">
      <button here class="btn btn-primary btn-buy">In den Warenkorb</button>
    </form>`),
  'a form of BigCommerce': page(`
    <h1>Lamp</h1>
    <form method="post" action="/cart.php" data-cart-item-add><input type="hidden" name="action" value="add" />
      <input here class="button button--primary" type="submit" value="Add to Cart" disabled />
    </form>
    <form action="/wishlist.php?action=add"><input class="button" type="submit" value="Add to Wish List" /></form>`),
  'a button of OpenCart': page(`
    <h1>Lamp</h1>
    <div id="product"><input name="quantity" value="1" /><button type="button" id="button-cart" class="btn" here>In winkelmand</button></div>`),
  'a button of Squarespace': `<main><article class="ProductItem"><h1>Lamp</h1>
    <div class="ProductItem-product-add-to-cart"><div here class="sqs-add-to-cart-button" role="button" tabindex="0">Sold Out</div></div></article></main>`,
  'a button of Wix': page(`
    <h1>Lamp</h1>
    <button here data-hook="add-to-cart" aria-disabled="true"><span>Out of Stock</span></button>
    <button data-hook="wishlist">♡</button>`),
  'a form that a shop wrote, by a hidden field': page(`
    <h1>Lampe</h1>
    <form action="/index.php" method="post"><input type="hidden" name="fnc" value="tobasket" /><input type="image" here src="data:," alt="" width="40" height="20" /></form>`),
  'a cart of an older OpenCart': page(`
    <h1>Lamp</h1><div class="cart"><input type="button" value="Add to Cart" class="button" here /></div>`),
  'the foot of a card of Bootstrap': `<main><div class="card"><div class="card-body"><h1>Lamp</h1></div>
    <div class="card-footer"><button class="btn btn-primary" disabled here>Sold out</button></div></div></main>`,
  'a link': page(`
    <h1>Lampada</h1><p><a href="#details">Details</a></p><a here href="javascript:void(0)">Aggiungi al carrello</a>`),
  'schema.org’s BuyAction': page(`
    <h1>Lamp</h1>
    <div itemprop="potentialAction" itemscope itemtype="https://schema.org/BuyAction"><button here type="button">Get yours</button></div>`),
  'schema.org’s offers': `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Lamp</h1>
    <form itemprop="offers" itemscope itemtype="https://schema.org/Offer"><button here>Get yours</button></form></div>`,
  'its words, without a form': page(
    `<h1>Lamp</h1><button type="button" here>Add the lamp to your bag – €39</button>`,
  ),
  'another language': page(`<h1>مصباح</h1><button type="button" here>أضِف إلى السلة</button>`),
  'a product whose heading is far away': `${header}<main><div class="title"><h1>Lamp</h1></div>${cards}
    <div class="columns"><div class="left"></div><div class="right"><button here type="button">Sold out</button></div></div></main>`,
  'a product with its colours as links': page(`
    <h1>Lamp</h1>
    <form action="/cart/add"><a href="/lamp-blue"><img alt="Blue" width="9" height="9" src="data:," /></a><a href="/lamp-red"><img alt="Red" width="9" height="9" src="data:," /></a>
      <button here name="add">Sold out</button></form>`),
  'the one that is seen of two': page(`
    <h1>Lamp</h1>
    <div style="display: none"><form action="/cart/add"><button name="add">Sold out</button></form></div>
    <div class="mobile"><form action="/cart/add"><button here name="add">Sold out</button></form></div>`),
  'the one that scrolls, not the bar': page(`
    <h1>Lamp</h1>
    <div style="position: fixed; bottom: 0"><form action="/cart/add"><button name="add">Sold out</button></form></div>
    <form action="/cart/add"><button here name="add">Sold out</button></form>`),
  'the bar, if there is no other': page(`
    <div style="position: fixed; bottom: 0"><form action="/cart/add"><button here name="add">Sold out</button></form></div>`),
  'the product’s own header': `<div id="app"><header class="top"><nav>Acme</nav></header><section class="product"><header><h1>Lamp</h1><button here>Sold out</button></header></section></div>`,
  'a wrapper of the whole page that is named after a drawer': `<div class="drawer-page-content">${page('<h1>Lamp</h1><form action="/cart/add"><button here name="add">Sold out</button></form>')}</div>`,
  'a form that the theme hides when sold out': page(`
    <h1>Lamp</h1><form here action="/cart/add" style="display: none"><button name="add">Add to cart</button></form><p>Sold out</p>`),
  'a button that the theme hides when sold out': page(`
    <h1>Lamp</h1><form action="/cart/add"><button here name="add" hidden>Add to cart</button></form><p>Sold out</p>`),
}

/** Where the button goes after the heading, because every button is another's. */
export const HEADINGS: Record<string, string> = {
  'no button at all': page('<h1 here>Lamp</h1><p>Sold out</p>'),
  'cards in a list of products': page('<h1 here>Lamp</h1>'),
  'one recommended product': page('<h1 here>Lamp</h1>', `<aside><ul>${card('vase')}</ul></aside>`),
  'cards without links': page(
    '<h1 here>Lamp</h1>',
    ['Vase', 'Bowl']
      .map((name) => `<div class="item"><h4>${name}</h4><button>Add to cart</button></div>`)
      .join(''),
  ),
  'cards that are links': page(
    '<h1 here>Lamp</h1>',
    '<a href="/vase" class="btn"><b>Vase</b><button>Add to cart</button></a>',
  ),
  'a cart in a drawer': page(
    `<h1 here>Lamp</h1>`,
    '<div class="cart-drawer"><form action="/cart"><button name="checkout">Check out</button></form><form action="/cart/add"><button name="add">Add to cart</button></form></div>',
  ),
  'a cart in a header that is no header element': `<div class="header"><div class="cart"><form action="/cart"><button>Buy now</button></form></div></div><div class="product"><h1 here>Lamp</h1></div>`,
  'links to other pages': page(
    '<h1 here>Lamp</h1><p><a href="/guide">How to buy now</a> <a href="/cart">Cart</a></p>',
  ),
  'a quick view that is open': page(
    `<h1 here>Lamp</h1>`,
    '<div class="quick-view"><form action="/cart/add"><button name="add">Add to cart</button></form></div>',
  ),
  'a form of another app': page(
    `<h1 here>Lamp</h1><form action="/apps/alerts"><input type="email" name="email" /><button>Notify me</button></form>`,
  ),
  'a wish list': page(`<h1 here>Lamp</h1><button class="add-to-wishlist">Add to wishlist</button>`),
  'a jump to the reviews': page(`<h1 here>Lamp</h1><a class="btn" href="#buy">Buy now</a>`),
  'sizes that are sold out': page(
    `<h1 here>Tee</h1><button aria-label="M, sold out" disabled>M</button><button disabled>L</button>`,
  ),
  'a logo as the first heading': `<header><h1><a href="/">Acme</a></h1></header><div><h1 here>Lamp</h1></div>`,
  'a hidden heading before the one that is seen': page(
    `<h1 style="position: absolute; width: 1px; height: 1px; overflow: hidden">Lamp</h1><h1 here>Lamp</h1>`,
    '',
  ),
  'no first heading, but microdata': `<main><div itemscope itemtype="https://schema.org/Product"><p here itemprop="name">Lamp</p></div></main>`,
  'no first heading, but the product’s name': `<main><h2>Spring</h2><h2 here>Lamp</h2></main>`,
}

/** Whether the script is the place: it has the attribute `here` only where it is. */
export const SCRIPTS: Record<string, string> = {
  'beside the product': page(`<h1>Lamp</h1><p>Sold out</p><div><script here></script></div>`),
  'in the product’s form': page(
    `<h1>Lamp</h1><form action="/cart/add"><script here></script><p>Or</p><button name="add">Sold out</button></form>`,
  ),
  'beside the product on a page without a main part': `${header}<div class="product"><h1>Lamp</h1><script here></script></div>${footer}`,
  'at the end of the body': `${page('<h1 here>Lamp</h1>')}<script></script>`,
  'at the end of a page within an element': `<div id="page">${page('<h1 here>Lamp</h1>')}<script></script></div>`,
  'in the footer': page('<h1 here>Lamp</h1>').replace('</footer>', '<script></script></footer>'),
  'in the header': page('<h1 here>Lamp</h1>').replace('</header>', '<script></script></header>'),
  'in a hidden element': page('<h1 here>Lamp</h1><div hidden><script></script></div>'),
  'in an element of no size that a tag manager made': page('<h1 here>Lamp</h1>', '').concat(
    '<div style="display: none; visibility: hidden"><script></script></div>',
  ),
  'in a consent tool': page('<h1 here>Lamp</h1>').concat(
    '<div id="cookie-banner"><script></script></div>',
  ),
}
