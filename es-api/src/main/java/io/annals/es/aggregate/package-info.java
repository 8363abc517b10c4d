/**
 * Aggregates: classes whose state is the fold of a stream's events, and the repository that loads
 * and appends them.
 *
 * <p>Stability: public API; changes that break callers wait for a major version.
 */
@NullMarked
package io.annals.es.aggregate;

import org.jspecify.annotations.NullMarked;
