/** What is added to the demo's archive to see Jackson serialise events in a server. */
@NullMarked
package io.annals.server.jackson;

import org.jspecify.annotations.NullMarked;
