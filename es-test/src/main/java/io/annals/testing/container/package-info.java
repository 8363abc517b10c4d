/**
 * For tests within a container: what was committed, and consumers that have followed. Goes into the
 * archive that is tested; needs nothing but the journal and CDI.
 *
 * <p>Stability: public API for tests; changes that break callers wait for a major version.
 */
@NullMarked
package io.annals.testing.container;

import org.jspecify.annotations.NullMarked;
