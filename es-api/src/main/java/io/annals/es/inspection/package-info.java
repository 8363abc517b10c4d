/**
 * The journal as operators look at it: what is stored, and what it says.
 *
 * <p>Stability: for integrations (CDI, consoles); may grow in a minor version.
 */
@NullMarked
package io.annals.es.inspection;

import org.jspecify.annotations.NullMarked;
