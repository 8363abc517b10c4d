/**
 * Marketing's own views of the cart streams: what customers wanted and did not buy.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.marketing;

import org.jspecify.annotations.NullMarked;
