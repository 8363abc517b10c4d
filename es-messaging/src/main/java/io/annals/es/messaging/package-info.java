/**
 * The connector {@code es-journal}: a Reactive Messaging channel that follows the journal.
 *
 * <p>Stability: the connector's name and its channel attributes are public API, the classes are
 * not; those that are public are so for the container.
 */
@NullMarked
package io.annals.es.messaging;

import org.jspecify.annotations.NullMarked;
