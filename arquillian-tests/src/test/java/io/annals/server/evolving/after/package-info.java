/** The release after it, which has changed an event. */
@NullMarked
package io.annals.server.evolving.after;

import org.jspecify.annotations.NullMarked;
