package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.reactive.messaging.annotations.Incomings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

class IncomingChannelsTest {

    @Test
    void are_all_that_a_method_names() throws Exception {
        assertEquals(List.of("one"), IncomingChannels.of(method(Reader.class, "one")));
        assertEquals(List.of("one", "two"), IncomingChannels.of(method(Reader.class, "both")));
        assertEquals(List.of(), IncomingChannels.of(method(Reader.class, "none")));
    }

    @Test
    void are_found_where_the_server_hides_the_type_of_repeated_annotations() throws Exception {
        ClassLoader server = new HidingRepeated();
        Method read =
                method(server.loadClass(IncomingChannels.class.getName()), "of", Method.class);

        Method one = method(server.loadClass(Reader.class.getName()), "one");

        assertEquals(List.of("one"), read.invoke(null, one));
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters)
            throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    static class Reader {

        @Incoming("one")
        void one() {}

        @Incomings({@Incoming("one"), @Incoming("two")})
        void both() {}

        @Deprecated
        void none() {}
    }

    /** Loads the API and what uses it anew, so that nothing of them has been resolved before. */
    private static final class HidingRepeated extends ClassLoader {

        HidingRepeated() {
            super(IncomingChannelsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(IncomingChannels.REPEATED)) {
                throw new ClassNotFoundException(name);
            }
            boolean anew =
                    name.startsWith(Incoming.class.getPackageName())
                            || name.startsWith(IncomingChannels.class.getPackageName());
            return anew && findLoadedClass(name) == null
                    ? define(name)
                    : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream bytes =
                    getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
