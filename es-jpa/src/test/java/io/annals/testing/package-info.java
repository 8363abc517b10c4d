/**
 * What several modules need to run the journal without a container: databases, transactions, a
 * persistence unit.
 */
package io.annals.testing;
