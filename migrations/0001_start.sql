-- Each table, state and index is explained in worker/schema.md.

CREATE TABLE shop (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL UNIQUE,
  data_key TEXT NOT NULL,
  database TEXT NOT NULL DEFAULT 'DB',
  settings TEXT NOT NULL,
  sender_domains TEXT NOT NULL DEFAULT '[]',
  standard_texts TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE shop_alias (
  alias TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX shop_alias_of ON shop_alias (shop_id);

CREATE TABLE closed_shop (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  database TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  pass INTEGER NOT NULL DEFAULT 1,
  in_table TEXT,
  after_key TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE secret_key (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX secret_key_of_shop ON secret_key (shop_id, id);

CREATE TABLE contact (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  addresses TEXT,
  customer_id TEXT,
  attributes TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE member (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  address TEXT NOT NULL,
  address_index TEXT NOT NULL,
  name TEXT,
  off TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  asked_at INTEGER,
  confirmed_at INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX member_of_shop ON member (shop_id, address_index);

CREATE TABLE alias (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  PRIMARY KEY (shop_id, contact_id, address_index)
) WITHOUT ROWID;

CREATE INDEX alias_of_index ON alias (shop_id, address_index);

CREATE TABLE moved (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  to_id TEXT NOT NULL,
  ip TEXT,
  user_agent TEXT,
  PRIMARY KEY (shop_id, contact_id, at)
) WITHOUT ROWID;

CREATE INDEX moved_to ON moved (shop_id, to_id);

CREATE TABLE subscription (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  channels INTEGER NOT NULL CHECK (channels > 0),
  addresses TEXT NOT NULL,
  product TEXT,
  wanted INTEGER NOT NULL DEFAULT 1,
  data TEXT,
  relays TEXT,
  request_id TEXT NOT NULL,
  undo INTEGER NOT NULL DEFAULT 0,
  unconfirmed INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL GENERATED ALWAYS AS
    (CASE WHEN channels & ~unconfirmed THEN 'waiting' ELSE 'pending' END) VIRTUAL,
  UNIQUE (contact_id, sku, locale, external_id)
) WITHOUT ROWID;

CREATE INDEX subscription_in_order ON subscription (shop_id, sku, id) WHERE status = 'waiting';

CREATE INDEX subscription_not_before ON subscription (shop_id, sku) WHERE not_before > 0;

CREATE INDEX subscription_unconfirmed ON subscription (request_id) WHERE unconfirmed <> 0;

CREATE TABLE confirmation (
  contact_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
  request_id TEXT NOT NULL,
  sent_at INTEGER,
  answered_at INTEGER,
  PRIMARY KEY (contact_id, address_index)
) WITHOUT ROWID;

CREATE TABLE ceiling (
  who TEXT NOT NULL,
  span INTEGER NOT NULL,
  n INTEGER NOT NULL,
  ids TEXT NOT NULL,
  PRIMARY KEY (who, span)
) WITHOUT ROWID;

CREATE TABLE suppression (
  shop_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  channel TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, address_index, channel)
) WITHOUT ROWID;

CREATE TABLE stopped (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, contact_id, sku)
) WITHOUT ROWID;

CREATE TABLE consent (
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('alert', 'marketing')),
  channel TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('given', 'confirmed', 'withdrawn', 'expired')),
  version TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  words TEXT CHECK (words IN ('caller', 'declared')),
  method TEXT NOT NULL,
  page TEXT,
  ip TEXT,
  user_agent TEXT,
  bot_check TEXT CHECK (bot_check IN ('passed', 'skipped')),
  unconfirmed INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (contact_id, subscription_id, purpose, channel, action, version)
) WITHOUT ROWID;

CREATE INDEX consent_by_caller ON consent (shop_id, text_hash) WHERE words = 'caller';

CREATE TABLE consent_text (
  shop_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  vouched INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, hash)
) WITHOUT ROWID;

CREATE TABLE published_text (
  shop_id TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  version TEXT NOT NULL,
  field TEXT NOT NULL,
  language TEXT NOT NULL,
  is_own INTEGER NOT NULL,
  offer TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (shop_id, text_hash, version, field, language, is_own, offer)
) WITHOUT ROWID;

CREATE TABLE product (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  product_id TEXT,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale)
) WITHOUT ROWID;

CREATE INDEX product_variants ON product (shop_id, product_id) WHERE product_id IS NOT NULL;

CREATE INDEX product_withdrawn ON product (shop_id, sku)
  WHERE data ->> 'state' IN ('hidden', 'discontinued');

CREATE INDEX product_variant_id ON product (shop_id, data ->> 'variantId')
  WHERE data ->> 'variantId' IS NOT NULL;

CREATE TABLE page_product (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  data TEXT,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku)
) WITHOUT ROWID;

CREATE TABLE sequenzy_product (
  shop_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  data TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, product_id)
) WITHOUT ROWID;

