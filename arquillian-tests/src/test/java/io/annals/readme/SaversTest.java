package io.annals.readme;

import io.annals.es.StreamId;
import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import io.annals.testing.fixture.ProjectionFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

// example:begin
class SaversTest {

    @Test
    void deposits_are_summed_up_by_account() {
        ProjectionFixture.of(new Savers())
                .in(new StreamId("account", "1"))
                .given(new Opened("Ada"), new Deposited(5), new Deposited(7))
                .in(new StreamId("account", "2"))
                .given(new Deposited(9))
                .expectView(savers -> savers.cents, Map.of("1", 12L, "2", 9L));
    }
}
// example:end
