/**
 * The domain that every contender stores: carts of a web shop.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.shop;

import org.jspecify.annotations.NullMarked;
