package io.annals.es.jsonb;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MixedTextsTest {

    private static final URL OF_TODAY = placeOf(JsonProvider.provider().getClass());

    @Test
    void refuses_a_provider_that_mixes_texts() throws Exception {
        URL old = Objects.requireNonNull(MixedTextsTest.class.getResource("/parsson-1.1.0.jar"));

        Throwable refused =
                assertThrows(InvocationTargetException.class, () -> startWith(old)).getCause();

        assertEquals(EventSourcingException.class.getName(), refused.getClass().getName());
        assertTrue(refused.getMessage().contains("mixes texts"), refused::getMessage);
        assertTrue(refused.getMessage().contains("1.1.1"), refused::getMessage);
    }

    @Test
    void takes_the_provider_of_today_in_the_same_way() {
        assertDoesNotThrow(() -> startWith(OF_TODAY));
    }

    @Test
    void takes_a_provider_whatever_it_makes_of_texts() {
        assertDoesNotThrow(
                () ->
                        new JsonbEventSerializer(
                                new JsonbConfig().withFormatting(true).withStrictIJSON(true)));
    }

    /** Makes a serialiser of classes that are loaded anew, over this JSON-P provider. */
    private static void startWith(URL provider) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] places =
                Stream.concat(
                                Stream.of(provider),
                                Stream.of(
                                                JsonbEventSerializer.class,
                                                EventSourcingException.class,
                                                JsonProvider.class,
                                                Jsonb.class,
                                                JsonbBuilder.create().getClass(),
                                                Instance.class,
                                                Inject.class)
                                        .map(MixedTextsTest::placeOf))
                        .toArray(URL[]::new);
        try (URLClassLoader apart =
                new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(apart);
            apart.loadClass(JsonbEventSerializer.class.getName()).getConstructor().newInstance();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
