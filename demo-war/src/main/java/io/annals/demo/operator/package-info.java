/**
 * The one user of the operations console, and how browsers say that they are him. The rest of the
 * shop asks nobody who he is.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.operator;

import org.jspecify.annotations.NullMarked;
