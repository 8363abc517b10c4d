/**
 * Events as entities of Hibernate in JTA transactions, as an application would write them that
 * takes no library for events.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.hibernate;

import org.jspecify.annotations.NullMarked;
