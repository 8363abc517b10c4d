package io.annals.es.cdi.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** A server's registry, as far as the journal uses it. */
@ApplicationScoped
public class Registry {

    private final Map<String, Supplier<? extends Number>> gauges = new ConcurrentHashMap<>();
    private final Map<String, List<Duration>> timers = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

    @Produces
    @Dependent
    MetricRegistry registry() {
        return proxy(
                MetricRegistry.class,
                (method, arguments) ->
                        switch (method) {
                            case "gauge" -> gauge(arguments);
                            case "timer" -> timer(name(arguments));
                            case "counter" -> counter(name(arguments));
                            case "remove" -> remove((String) arguments[0]);
                            default -> throw new UnsupportedOperationException(method);
                        });
    }

    /** What a gauge shows; of a consumer where its name is given after a slash. */
    public double gauge(String name) {
        return gauges.get(name).get().doubleValue();
    }

    /** What a timer was told. */
    public List<Duration> durations(String timer) {
        return timers.get(timer);
    }

    /** How far a counter has come. */
    public long count(String counter) {
        return counters.get(counter).get();
    }

    /** All that is registered, whatever its tags. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(timers.keySet());
        names.addAll(counters.keySet());
        gauges.keySet().forEach(name -> names.add(name.replaceFirst("/.*", "")));
        return names;
    }

    @SuppressWarnings("unchecked")
    private Object gauge(Object[] arguments) {
        StringBuilder name = new StringBuilder(name(arguments));
        for (Tag tag : (Tag[]) arguments[2]) {
            name.append('/').append(tag.getTagValue());
        }
        gauges.put(name.toString(), (Supplier<? extends Number>) arguments[1]);
        return null;
    }

    private Timer timer(String name) {
        List<Duration> durations = new CopyOnWriteArrayList<>();
        timers.put(name, durations);
        return proxy(Timer.class, (method, arguments) -> durations.add((Duration) arguments[0]));
    }

    private Counter counter(String name) {
        AtomicLong count = new AtomicLong();
        counters.put(name, count);
        return proxy(Counter.class, (method, arguments) -> count.incrementAndGet());
    }

    private boolean remove(String name) {
        boolean gauge =
                gauges.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "/"));
        return gauge | timers.remove(name) != null | counters.remove(name) != null;
    }

    private static String name(Object[] arguments) {
        return ((Metadata) arguments[0]).getName();
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            Object result = answer.to(method.getName(), arguments);
                            return method.getReturnType() == void.class ? null : result;
                        }));
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }
}
