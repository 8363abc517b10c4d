package io.annals.server.user;

import io.annals.es.EventType;

/** What happens to a guest book. */
public sealed interface GuestbookEvent {

    /** A guest has signed it. */
    @EventType("guestbook-signed")
    record Signed() implements GuestbookEvent {}

    /** The house says thank you. */
    @EventType("guest-thanked")
    record Thanked() implements GuestbookEvent {}
}
