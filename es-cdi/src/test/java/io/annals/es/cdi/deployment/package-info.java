/** Runs applications for the tests of this module. */
package io.annals.es.cdi.deployment;
