/**
 * Customers who are not there: makes the shop busy, so that there is something to see.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.traffic;

import org.jspecify.annotations.NullMarked;
