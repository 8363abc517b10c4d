/** A guest book, to see in whose name events are appended in a server. */
@NullMarked
package io.annals.server.user;

import org.jspecify.annotations.NullMarked;
