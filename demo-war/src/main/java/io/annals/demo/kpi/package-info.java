/**
 * The shop's key figures: a view that follows the journal and is read by the KPI page.
 *
 * <p>Stability: a demo, free to change.
 */
@NullMarked
package io.annals.demo.kpi;

import org.jspecify.annotations.NullMarked;
