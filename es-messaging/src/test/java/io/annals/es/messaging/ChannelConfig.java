package io.annals.es.messaging;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** The attributes of one channel, as a runtime hands them to a connector. */
record ChannelConfig(Config config, String channel) implements Config {

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return getOptionalValue(name, type).orElseThrow();
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        return config.getConfigValue(prefix() + name);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        return name.equals("channel-name")
                ? Optional.of(type.cast(channel))
                : config.getOptionalValue(prefix() + name, type);
    }

    @Override
    public Iterable<String> getPropertyNames() {
        Stream<String> configured =
                StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                        .filter(name -> name.startsWith(prefix()))
                        .map(name -> name.substring(prefix().length()));
        return Stream.concat(configured, Stream.of("channel-name")).toList();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return config.getConfigSources();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return config.getConverter(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return config.unwrap(type);
    }

    private String prefix() {
        return "mp.messaging.incoming." + channel + ".";
    }
}