CREATE TABLE stock_level (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale, external_id)
) WITHOUT ROWID;

CREATE TABLE restock (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  since INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'held', 'done', 'sold_out')),
  due_at INTEGER CHECK ((due_at IS NOT NULL) = (state IN ('open', 'held'))),
  again INTEGER NOT NULL DEFAULT 0,
  matched INTEGER NOT NULL DEFAULT 0,
  held TEXT,
  clicked INTEGER NOT NULL DEFAULT 0,
  wave_at INTEGER,
  wave_size INTEGER,
  wave_notified INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX restock_due ON restock (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX restock_active ON restock (shop_id, sku, id) WHERE state IN ('open', 'held');
CREATE INDEX restock_of_sku ON restock (shop_id, sku, id);
CREATE INDEX restock_of_shop ON restock (shop_id, id);

CREATE TABLE sender (
  shop_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  checked_at INTEGER,
  findings TEXT,
  PRIMARY KEY (shop_id, domain)
) WITHOUT ROWID;

CREATE INDEX sender_due ON sender (due_at);

CREATE TABLE sender_day (
  shop_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  day INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  bounced INTEGER NOT NULL DEFAULT 0,
  complained INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, domain, day)
) WITHOUT ROWID;

CREATE TABLE second_look (
  shop_id TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL,
  pass INTEGER NOT NULL DEFAULT 1,
  after_sku TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  call TEXT NOT NULL CHECK (call IN ('subscribe', 'cancel', 'notify', 'confirm', 'acknowledge', 'list', 'move', 'report', 'consent', 'notice', 'stock', 'event')),
  destination TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dead')),
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  subscription_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  restock_id TEXT,
  channels INTEGER NOT NULL,
  addresses TEXT NOT NULL DEFAULT '{}',
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  product TEXT,
  wanted INTEGER NOT NULL DEFAULT 1,
  data TEXT,
  detail TEXT,
  reason TEXT
) WITHOUT ROWID;

CREATE TABLE gate (
  shop_id TEXT NOT NULL,
  destination TEXT NOT NULL,
  free_at INTEGER NOT NULL DEFAULT 0,
  apart_free_at INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  closed_until INTEGER NOT NULL DEFAULT 0,
  disabled TEXT,
  refused_at INTEGER,
  PRIMARY KEY (shop_id, destination)
) WITHOUT ROWID;

CREATE TABLE notification (
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  id TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  restock_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  channels INTEGER NOT NULL,
  destination TEXT NOT NULL,
  message_id TEXT,
  link TEXT,
  sent_at INTEGER NOT NULL,
  clicked_at INTEGER,
  PRIMARY KEY (contact_id, sku, id)
) WITHOUT ROWID;

CREATE TABLE purchase (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  order_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price REAL,
  currency TEXT,
  at INTEGER NOT NULL,
  restock_id TEXT,
  PRIMARY KEY (shop_id, contact_id, sku, order_id)
) WITHOUT ROWID;

CREATE INDEX purchase_of_restock ON purchase (restock_id) WHERE restock_id IS NOT NULL;

CREATE TABLE source (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL,
  every_ms INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  silent_at INTEGER,
  lease_until INTEGER NOT NULL DEFAULT 0,
  accept INTEGER NOT NULL DEFAULT 0,
  cursor TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  last_success_at INTEGER,
  last_error TEXT,
  last_error_item INTEGER,
  last_change_at INTEGER,
  heard_at INTEGER,
  lag_ms INTEGER,
  items INTEGER,
  restocks_pushed INTEGER NOT NULL DEFAULT 0,
  restocks_polled INTEGER NOT NULL DEFAULT 0,
  faults TEXT,
  erasing INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, name)
) WITHOUT ROWID;

CREATE INDEX source_due ON source (due_at);
CREATE INDEX source_silent ON source (silent_at) WHERE silent_at IS NOT NULL;

CREATE TABLE feed_sku (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sku TEXT NOT NULL,
  PRIMARY KEY (shop_id, name, sku)
) WITHOUT ROWID;

CREATE TABLE klaviyo_item (
  shop_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, external_id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX klaviyo_item_in_order ON klaviyo_item (shop_id, id);

CREATE TABLE klaviyo_variant (
  shop_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, external_id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX klaviyo_variant_in_order ON klaviyo_variant (shop_id, id);
CREATE UNIQUE INDEX klaviyo_variant_sku ON klaviyo_variant (shop_id, sku);
CREATE INDEX klaviyo_variant_of_item ON klaviyo_variant (shop_id, item_id, id);

CREATE TABLE klaviyo_job (
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (shop_id, id)
) WITHOUT ROWID;

CREATE TABLE hook_seen (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, name, id)
) WITHOUT ROWID;

CREATE TABLE log (
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sku TEXT,
  detail TEXT NOT NULL,
  PRIMARY KEY (shop_id, id)
) WITHOUT ROWID;
