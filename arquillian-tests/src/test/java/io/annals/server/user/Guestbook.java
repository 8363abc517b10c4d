package io.annals.server.user;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.server.user.GuestbookEvent.Signed;
import io.annals.server.user.GuestbookEvent.Thanked;

/** A guest book. */
@Aggregate(value = "guestbook", events = GuestbookEvent.class)
public record Guestbook(boolean thanked) {

    @Apply
    static Guestbook on(Signed event) {
        return new Guestbook(false);
    }

    @Apply
    Guestbook on(Thanked event) {
        return new Guestbook(true);
    }
}
