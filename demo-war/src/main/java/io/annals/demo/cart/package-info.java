/**
 * Shopping carts: the events, the aggregate that decides, and its REST resource.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.cart;

import org.jspecify.annotations.NullMarked;
