/** What is added to the demo's archive to see messages of protobuf as events in a server. */
@NullMarked
package io.annals.server.letter;

import org.jspecify.annotations.NullMarked;
