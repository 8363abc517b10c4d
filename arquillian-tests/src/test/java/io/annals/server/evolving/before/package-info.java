/** A release that stores events of a former revision. */
@NullMarked
package io.annals.server.evolving.before;

import org.jspecify.annotations.NullMarked;
