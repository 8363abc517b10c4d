/**
 * Kills writers and readers, freezes them, stops the database at once, leaves transactions open,
 * and compares what everybody has seen with the journal that is left.
 *
 * <p>A controller runs the database and the nodes, each a JVM of its own on the production code,
 * and strikes at random. Writers note outside of the database which of their transactions were
 * committed; readers note every event that they see. {@link io.annals.bench.torture.JournalCheck}
 * and {@link io.annals.bench.torture.FollowerCheck} then know what must be in the journal, and in
 * which order everybody must have seen it.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.torture;

import org.jspecify.annotations.NullMarked;
