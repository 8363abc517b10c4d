/**
 * What operators see of the journal's consumers and do about them, by REST; not there unless a
 * token is configured.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.admin;

import org.jspecify.annotations.NullMarked;
