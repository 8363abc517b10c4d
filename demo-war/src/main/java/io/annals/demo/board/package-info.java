/**
 * What marketing watches while it happens: the key figures, the revenue of each minute and the
 * carts that are left standing, sent to browsers as they change.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.board;

import org.jspecify.annotations.NullMarked;
