/**
 * The shop's one database: H2 out of the box, PostgreSQL by its URL.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.database;

import org.jspecify.annotations.NullMarked;
