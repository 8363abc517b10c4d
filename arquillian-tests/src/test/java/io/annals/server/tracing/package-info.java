/** What is added to the demo's archive to read back the spans of a running server. */
@NullMarked
package io.annals.server.tracing;

import org.jspecify.annotations.NullMarked;
