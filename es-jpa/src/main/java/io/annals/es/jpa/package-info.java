/**
 * The journal on a relational database through Jakarta Persistence.
 *
 * <p>Stability: {@link io.annals.es.jpa.JpaStorageProvider}, the mapping file and the scripts under
 * {@code db/es-journal} are public; everything else is package-private and changes freely.
 */
@NullMarked
package io.annals.es.jpa;

import org.jspecify.annotations.NullMarked;
