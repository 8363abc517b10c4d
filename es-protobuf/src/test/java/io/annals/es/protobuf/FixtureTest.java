package io.annals.es.protobuf;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventFormats;
import io.annals.testing.cart.Cart;
import io.annals.testing.cart.CartEvent.Opened;
import io.annals.testing.fixture.AggregateFixture;
import io.annals.testing.shop.ItemAdded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages are given and expected as records are. */
class FixtureTest {

    private static final ItemAdded TEA =
            ItemAdded.newBuilder().setSku("tea").setQuantity(2).build();

    @Test
    void messages_go_through_their_format_and_records_through_json() {
        AggregateFixture.of(Cart.class)
                .serializedBy(
                        EventFormats.of(
                                new JsonbEventSerializer(), List.of(new ProtobufEventSerializer())))
                .given(new Opened("Ada"), TEA)
                .when(cart -> List.of(TEA))
                .then(TEA);
    }
}
