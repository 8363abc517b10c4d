/**
 * Events whose classes are messages of Protocol Buffers.
 *
 * <p>Stability: public API; changes that break callers, or payloads and type names written before,
 * wait for a major version.
 */
@NullMarked
package io.annals.es.protobuf;

import org.jspecify.annotations.NullMarked;
