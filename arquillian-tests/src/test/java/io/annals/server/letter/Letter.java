package io.annals.server.letter;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.server.letter.LetterEvent.Written;
import io.annals.testing.letter.LetterStamped;

/** A letter, whose stamps are messages of protobuf. */
@Aggregate(
        value = "letter",
        events = {LetterEvent.class, LetterStamped.class})
public record Letter(String by, int cents) {

    @Apply
    static Letter on(Written written) {
        return new Letter(written.by(), 0);
    }

    @Apply
    Letter on(LetterStamped stamped) {
        return new Letter(by, cents + stamped.getCents());
    }
}
