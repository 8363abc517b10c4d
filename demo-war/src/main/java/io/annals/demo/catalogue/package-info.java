/**
 * What the shop sells. Prices are copied into carts, so a change here changes no cart.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.catalogue;

import org.jspecify.annotations.NullMarked;
