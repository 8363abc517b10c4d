/** A projection that tells in which order events come, for servers that share its segments. */
@NullMarked
package io.annals.server.diary;

import org.jspecify.annotations.NullMarked;
