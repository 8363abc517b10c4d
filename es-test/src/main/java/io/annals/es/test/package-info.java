/**
 * The storage conformance suite, and the in-memory storage that is its reference.
 *
 * <p>Stability: for tests; the suite grows with the promises, so a storage may have to follow it in
 * a minor version.
 */
@NullMarked
package io.annals.es.test;

import org.jspecify.annotations.NullMarked;
