package io.annals.tutorial;

import io.annals.testing.fixture.AggregateFixture;
import io.annals.tutorial.CardEvent.Charged;
import io.annals.tutorial.CardEvent.Issued;
import io.annals.tutorial.CardEvent.Redeemed;
import org.junit.jupiter.api.Test;

// example:begin
class CardTest {

    private static final AggregateFixture<Card> CHARGED =
            AggregateFixture.of(Card.class).given(new Issued("Ada"), new Charged(500));

    @Test
    void pays_with_what_is_there() {
        CHARGED.when(card -> card.redeem(300))
                .then(new Redeemed(300))
                .thenState(new Card("Ada", 200));
    }

    @Test
    void does_not_pay_with_more() {
        CHARGED.when(card -> card.redeem(501)).thenThrows(TooLittleException.class);
    }
}
// example:end
