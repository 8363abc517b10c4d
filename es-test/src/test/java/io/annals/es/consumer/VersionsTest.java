package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.test.DelegatingCheckpoints;
import io.annals.es.test.DelegatingStorage;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions of a consumer, one of which takes the place of another. */
@Timeout(60)
class VersionsTest extends TwoNodes {

    @Test
    void a_new_version_is_filled_without_effects_and_takes_over_at_one_position() {
        View next = new View();
        here.start(version(1, view));
        append("a", 10);
        await(() -> view.handled() == 10);
        here.start(version(2, next));
        await(() -> next.replayed() == 10);
        assertEquals(1, there.consumers().activeVersion("sales"));
        append("a", 5);
        await(() -> next.replayed() == 15);
        assertEquals(0, next.handled());
        there.consumers().activate("sales", 2);
        assertEquals(2, here.consumers().activeVersion("sales"));
        append("a", 5);
        await(() -> next.handled() == 5 && view.all() == 20);
        assertEquals(15, view.handled());
        here.consumers().activate("sales", 1);
        append("a", 1);
        await(() -> view.handled() == 16 && next.all() == 21);
        here.consumers().retire("sales", 2);
        append("a", 1);
        await(() -> view.handled() == 17);
        assertEquals(21, next.all());
        assertEquals(Activity.RETIRED, state("sales-2").activity());
    }

    @Test
    void a_version_that_takes_over_before_the_first_event_leaves_the_other_fed() {
        View next = new View();
        here.start(version(1, view));
        await(() -> find("sales-1").isPresent());
        there.start(version(2, next));
        await(() -> find("sales-2").isPresent());
        here.consumers().activate("sales", 2);
        append("a", 2);
        await(() -> next.handled() == 2);
        await(() -> view.replayed() == 2);
        here.consumers().activate("sales", 1);
        append("a", 1);
        await(() -> view.handled() == 1);
    }

    @Test
    void an_activation_in_vain_disturbs_no_handler() {
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(version(2, event -> goOn.await()));
        await(() -> find("sales-2").isPresent());
        DelegatingStorage untouched =
                new DelegatingStorage(storage) {
                    @Override
                    public CheckpointStore checkpoints() {
                        return new DelegatingCheckpoints(sound.checkpoints()) {
                            @Override
                            public Checkpoint resume(String name) {
                                throw new AssertionError(name);
                            }
                        };
                    }
                };
        Takeover takeover = new Takeover(untouched);
        assertThrows(
                IllegalStateException.class,
                () -> storage.transactions().inNew(() -> takeover.activate("sales", 2)));
        goOn.countDown();
    }

    @Test
    void of_two_versions_that_are_new_together_one_is_active() {
        Arrangement arrangement = new Arrangement(storage, storage.transactions());
        arrangement.create(version(1, view));
        arrangement.create(version(2, view));
        assertTrue(state("sales-1").active());
        assertFalse(state("sales-2").active());
    }

    @Test
    void of_two_versions_that_change_places_under_load_one_acts_on_each_event() {
        View next = new View();
        here.start(version(1, view));
        there.start(version(2, next));
        await(() -> here.consumers().list().size() == 2);
        for (int round = 1; round <= 10; round++) {
            append("a" + round, 100);
            int version = round % 2 + 1;
            await(() -> activated(version));
        }
        await(() -> view.all() == 1_000 && next.all() == 1_000);
        assertEquals(1_000, view.handled() + next.handled());
        HashSet<String> acted = new HashSet<>(view.acted);
        acted.addAll(next.acted);
        assertEquals(1_000, acted.size());
    }

    @Test
    void a_version_that_was_reset_or_has_yet_to_act_cannot_take_over_or_retire() {
        View next = new View();
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        here.start(version(2, next));
        await(() -> next.replayed() == 2_000);
        here.consumers().pause("sales-2");
        here.consumers().reset("sales-2", 0);
        assertMessage(
                "it stands at 0",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().activate("sales", 2)));
        here.consumers().resume("sales-2");
        await(() -> next.replayed() == 4_000);
        here.consumers().pause("sales-1");
        append("b", 1);
        await(() -> next.replayed() == 4_001);
        there.consumers().activate("sales", 2);
        assertMessage(
                "has yet to act",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().retire("sales", 1)));
        here.consumers().resume("sales-1");
        await(() -> view.handled() == 2_001);
        await(() -> retired(1));
    }

    @Test
    void a_version_that_has_not_caught_up_cannot_take_over_and_the_active_one_not_retire() {
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(version(2, event -> goOn.await()));
        await(() -> there.consumers().list().size() == 2);
        assertMessage(
                "near to where the active one stands",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().activate("sales", 2)));
        assertThrows(IllegalStateException.class, () -> there.consumers().retire("sales", 1));
        goOn.countDown();
    }

    private boolean retired(int version) {
        try {
            here.consumers().retire("sales", version);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private boolean activated(int version) {
        try {
            here.consumers().activate("sales", version);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }
}
