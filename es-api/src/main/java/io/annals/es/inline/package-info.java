/**
 * Inline projections: views that are kept within the appends of their events, and built from the
 * journal while such appends wait.
 *
 * <p>Stability: for integrations (CDI, tests); may grow in a minor version.
 */
@NullMarked
package io.annals.es.inline;

import org.jspecify.annotations.NullMarked;
