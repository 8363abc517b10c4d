create table if not exists kpi_totals (id integer not null primary key, position bigint not null, carts bigint not null, checkouts bigint not null, revenueCents bigint not null);
create table if not exists kpi_sku_sold (sku varchar(100) not null primary key, quantity bigint not null);
create table if not exists marketing_article (sku varchar(100) not null primary key, added bigint not null, removed bigint not null);
create table if not exists board_minute (epochMinute bigint not null primary key, checkouts bigint not null, revenueCents bigint not null);
create table if not exists board_standing_cart (id varchar(36) not null primary key, touched timestamp with time zone not null);
create index if not exists board_standing_cart_touched on board_standing_cart (touched);
