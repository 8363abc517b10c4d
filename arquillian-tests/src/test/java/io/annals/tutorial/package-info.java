/** The application of the tutorial, as its pages show it. */
package io.annals.tutorial;
