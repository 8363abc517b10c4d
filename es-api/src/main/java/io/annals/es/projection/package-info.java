/**
 * Projections: classes that follow the journal and keep a view of it, each event counted once.
 *
 * <p>Stability: public API; changes that break callers wait for a major version.
 */
@NullMarked
package io.annals.es.projection;

import org.jspecify.annotations.NullMarked;
