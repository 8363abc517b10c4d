/**
 * What is asked of every contender, and how that is measured. A workload knows nothing of those who
 * do it.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.workload;

import org.jspecify.annotations.NullMarked;
