/** What the release after needs to read the events of the one before. */
@NullMarked
package io.annals.server.evolving.upcaster;

import org.jspecify.annotations.NullMarked;
